using Apical.Papers;
using Apical.Papers.Beyond;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Beyond;

/// <summary>Dendritic errors beside the numbers of Sacramento et al. 2018: nets and split of the paper, and that each claim can fail.</summary>
public sealed class DendriticExperimentTests
{
    // Test errors in percent: 1.96, with a frozen middle 2.11, one hidden layer 2.48, a single layer 8.4, backpropagation 1.53.
    private static readonly (string Name, double Error)[] s_published =
    [
        ("two hidden layers, tied interneurons", 1.96), ("two hidden layers", 1.96), ("two hidden layers, middle weights frozen", 2.11),
        ("one hidden layer, all plastic", 2.48), ("single layer", 8.4), ("BP, two hidden layers", 1.53),
    ];

    [Theory]
    [InlineData("two hidden layers", "784-500-500-10")]
    [InlineData("one hidden layer, all plastic", "784-1000-10")]
    [InlineData("single layer", "784-10")]
    public void Rows_have_the_nets_and_the_split_of_the_paper(string name, string net)
    {
        Recipe recipe = DendriticDigits.RecipeOf(new() { Scale = Scale.Paper }, name);
        Assert.Equal((net, 10, 5000, null), (recipe.Net!.Text, recipe.Batch, recipe.Data.Validation, recipe.Data.TrainSamples));
        Assert.Equal(("sigmoid", "squared-error", "0.1,0.8", "unit"),
            (recipe.Activation.Text, recipe.Loss!.Text, recipe.Data.Targets.Text, recipe.Data.Normalise.Text));
        Assert.Equal(name == "one hidden layer, all plastic", recipe.Rule.Text.Contains("top-down-rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Published_errors_hold_and_each_claim_can_fail()
    {
        Assert.All(Conclude(s_published), claim => Assert.True(claim.Holds, claim.Text));
        (string, double)[] worse = [.. s_published.Select(row => (row.Name, row.Name switch { "single layer" => 3.0, "two hidden layers" => 5.0, _ => 4.0 }))];
        Assert.All(Conclude(worse), claim => Assert.False(claim.Holds, claim.Text));
    }

    /// <summary>The expansion of the paper, to its first order and with what interneurons take over: λ(1 − λ_I) a layer.</summary>
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    public void The_signal_over_the_undamped_one_falls_by_the_mixing_factors(double lambda)
    {
        IReadOnlyList<double> found = DendriticDecay.Measure(new Rng(3), lambda, "6-6-6-6-6")[new("ln of signal over undamped signal")];
        Assert.Equal(3, found.Count);
        for (int k = 1; k <= 3; k++)
        {
            // λ_N for the output, then λ(1 − λ_I) for each layer down to k
            Assert.Equal(Math.Log(lambda) + ((4 - k) * Math.Log(lambda * (1 - lambda))), found[k - 1], 10 * lambda);
        }
    }

    private static IReadOnlyList<Claim> Conclude((string Name, double Error)[] rows) => new DendriticDigits().Conclude(new() { Scale = Scale.Paper }, new(
        rows.Select(row => new JobResult<Measurements>(row.Name, 1, new Measurements().Add(TrainingJob.TestAccuracy, 1 - (row.Error / 100))
            .Add(new Track("validationAccuracy"), 0.98), null, 1)))).Claims;
}
