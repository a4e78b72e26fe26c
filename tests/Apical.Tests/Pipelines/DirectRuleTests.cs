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

    /// <summary>What a rule says to a layer beside its signal counts in a stage as in the whole network.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_penalty_on_the_weights_of_a_layer_counts_wherever_it_is(bool stale)
    {
        int[] batches = [16, 5, 16];
        int stages = stale ? 1 : 3;
        NetworkLearner alone = Learner(network => new Penalising(network, 0.1)), without = Learner(network => new Penalising(network, 0));
        Assert.Equal(batches.Length, Stages.Steps(alone, batches).Count());
        Assert.Equal(batches.Length, Stages.Steps(without, batches).Count());
        Assert.NotEqual(Stages.Numbers(without), Stages.Numbers(alone));
        Assert.All(Together(network => new Penalising(network, 0.1), stages, batches, stale), learned => Assert.Equal(Stages.Numbers(alone), learned));
    }

    [Fact]
    public void A_factor_on_the_whole_step_is_refused()
    {
        AggregateException error = Assert.Throws<AggregateException>(() => Together(network => new Shortening(network), 2, [16], stale: false));
        Assert.Contains("The rule scales its step (StepScale 0.5)", Assert.IsType<NotSupportedException>(error.InnerExceptions[0]).Message);
    }

    private static double[][] Together(Func<Network, LearningRule> rule, int stages, int[] batches, bool stale) => ThreadLinks.Run(stages, links =>
    {
        var learner = new LayerParallelLearner(Learner(rule), "own", links, new() { Stale = stale });
        _ = Stages.Steps(learner, batches).Count();
        learner.Settle(finish: true);
        return Stages.Numbers(learner);
    });

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

        protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => IDirectRule.Teach(this, pass, batch, signals);
    }

    private sealed class Penalising(Network network, double lambda) : Plain(network), IDirectRule
    {
        void IDirectRule.TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals)
        {
            signals[i] = pass.H[i].Scaled(1.0 / pass.H[i].Columns);
            signals.SetPenalty(i, lambda);
        }
    }

    private sealed class Shortening(Network network) : Plain(network), IDirectRule
    {
        void IDirectRule.TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals) => signals.StepScale = 0.5;
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
