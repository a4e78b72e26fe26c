using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

public sealed class SignAgreementProbeTests
{
    [Fact]
    public void Backpropagation_agrees_with_itself()
    {
        var world = new World(1, World.Deep);
        Found found = new(new SignAgreementProbe(), new Backpropagation(world.Network), world.Batch);
        Assert.Equal([1, 2, 3, 4, 5], found.Layers("signAgreement"));
        Assert.All(found.All, one => Assert.Equal(1, one.Value));
    }

    /// <summary>Backpropagation's updates are (1, 1, 1, 0), from x = 1; of the rule's, (5, −1, 2, 3), two of the three that both move agree.</summary>
    [Fact]
    public void Weights_count_that_both_move()
    {
        var batch = new Batch(Matrix.Of([[1]], Precision.Double), Matrix.Of([[-1], [-1], [-1], [0]], Precision.Double));
        Network network = Found.Linear([[0], [0], [0], [0]]);
        Assert.Equal(2 / 3.0, Agreement(5, -1, 2, 3), 1e-12);
        Assert.Equal(0.5, Agreement(0, 1e-30, -1, 0), 1e-12);
        Assert.Equal(0, Agreement(-1, -1, -1, -1));
        Assert.Equal(double.NaN, Agreement(0, 0, 0, 1));

        double Agreement(params double[] delta) =>
            new Found(new SignAgreementProbe(), new GivenSignals(network, (1, Matrix.Of(4, 1, delta, Precision.Double))), batch)["signAgreement", 1];
    }

    /// <summary>
    /// lechner2020, §3: with W_i ≥ 0 above the first layer, B_i ≥ 0, one output and rising activations, every weight moves with the gradient's sign.
    /// One negative entry of B_1 turns the weights of that unit around: a fifth of layer 1.
    /// </summary>
    [Fact]
    public void Positive_weights_and_feedback_give_the_gradients_signs()
    {
        var world = new World(2, "4-5-6-1", batch: 1, loss: Loss.SquaredError);
        world.Network[2].W.Value.Apply(ScalarFunction.Abs);
        world.Network[3].W.Value.Apply(ScalarFunction.Abs);
        var dfa = new DirectFeedbackAlignment(world.Network, world.Rng);
        dfa.Feedback[0].Value.Apply(ScalarFunction.Abs);
        dfa.Feedback[1].Value.Apply(ScalarFunction.Abs);

        Assert.All(new Found(new SignAgreementProbe(), dfa, world.Batch).All, one => Assert.Equal(1, one.Value));

        dfa.Feedback[0].Value[2, 0] *= -1;
        Found found = new(new SignAgreementProbe(), dfa, world.Batch);
        Assert.Equal(0.8, found["signAgreement", 1], 1e-12);
        Assert.Equal(1, found["signAgreement", 2]);
    }
}
