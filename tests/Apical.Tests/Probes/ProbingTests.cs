using Apical.Probes;
using Apical.Tests.Rules;

namespace Apical.Tests.Probes;

public sealed class ProbingTests
{
    /// <summary>W = 1, t = 0: δ = h / batch. Two samples (1, 2) and (3, 0): δ hᵀ = ½ ((1, 2)ᵀ(1, 2) + (3, 0)ᵀ(3, 0)).</summary>
    [Fact]
    public void An_update_is_the_signal_times_the_presynaptic_activity()
    {
        Network network = Found.Linear([[1, 0], [0, 1]]);
        var at = new Teaching(new Backpropagation(network), new Batch(Matrix.Of([[1, 3], [2, 0]], Precision.Double), new Matrix(2, 2, Precision.Double)));
        Assert.Equal([5, 1, 1, 2], at.UpdateOf(at.Signals, 1).ToArray());
    }

    [Fact]
    public void A_rule_may_put_another_activity_in_the_place_of_the_presynaptic_one()
    {
        Network network = Found.Linear([[1, 0], [0, 1]]);
        var at = new Teaching(new Backpropagation(network), new Batch(Matrix.Of([[1], [2]], Precision.Double), new Matrix(2, 1, Precision.Double)));
        at.Signals.SetPresynaptic(1, Matrix.Of([[10], [0]], Precision.Double));
        Assert.Equal([10, 0, 20, 0], at.UpdateOf(at.Signals, 1).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Asking_for_the_update_of_a_frozen_layer_leaves_it_as_it_was(bool frozen)
    {
        var world = new World(1);
        var at = new Teaching(new Backpropagation(world.Network), world.Batch);
        Matrix expected = at.UpdateOf(at.Signals, 2).Clone();
        world.Network[2].Frozen = frozen;

        Matrices.SameBits(expected, at.UpdateOf(at.Signals, 2));
        Assert.Equal(frozen, world.Network[2].Frozen);

        var misfit = new TeachingSignals(3) { [2] = new Matrix(1, 1, Precision.Double) };
        Assert.Throws<ArgumentException>(() => at.UpdateOf(misfit, 2));
        Assert.Equal(frozen, world.Network[2].Frozen);
    }

    [Fact]
    public void It_looks_at_the_network_as_in_use()
    {
        var world = new World(2, dropout: 0.5);
        var at = new Teaching(new Backpropagation(world.Network), world.Batch);
        Assert.False(at.Pass.IsTraining);
        Matrices.SameBits(world.Network.Forward(world.Batch.X).H[3], at.Pass.H[3]);
    }

    [Fact]
    public void Both_signals_are_of_the_same_pass()
    {
        var world = new World(3);
        var rule = new DirectFeedbackAlignment(world.Network, world.Rng);
        var at = new Teaching(rule, world.Batch);
        TeachingSignals own = rule.Teach(world.Pass, world.Batch), backprop = new Backpropagation(world.Network).Teach(world.Pass, world.Batch);
        for (int i = 1; i <= 3; i++)
        {
            Matrices.SameBits(own[i], at.Signals[i]);
            Matrices.SameBits(backprop[i], at.Backprop[i]);
        }

        Assert.Same(at.Backprop, at.Backprop);
    }
}
