using Apical.Tests.Rules;

namespace Apical.Tests.Networks;

public sealed class PassTests
{
    [Fact]
    public void D_is_the_slope_at_each_unit()
    {
        var world = new World(1);
        for (int i = 1; i < world.Network.L; i++)
        {
            Matrices.Close(world.Pass.A[i].Map(ScalarFunction.Tanh).Squared().Negated().Shifted(1), world.Pass.D(i), 1e-15);
        }
    }

    [Fact]
    public void D_is_computed_once_and_anew_for_the_next_batch()
    {
        var world = new World(2);
        Matrix first = world.Pass.D(1);
        Assert.Same(first, world.Pass.D(1));

        Matrix other = world.Batch.X.Negated();
        world.Network.Forward(other, world.Pass);

        Matrices.SameBits(world.Network.Forward(other).D(1), world.Pass.D(1));
        Matrices.Differ(first, world.Pass.D(1), "slopes at other inputs");
    }

    [Fact]
    public void Linear_units_have_unit_slope_and_leave_a_signal_as_it_is()
    {
        var world = new World(3, hidden: Activation.Identity);
        Matrix signal = world.Pass.A[1].Clone();

        Assert.True(world.Pass.HasUnitSlope(1));
        Assert.Same(signal, world.Pass.ToA(signal, 1));
        Assert.All(world.Pass.D(1).ToArray(), d => Assert.Equal(1, d));
        Assert.False(new World(3).Pass.HasUnitSlope(1));
    }

    [Fact]
    public void ToA_multiplies_entry_by_entry()
    {
        var world = new World(4);
        Matrix signal = world.Pass.A[2].Shifted(0.3);
        Matrices.SameBits(signal.Times(world.Pass.D(2)), world.Pass.ToA(signal, 2));
    }

    [Fact]
    public void ToA_gives_the_same_bits_whether_or_not_D_was_asked_for()
    {
        foreach (string activation in new[] { "identity", "relu", "leaky-relu:0.3", "tanh", "hard-tanh", "sigmoid", "softplus", "elu:0.5" })
        {
            foreach (Precision precision in new[] { Precision.Single, Precision.Double })
            {
                var world = new World(6, "5-37-3", precision, batch: 13, hidden: Activation.Parse(activation));
                Matrix signal = world.Pass.A[1].Shifted(0.3), before = world.Pass.ToA(signal, 1).Clone();
                Matrices.SameBits(signal.Times(world.Pass.D(1)), before, activation);
                Matrices.SameBits(before, world.Pass.ToA(signal, 1), activation);
            }
        }
    }

    [Fact]
    public void A_pass_knows_its_batch_and_follows_its_size()
    {
        var world = new World(5, batch: 4);
        Assert.Equal((4, 3), (world.Pass.Batch, world.Pass.L));

        world.Network.Forward(new Matrix(5, 9, Precision.Double), world.Pass);

        Assert.Equal(9, world.Pass.Batch);
        Assert.All(world.Pass.H.ToArray(), h => Assert.Equal(9, h.Columns));
    }
}
