using Apical.Learning;
using Apical.Optimizers;
using Apical.Pipelines;

namespace Apical.Tests.Pipelines;

/// <summary>Direct rules as a plugin may have them, some of which do for the whole network what layers by themselves cannot see.</summary>
public sealed class DirectRuleTests
{
    [Fact]
    public void What_layers_by_themselves_do_not_see_is_refused()
    {
        Refused(network => new Settling(network), "lets activities settle");
        Refused(network => new Following(network), "follows the steps of the weights");
        Refused(network => new WithFeedback(network), "has feedback that learns (LearnFeedback) otherwise than by INoisyFeedback");
        Refused(network => new Constrained(network), "puts weights back (Constrain), but not layer by layer");
    }

    [Fact]
    public void Plain_ones_and_those_that_constrain_layer_by_layer_are_not()
    {
        Assert.NotNull(LayerWork.Require(Learner(network => new Plain(network)), "own"));
        Assert.NotNull(LayerWork.Require(Learner(network => new ByLayer(network)), "own"));
    }

    private static void Refused(Func<Network, LearningRule> rule, string told)
    {
        string message = Assert.Throws<ArgumentException>(() => LayerWork.Require(Learner(rule), "own")).Message;
        Assert.Contains("Layers that learn by own cannot be on different ranks", message);
        Assert.Contains(told, message);
    }

    private static NetworkLearner Learner(Func<Network, LearningRule> rule) =>
        new(rule(((NetworkLearner)Stages.Fresh("bp")).Network), new Sgd(0.1));

    private class Plain(Network network) : LearningRule(network), IDirectRule
    {
        public override Citation Source => Sources.Nokland2016;

        public Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals) => signals[Network.L] = Network.Loss.OutputError(pass, batch.T);

        public void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals)
        {
        }

        protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => TeachOutput(pass, batch, signals);
    }

    private sealed class Settling(Network network) : Plain(network), ISettles
    {
        public bool AnswersAsForward => true;

        public void Settle(Pass pass)
        {
        }
    }

    private sealed class Following(Network network) : Plain(network), IFollowsWeights
    {
        public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment)
        {
        }
    }

    private sealed class WithFeedback(Network network) : Plain(network)
    {
        public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
        {
        }
    }

    private sealed class Constrained(Network network) : Plain(network)
    {
        public override void Constrain()
        {
        }
    }

    private sealed class ByLayer(Network network) : Plain(network), IDirectRule
    {
        public override void Constrain()
        {
        }

        public void Constrain(int i)
        {
        }
    }
}
