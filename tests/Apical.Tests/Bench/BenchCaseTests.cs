using Apical.Cli.Bench;
using Apical.Learning;
using Apical.Numerics.Backends;
using Apical.Optimizers;

namespace Apical.Tests.Bench;

public sealed class BenchCaseTests
{
    /// <summary>By hand, in multiply-adds per sample; times two, times the batch.</summary>
    [Theory]
    [InlineData("784-1000-10", 64, "bp", 2.0 * 64 * (794_000 + 794_000 + 10_000))]
    [InlineData("784-1000-10", 64, "dfa", 2.0 * 64 * (794_000 + 794_000 + 10_000))]
    [InlineData("3-4-5-2", 1, "bp", 2.0 * (42 + 42 + 20 + 10))]
    [InlineData("3-4-5-2", 1, "fa", 2.0 * (42 + 42 + 20 + 10))]
    [InlineData("3-4-5-2", 1, "dfa", 2.0 * (42 + 42 + (4 * 2) + (5 * 2)))]
    [InlineData("2x5x5-conv3@3x3/2-2", 4, "bp", 2.0 * 4 * ((2 * 18 * 12) + (2 * 24) + 24))]
    [InlineData("2x5x5-conv3@2x2:max2-conv4@2x2-2", 4, "fa", 2.0 * 4 * ((2 * 8 * 48) + (3 * 12 * 4) + (3 * 8)))]
    [InlineData("2x5x5-conv3@2x2:max2-conv4@2x2-2", 4, "dfa", 2.0 * 4 * ((2 * 8 * 48) + (2 * 12 * 4) + (12 * 2) + (2 * 8) + (4 * 2)))]
    [InlineData("7-3", 5, "bp", 2.0 * 5 * (21 + 21))]
    public void A_step_counts_forward_gradients_and_what_is_carried_back(string net, int batch, string rule, double flops) =>
        Assert.Equal(flops, new BenchCase(net, batch, "relu", "ce", "sgd", rule).Flops);

    [Fact]
    public void The_products_of_a_step_are_all_of_its_flops() =>
        Assert.All(BenchCases.All.Where(benchCase => benchCase.Rule != "dtp-ai" && !benchCase.Net.Contains("conv")), benchCase =>
            Assert.Equal(benchCase.Flops, ProductShape.Of(benchCase).Sum(shape => shape.Flops)));

    /// <summary>Counted while a step is taken: half of the operations are multiplications, and of those the n² term is that of products.</summary>
    [Theory]
    [InlineData("bp", 5)]
    [InlineData("dtp-ai", 8)]
    public void The_flops_of_a_step_are_those_that_are_counted(string rule, int squares)
    {
        double[] counted = [.. new[] { 8, 16, 32 }.Select(n => (double)Multiplications(rule, n))];

        // a n² + b n + c through three points: a from second differences
        double slope1 = (counted[1] - counted[0]) / 8, slope2 = (counted[2] - counted[1]) / 16;
        Assert.Equal(squares, (slope2 - slope1) / 24, 1e-9);
        Assert.Equal(2.0 * squares * 36, new BenchCase("6-6-6", 1, "leaky-relu:0.35", "mse", "sgd", rule).Flops);
    }

    private static long Multiplications(string rule, int n)
    {
        var counting = new CountingBackend();
        using IDisposable scope = counting.Enter();
        var network = Network.Dense($"{n}-{n}-{n}", new Rng(1), Activation.LeakyRelu(0.35), Loss.SquaredError, precision: Precision.Double);
        var learner = new NetworkLearner(RuleCatalog.Make(rule, network, new Rng(2)), new Sgd(1e-4));
        Matrix x = new(n, 1, Precision.Double), t = new(n, 1, Precision.Double);
        x.FillNormal(new Rng(3));
        counting.Reset();
        learner.Learn(new Batch(x, t));
        return counting.Multiplications;
    }

    /// <summary>The gradient of the peer's loss, mean (h − t)² over n outputs, is 2/n times that of ours, ½ Σ (h − t)².</summary>
    [Theory]
    [InlineData("20-1000-20", "mse", "sgd", 0.01 * 2 / 20)]
    [InlineData("784-1000-10", "ce", "momentum", 0.01)]
    [InlineData("784-1000-10", "ce", "adam", 0.001)]
    public void Steps_are_as_long_as_those_of_the_peer(string net, string loss, string optimizer, double rate) =>
        Assert.Equal(rate, new BenchCase(net, 1, "relu", loss, optimizer, "bp").LearningRate, 1e-15);

    [Fact]
    public void Every_case_is_chosen_by_its_name_and_by_nothing_less()
    {
        Assert.Equal(BenchCases.All.Count, BenchCases.All.Select(benchCase => benchCase.Id).Distinct().Count());
        Assert.All(BenchCases.All, benchCase => Assert.Equal([benchCase], BenchCases.Select(benchCase.Id)));
    }

    [Fact]
    public void Parts_narrow_and_alternatives_widen()
    {
        Assert.Equal(BenchCases.All, BenchCases.Select(null));
        Assert.All(BenchCases.Select("20-1000-20/b1"), benchCase => Assert.Equal(("20-1000-20", 1), (benchCase.Net, benchCase.Batch)));
        Assert.Equal(3, BenchCases.Select("20-1000-20/b1").Count);
        Assert.Equal(["momentum", "adam"], BenchCases.Select("dfa/adam, momentum/dfa").Select(benchCase => benchCase.Optimizer));
    }

    [Fact]
    public void A_filter_that_fits_nothing_names_the_parts_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => BenchCases.Select("bp,784-1000-10/b65"));

        Assert.StartsWith("No case fits '784-1000-10/b65'.", error.Message);
        Assert.Contains("b64, b600, b100, b128, b4, b1", error.Message);
        Assert.Contains("bp, fa, dfa", error.Message);
    }

    [Fact]
    public void Rules_and_optimizers_are_those_of_the_catalogs() => Assert.All(BenchCases.All, benchCase =>
    {
        Assert.Equal(benchCase.Rule, RuleCatalog.Find(benchCase.Rule).Id);
        Assert.Equal(benchCase.Optimizer, Optimizer.Create(benchCase.Optimizer).Name);
    });
}
