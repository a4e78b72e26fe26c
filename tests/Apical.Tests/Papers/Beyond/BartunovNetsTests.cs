using Apical.Optimizers;
using Apical.Papers;
using Apical.Papers.Beyond;
using Apical.Papers.Meulemans2019;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Beyond;

/// <summary>The networks of Bartunov et al. 2018 on CIFAR-10: shapes, published numbers, settings, and that each claim can fail.</summary>
public sealed class BartunovNetsTests
{
    private static readonly BartunovNets s_experiment = new();

    // Bartunov et al. 2018, table 1: CIFAR, locally connected, test; alternating where there is a choice. In the order of the experiment.
    private static readonly (string Name, double Error)[] s_published =
        [("DTP", 39.47), ("SDTP", 45.66), ("AO-SDTP", 40.21), ("FA", 37.44), ("DFA", 44.41), ("BP", 32.41), ("BP, shared weights", 31.87)];

    [Fact]
    public void Has_the_rows_and_the_numbers_of_the_table_and_a_control() =>
        Assert.Equal([.. s_published, ("output layer only", double.NaN)], BartunovNets.Rows.Select(row => (row.Name, row.Published)));

    /// <summary>
    /// (5×5, 64, stride 2) (5×5, 128, 2) (3×3, 256, 1) FC 1024 with zero padding: 32, 16, 8, 8 pixels a side. Weights are units × patch, or, shared, maps ×
    /// patch.
    /// </summary>
    [Fact]
    public void Layers_are_those_of_the_paper()
    {
        foreach (Table31Row row in BartunovNets.Rows)
        {
            bool shared = row.Name == "BP, shared weights";
            NetworkSpec spec = RecipeOf(row, Scale.Paper).Net!.Value;
            int[] units = [64 * 16 * 16, 128 * 8 * 8, 256 * 8 * 8, 1024, 10], taps = [3 * 25, 64 * 25, 128 * 9, 256 * 8 * 8, 1024];

            Assert.Equal([3 * 32 * 32, .. units], spec.Widths);
            Shape below = spec.Input;
            Assert.Equal(new Shape(3, 32, 32), below);
            foreach ((int i, LayerSpec layer) in spec.Layers.Index())
            {
                Connections connections = layer.Connect(below);
                Assert.Equal((shared && i < 3 ? new[] { 64, 128, 256 }[i] : units[i], taps[i]), (connections.Rows, connections.Taps));
                below = layer.Output(below);
            }
        }
    }

    /// <summary>Bartunov et al. 2018, table 5, CIFAR, locally connected and convolutional; all β₁ are 0.9.</summary>
    [Theory]
    [InlineData("DTP", 3.6e-5, 0.99, 1e-8, 3.89e-4, 0.999, 1e-8, "sigma=0.094869:step=0.208141")]
    [InlineData("SDTP", 1.09e-4, 0.99, 1e-4, 1.1e-5, 0.99, 1e-8, "sigma=0.023804")]
    [InlineData("AO-SDTP", 1.09e-4, 0.99, 1e-4, 1.1e-5, 0.99, 1e-8, "aux=512")]
    [InlineData("FA", 2.2e-5, 0.999, 1e-8, null, null, null, "")]
    [InlineData("DFA", 4.0e-5, 0.999, 1e-8, null, null, null, "")]
    [InlineData("BP", 4.4e-5, 0.999, 1e-6, null, null, null, "")]
    [InlineData("BP, shared weights", 1.33e-4, 0.99, 1e-4, null, null, null, "")]
    public void Rows_have_the_settings_that_were_found_best(string name, double rate, double beta2, double epsilon, double? feedbackRate, double? feedbackBeta2,
        double? feedbackEpsilon, string rule)
    {
        Recipe recipe = RecipeOf(BartunovNets.Rows.Single(row => row.Name == name), Scale.Paper);
        var adam = Assert.IsType<Adam>(recipe.Optimizer.Value.Make());
        var feedback = recipe.FeedbackOptimizer?.Value.Make() as Adam;

        Assert.Equal((rate, 0.9, beta2, epsilon), (recipe.LearningRate, adam.Beta1, adam.Beta2, adam.Epsilon));
        Assert.Equal((feedbackRate, feedbackBeta2, feedbackEpsilon), (recipe.FeedbackLearningRate, feedback?.Beta2, feedback?.Epsilon));
        Assert.Equal((feedbackRate.HasValue, feedbackRate.HasValue ? 20 : 10), (recipe.FeedbackAlternates, recipe.Epochs));
        Assert.Contains(rule, recipe.Rule.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_is_trained_once() =>
        Assert.Equal(BartunovNets.Rows.Select(row => (row.Name, 1)), s_experiment.Jobs(new Setup()).Select(job => (job.Group, job.Run)));

    [Fact]
    public void Claims_hold_for_the_published_errors_and_an_output_layer_that_does_worse() =>
        Assert.All(Claims(Scale.Paper, s_published), claim => Assert.True(claim.Holds, claim.Text));

    [Theory]
    [InlineData("BP", 37.45, "error of FA less that of BP")]
    [InlineData("BP", 39.48, "error of DTP less that of BP")]
    [InlineData("BP", 45.67, "error of SDTP less that of BP")]
    [InlineData("BP", 40.22, "error of AO-SDTP less that of BP")]
    [InlineData("BP", 44.42, "error of DFA less that of BP")]
    [InlineData("DTP", 45.67, "error of SDTP less that of DTP")]
    [InlineData("AO-SDTP", 45.67, "error of SDTP less that of AO-SDTP")]
    [InlineData("FA", 44.42, "error of DFA less that of FA")]
    [InlineData("BP, shared weights", 34.42, "error of BP with shared weights less that without")]
    [InlineData("DFA", 70.01, "DFA: error without hidden learning less error with")]
    public void A_claim_fails_when_it_is_turned_round(string name, double error, string text)
    {
        IReadOnlyList<Claim> claims = Claims(Scale.Paper, s_published.Select(row => row.Name == name ? (row.Name, error) : row));

        Assert.False(Assert.Single(claims, claim => claim.Text == text).Holds);
    }

    [Fact]
    public void At_the_quick_scale_only_learning_is_judged_and_that_can_fail()
    {
        IEnumerable<(string, double)> errors = s_published.Select(row => (row.Name, row.Name == "FA" ? 87.1 : 86.9));

        Assert.Equal(s_published.Select(row => (row.Name + ": error", row.Name != "FA")), Claims(Scale.Quick, errors).Select(claim => (claim.Text,
            claim.Holds)));
    }

    [Theory]
    [InlineData(Scale.Quick)]
    [InlineData(Scale.Paper)]
    public void Nothing_holds_where_nothing_was_found(Scale scale)
    {
        IReadOnlyList<Claim> claims = s_experiment.Conclude(new Setup { Scale = scale }, new Results([])).Claims;

        Assert.NotEmpty(claims);
        Assert.DoesNotContain(claims, claim => claim.Holds);
    }

    // Without files: the built-in digits stand in for MNIST.
    private static Recipe RecipeOf(Table31Row row, Scale scale) => BartunovNets.RecipeOf(new Setup { Scale = scale }, row with { Data = Need.Mnist });

    private static IReadOnlyList<Claim> Claims(Scale scale, IEnumerable<(string Name, double Error)> errors) => s_experiment.Conclude(
        new Setup { Scale = scale },
        new Results(errors.Append(("output layer only", 70)).Select(row => new JobResult<Measurements>(row.Item1, 1,
            new Measurements().Add(TrainingJob.TestAccuracy, 0.1, 1 - (row.Item2 / 100)), null, 0)))).Claims;
}
