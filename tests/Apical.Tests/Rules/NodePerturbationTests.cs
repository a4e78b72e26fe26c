namespace Apical.Tests.Rules;

/// <summary>
/// Oracle: to first order δ_i = ⟨g, ξ⟩ ξ_i/σ² per sample, g the gradient by all a at once; its mean is g and its variance ‖g‖² + g_j² (Isserlis).
/// </summary>
public sealed class NodePerturbationTests
{
    private const int Steps = 20_000;

    [Fact]
    public void Averages_to_backpropagations_signal_with_the_variance_that_theory_gives()
    {
        var world = new World(1, "3-4-2", batch: 2);
        Check(world, sigma: 1e-3, varianceToo: true);
    }

    /// <summary>Half the squared error of a linear network is a quadratic of ξ, and the third moments of ξ vanish: no bias at any σ.</summary>
    [Fact]
    public void Has_no_bias_at_any_sigma_in_a_linear_network_with_squared_error() =>
        Check(new World(2, "3-4-2", batch: 2, hidden: Activation.Identity, loss: Loss.SquaredError), sigma: 0.7, varianceToo: false);

    /// <summary>cos = |⟨g, ξ⟩| / (‖g‖ ‖ξ‖) over all N units: never negative, and √(2/(πN)) on average for large N.</summary>
    [Fact]
    public void Over_all_layers_at_once_a_samples_signal_is_never_beyond_90_degrees_and_has_the_cosine_that_the_docs_state()
    {
        var world = new World(5, "3-60-38-2", batch: 1);
        var rule = new NodePerturbation(world.Network, world.Rng, new() { Sigma = 1e-4 });
        TeachingSignals g = new Backpropagation(world.Network).Teach(world.Pass, world.Batch);
        double mean = 0;
        for (int step = 0; step < 2000; step++)
        {
            TeachingSignals delta = rule.Teach(world.Pass, world.Batch, new Moment(step));
            double product = Enumerable.Range(1, 3).Sum(i => delta[i].InnerProduct(g[i]));
            double norms = Math.Sqrt(Enumerable.Range(1, 3).Sum(i => delta[i].SumOfSquares()) * Enumerable.Range(1, 3).Sum(i => g[i].SumOfSquares()));

            // Second order in σ may spoil a cosine that is next to nothing.
            Assert.True(product >= -1e-3 * norms, $"step {step}: cosine {product / norms}");
            mean += product / norms / 2000;
        }

        // 100 units; sd of one cosine 0.06
        Assert.Equal(Math.Sqrt(2 / (Math.PI * 100)), mean, 4 * 0.06 / Math.Sqrt(2000));
    }

    [Fact]
    public void More_samples_are_the_average_of_single_ones()
    {
        // Step s with n samples uses the streams s n … s n + n − 1; with one sample each is a step of its own.
        var world = new World(3, batch: 4);
        var many = new NodePerturbation(world.Network, world.Rng.Fork("rule"), new() { Samples = 5 });
        var one = new NodePerturbation(world.Network, world.Rng.Fork("rule"));
        Matrix mean = new(7, 4, Precision.Double);
        for (int step = 10; step < 15; step++)
        {
            mean.AddScaled(0.2, one.Teach(world.Pass, world.Batch, new Moment(step))[1]);
        }

        Matrices.Close(mean, many.Teach(world.Pass, world.Batch, new Moment(2))[1], 1e-12);
    }

    [Fact]
    public void Averages_to_backpropagations_signal_under_dropout_even_when_the_pass_has_another_step_number()
    {
        // The second pass must drop what the first one dropped: else the loss changes by far more than the perturbation does.
        var world = new World(4, "3-8-2", batch: 1, dropout: 0.5, step: 9);
        Check(world, sigma: 1e-3, varianceToo: true);
    }

    private static void Check(World world, double sigma, bool varianceToo)
    {
        int L = world.Network.L, batch = world.Batch.Size;
        var rule = new NodePerturbation(world.Network, world.Rng, new() { Sigma = sigma });
        TeachingSignals expected = new Backpropagation(world.Network).Teach(world.Pass, world.Batch);
        Matrix[] sum = [.. Enumerable.Range(0, L + 1).Select(i => new Matrix(world.Pass.H[i].Rows, batch, Precision.Double))];
        Matrix[] squares = [.. sum.Select(x => x.Clone())];
        var signals = new TeachingSignals(L);
        var workspace = new Workspace();
        for (int step = 0; step < Steps; step++)
        {
            using (workspace.Enter())
            {
                rule.Teach(world.Pass, world.Batch, new Moment(step), signals);
                for (int i = 1; i <= L; i++)
                {
                    sum[i].Add(signals[i]);
                    squares[i].Add(signals[i].Squared());
                }
            }
        }

        for (int c = 0; c < batch; c++)
        {
            double gg = Enumerable.Range(1, L).Sum(i => Enumerable.Range(0, expected[i].Rows).Sum(k => Math.Pow(expected[i][k, c], 2)));
            for (int i = 1; i <= L; i++)
            {
                for (int k = 0; k < expected[i].Rows; k++)
                {
                    double g = expected[i][k, c], mean = sum[i][k, c] / Steps, variance = (squares[i][k, c] / Steps) - (mean * mean);
                    Assert.True(Math.Abs(mean - g) < 4 * Math.Sqrt(variance / Steps),
                        $"δ{i} ({k}, {c}) averages {mean}, gradient {g}, sd of the mean {Math.Sqrt(variance / Steps)}");
                    if (varianceToo)
                    {
                        Assert.Equal(1, variance / (gg + (g * g)), 0.15);
                    }
                }
            }
        }
    }
}
