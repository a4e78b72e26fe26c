namespace Apical.Tests.Rules;

/// <summary>meulemans2019, (3.22)–(3.27).</summary>
public sealed class BidirectionalFeedbackAlignmentTests
{
    /// <summary>
    /// Linear, x = 2, w₁ = 0.5, w₂ = 3, t = 1, B₀ = 4, B₁ = −1. Back: hᵇ₂ = 1, hᵇ₁ = −1, x̂ = −4; δᵇ₀ = 2 (−4 − 2) = −12; δᵇ₁ = 0.5 · −12 = −6.
    /// So ΔB₀ ∝ δᵇ₀ hᵇ₁ = 12 and ΔB₁ ∝ δᵇ₁ hᵇ₂ = −6.
    /// </summary>
    [Fact]
    public void Worked_by_hand()
    {
        Network network = Network.Dense("1-1-1", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        (network[1].W.Value[0, 0], network[2].W.Value[0, 0]) = (0.5, 3);
        var rule = new BidirectionalFeedbackAlignment(network, new Rng(0));
        (World.Named(rule, "B0").Value[0, 0], World.Named(rule, "B1").Value[0, 0]) = (4, -1);
        var batch = new Batch(Matrix.Of([[2]], Precision.Double), Matrix.Of([[1]], Precision.Double));

        Pass pass = network.Forward(batch.X);
        TeachingSignals signals = rule.Teach(pass, batch);
        var updates = new Updates();
        rule.LearnFeedback(pass, signals, batch, default, updates);

        Assert.Equal(-2, signals[1][0, 0]);                             // −1 · 2
        Assert.Equal(12, updates.GradientOf(World.Named(rule, "B0"))![0, 0]);
        Assert.Equal(-6, updates.GradientOf(World.Named(rule, "B1"))![0, 0]);
    }

    /// <summary>When each W_i is the transpose of B_{i−1}, the second phase is backpropagation of the reconstruction error through the feedback.</summary>
    [Fact]
    public void With_W_the_transpose_of_B_the_feedback_follows_the_gradient_of_the_reconstruction_error()
    {
        var world = new World(3, "4-5-6-3", loss: Loss.SquaredError);
        var rule = new BidirectionalFeedbackAlignment(world.Network, world.Rng);
        for (int i = 0; i < 3; i++)
        {
            world.Network[i + 1].W.Value.CopyFrom(World.Named(rule, $"B{i}").Value.T.ToMatrix());
        }

        world.Network.Forward(world.Batch.X, world.Pass);
        var updates = new Updates();
        rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch), world.Batch, default, updates);
        for (int i = 0; i < 3; i++)
        {
            Matrix B = World.Named(rule, $"B{i}").Value, gradient = updates.GradientOf(World.Named(rule, $"B{i}"))!;
            for (int r = 0; r < B.Rows; r++)
            {
                for (int c = 0; c < B.Columns; c++)
                {
                    double at = B[r, c];
                    B[r, c] = at + 1e-5;
                    double above = ReconstructionError(world, rule);
                    B[r, c] = at - 1e-5;
                    double below = ReconstructionError(world, rule);
                    B[r, c] = at;
                    Assert.Equal((above - below) / 2e-5, gradient[r, c], 1e-7);
                }
            }
        }
    }

    // ‖x − x̂‖² averaged over the batch, tanh below the input, as the thesis writes it
    private static double ReconstructionError(World world, LearningRule rule)
    {
        Matrix h2 = World.Named(rule, "B2").Value.Dot(world.Batch.T).Map(ScalarFunction.Tanh);
        Matrix h1 = World.Named(rule, "B1").Value.Dot(h2).Map(ScalarFunction.Tanh);
        return World.Named(rule, "B0").Value.Dot(h1).Minus(world.Batch.X).SumOfSquares() / world.Batch.Size;
    }
}
