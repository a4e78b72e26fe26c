using Apical.Numerics.Algebra;

namespace Apical.Tests.Rules;

/// <summary>lillicrap2016, note 15.</summary>
public sealed class PseudoBackpropagationTests
{
    [Fact]
    public void Is_backpropagation_when_the_weights_are_orthogonal()
    {
        foreach (string widths in new[] { "4-6-6-6", "4-7-5-3", "4-3-5-7" })
        {
            var world = new World(1, widths, initialiser: Initialiser.Orthogonal);
            TeachingSignals expected = new Backpropagation(world.Network).Teach(world.Pass, world.Batch),
                actual = new PseudoBackpropagation(world.Network).Teach(world.Pass, world.Batch);
            for (int i = 1; i <= 3; i++)
            {
                Matrices.Close(expected[i], actual[i], 1e-13, $"{widths} δ{i}");
            }
        }
    }

    /// <summary>(53): −(WᵀW)⁻¹ Wᵀ e moves the hidden units; δ₁ is its negative over the batch. In one such step of h a linear output error is gone.</summary>
    [Theory]
    [InlineData("6-4-9")]
    [InlineData("6-9-4")]
    public void Its_signal_is_the_Gauss_Newton_step_of_the_hidden_units_of_a_linear_network(string widths)
    {
        var world = new World(2, widths, hidden: Activation.Identity, loss: Loss.SquaredError);
        Matrix W = world.Network[2].W.Value, e = world.Pass.H[2].Minus(world.Batch.T);
        Matrix step = new PseudoBackpropagation(world.Network).Teach(world.Pass, world.Batch)[1].Scaled(world.Batch.Size);

        // The normal equations WᵀW Δ = Wᵀ e, and nothing in the null space of W.
        Matrices.Close(W.T.Dot(e), W.T.Dot(W.Dot(step)), 1e-12);
        Matrices.Close(step, LinearAlgebra.PseudoInverse(W).Dot(W).Dot(step), 1e-12);
        if (W.Rows < W.Columns)
        {
            Matrices.Close(e, W.Dot(step), 1e-12);
        }
    }

    [Fact]
    public void Takes_weights_that_are_not_of_full_rank()
    {
        var world = new World(3);
        Matrix W = world.Network[2].W.Value, column = new(W.Rows, 1, Precision.Double), row = new(1, W.Columns, Precision.Double);
        column.FillNormal(new Rng(1));
        row.FillNormal(new Rng(2));
        W.CopyFrom(column.Dot(row));
        world.Network.Forward(world.Batch.X, world.Pass);

        TeachingSignals signals = new PseudoBackpropagation(world.Network).Teach(world.Pass, world.Batch);

        // (u vᵀ)⁺ = v uᵀ / (‖u‖² ‖v‖²)
        Matrix inverse = row.T.Dot(column.T).Scaled(1 / (column.SumOfSquares() * row.SumOfSquares()));
        Matrices.Close(inverse.Dot(signals[2]).Times(world.Pass.D(1)), signals[1], 1e-13);
    }
}
