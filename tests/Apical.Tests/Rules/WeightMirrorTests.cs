namespace Apical.Tests.Rules;

/// <summary>Oracle: ⟨ξ rᵀ⟩/σ² has mean Wᵀ, and its entries the variance (‖w_k‖² + w_kj²) / samples, w_k a row of W.</summary>
public sealed class WeightMirrorTests
{
    private const int Steps = 3000;

    [Theory]
    [InlineData(0.1, 64, 1.0)]
    [InlineData(2.0, 5, 0.3)]
    public void At_the_transposed_weights_the_expected_update_is_zero(double sigma, int samples, double rate)
    {
        var world = new World(1, "4-5-3");
        var rule = new WeightMirror(world.Network, world.Rng, new() { Sigma = sigma, Samples = samples, Rate = rate });
        Matrix B = rule.Feedback[0].Value, W = world.Network[2].W.Value;
        B.CopyFrom(W.T.ToMatrix());

        Matrix sum = new(5, 3, Precision.Double), squares = new(5, 3, Precision.Double);
        for (int step = 0; step < Steps; step++)
        {
            Matrix gradient = Gradient(world, rule, step);
            sum.Add(gradient);
            squares.Add(gradient.Squared());
        }

        for (int j = 0; j < 5; j++)
        {
            for (int k = 0; k < 3; k++)
            {
                double row = Enumerable.Range(0, 5).Sum(c => W[k, c] * W[k, c]);
                double variance = rate * rate * (row + (W[k, j] * W[k, j])) / samples;
                Assert.True(Math.Abs(sum[j, k] / Steps) < 4 * Math.Sqrt(variance / Steps), $"mean ({j}, {k}) is {sum[j, k] / Steps}");

                // The spread of a variance of products of normals is below 4 √(2/N) of it.
                Assert.Equal(1, squares[j, k] / Steps / variance, 0.2);
            }
        }
    }

    [Fact]
    public void Away_from_it_the_expected_update_points_from_the_transposed_weights_to_B()
    {
        var world = new World(1, "4-5-3");
        var rule = new WeightMirror(world.Network, world.Rng, new() { Samples = 20_000, Rate = 0.5 });
        Matrix difference = rule.Feedback[0].Value.Minus(world.Network[2].W.Value.T.ToMatrix());

        // Noise: sd √(2 · 5 · 0.45² / 20000) · 0.5 ≈ 0.004 at most beside entries of up to 0.4.
        Matrices.Close(difference.Scaled(0.5), Gradient(world, rule, 0), 0.1);
    }

    [Theory]
    [InlineData("B1", 2)]
    [InlineData("B2", 3)]
    public void Over_many_steps_B_turns_to_the_transposed_weights(string name, int above)
    {
        var world = new World(2, "6-12-10-4");
        var rule = new WeightMirror(world.Network, world.Rng);
        Matrix B = World.Named(rule, name).Value, target = world.Network[above].W.Value.T.ToMatrix();
        Assert.True(Matrices.Degrees(B, target) > 45);

        var updates = new Updates();
        for (int step = 0; step < 300; step++)
        {
            updates.Clear();
            Learn(world, rule, step, updates);
            for (int i = 0; i < updates.Count; i++)
            {
                updates[i].Parameter.Value.AddScaled(-0.05, updates[i].Delta);
            }
        }

        // What noise remains, as the docs state: tan² ≈ n / samples · η / (2 − η), here some 4°. The sd of a sum of squares of that many entries is below 20 %.
        double tan = Math.Sqrt(B.Rows / 64.0 * 0.05 / 1.95), degrees = Matrices.Degrees(B, target);
        Assert.InRange(Math.Tan(double.DegreesToRadians(degrees)), 0.6 * tan, 1.4 * tan);
        Assert.InRange(degrees, 0, 10);
        Assert.Equal(1, B.Norm() / target.Norm(), 0.1);
    }

    private static Matrix Gradient(World world, WeightMirror rule, long step)
    {
        var updates = new Updates();
        Learn(world, rule, step, updates);
        return updates.GradientOf(rule.Feedback[0].Parameter)!;
    }

    private static void Learn(World world, WeightMirror rule, long step, Updates updates)
    {
        var moment = new Moment(step);
        rule.LearnFeedback(world.Pass, rule.Teach(world.Pass, world.Batch, moment), world.Batch, moment, updates);
    }
}
