using Apical.Optimizers;
using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>Table 3.1's CIFAR-10 column: its rows, its numbers, the settings of its source, and that each claim can fail.</summary>
public sealed class Table31CifarTests
{
    private static readonly Table31Cifar s_experiment = new();

    // The CIFAR column of the thesis's table, top to bottom.
    private static readonly (string Name, double Error)[] s_published =
        [("DTP", 42.32), ("SDTP", 54.27), ("AO-SDTP", 45.40), ("FA", 41.97), ("DFA", 47.80), ("BDFA", 48.01), ("BP", 41.32)];

    public static TheoryData<string> Names => [.. Table31Cifar.Rows.Select(row => row.Name)];

    [Fact]
    public void Has_the_rows_and_the_numbers_of_the_table_and_a_control() =>
        Assert.Equal([.. s_published, ("output layer only", double.NaN)], Table31Cifar.Rows.Select(row => (row.Name, row.Published)));

    /// <summary>Bartunov et al. 2018, table 5, CIFAR, fully connected: rate, β₂, ε; of the decoders too where there are any; all β₁ are 0.9.</summary>
    [Theory]
    [InlineData("DTP", 1.3e-5, 0.999, 1e-8, 1.14e-4, 0.99, 1e-4, "sigma=0.134811:step=0.172085")]
    [InlineData("SDTP", 4.1e-5, 0.99, 1e-4, 1.4e-5, 0.99, 1e-8, "sigma=0.125678")]
    [InlineData("AO-SDTP", 4.1e-5, 0.99, 1e-4, 1.4e-5, 0.99, 1e-8, "aux=512")]
    [InlineData("FA", 2.5e-5, 0.99, 1e-4, null, null, null, "")]
    [InlineData("DFA", 5.0e-5, 0.99, 1e-8, null, null, null, "")]
    [InlineData("BP", 1.9e-5, 0.999, 1e-6, null, null, null, "")]
    public void Rows_have_the_settings_that_were_found_best(string name, double rate, double beta2, double epsilon, double? feedbackRate, double? feedbackBeta2,
        double? feedbackEpsilon, string rule)
    {
        Recipe recipe = RecipeOf(name, Scale.Paper);
        Assert.Equal((rate, feedbackRate), (recipe.LearningRate, recipe.FeedbackLearningRate));
        Assert.Contains(rule, recipe.Rule.Text, StringComparison.Ordinal);
        IsAdam(recipe.Optimizer, beta2, epsilon);
        Assert.Equal(feedbackRate.HasValue, recipe.FeedbackAlternates);
        if (feedbackRate.HasValue)
        {
            IsAdam(recipe.FeedbackOptimizer!, feedbackBeta2!.Value, feedbackEpsilon!.Value);
        }

        static void IsAdam(Written<OptimizerChoice> choice, double beta2, double epsilon)
        {
            var adam = Assert.IsType<Adam>(choice.Value.Make());
            Assert.Equal((0.9, beta2, epsilon), (adam.Beta1, adam.Beta2, adam.Epsilon));
        }
    }

    [Fact]
    public void At_the_quick_scale_rates_are_ten_times_those()
    {
        Recipe recipe = RecipeOf("DTP", Scale.Quick);
        Assert.Equal(1.3e-4, recipe.LearningRate!.Value, 1e-12);
        Assert.Equal(1.14e-3, recipe.FeedbackLearningRate!.Value, 1e-12);
    }

    [Fact]
    public void Weights_have_a_hundred_epochs_and_decoders_that_learn_in_turn_as_many()
    {
        foreach (string name in Table31Cifar.Rows.Select(row => row.Name))
        {
            int epochs = name is "DTP" or "SDTP" or "AO-SDTP" ? 200 : 100;
            Recipe recipe = RecipeOf(name, Scale.Paper);
            Assert.Equal((epochs, $"cosine:{epochs}", epochs == 200), (recipe.Epochs, recipe.Schedule.Text, recipe.FeedbackAlternates));
        }
    }

    [Fact]
    public void Every_row_is_trained_once_on_the_network_of_the_table()
    {
        Assert.Equal(Table31Cifar.Rows.Select(row => (row.Name, 1)), s_experiment.Jobs(new Setup { Scale = Scale.Paper }).Select(job => (job.Group, job.Run)));
        Assert.All(Table31Cifar.Rows, row => Assert.Equal(("3072-1024-1024-1024-10", "tanh", "glorot"), (RecipeOf(row.Name, Scale.Paper).Net!.Text,
            RecipeOf(row.Name, Scale.Paper).Activation.Text, RecipeOf(row.Name, Scale.Paper).Initialiser.Text)));
    }

    /// <summary>On the built-in digits with fewer units, at a rate that suits few steps.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_lowers_its_loss_in_a_few_steps(string name)
    {
        Recipe recipe = RecipeOf(name, Scale.Quick) with
        {
            Data = new() { Set = "digits", TrainSamples = 1000, TestSamples = 100 },
            Net = "784-200-200-200-10",
            LearningRate = 1e-3
        };
        var losses = new List<double>();
        new TrainingRun(recipe, recipe.LoadData(), new JobState(recipe.Rule.Text, 1), [], 0,
            write: rows => losses.AddRange(rows.Where(row => row.Metric == MetricNames.TestLoss).Select(row => row.Value)))
            .Run(TestContext.Current.CancellationToken);

        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void Takes_all_of_CIFAR_10()
    {
        Assert.Equal(["cifar10"], s_experiment.Needs.Select(need => need.Name));
        Assert.All(Table31Cifar.Rows, row => Assert.Equal((Need.Cifar10, null, null), (row.Data, RecipeOf(row.Name, Scale.Paper).Data.TrainSamples,
            RecipeOf(row.Name, Scale.Paper).Data.TestSamples)));
    }

    [Fact]
    public void Claims_hold_for_the_published_errors_and_an_output_layer_that_does_worse() =>
        Assert.All(Claims(Scale.Paper, s_published, shallow: 60), claim => Assert.True(claim.Holds, claim.Text));

    [Theory]
    [InlineData("DTP", 3)]
    [InlineData("SDTP", 3)]
    [InlineData("AO-SDTP", 3)]
    [InlineData("FA", 2)]
    [InlineData("DFA", 3)]
    [InlineData("BDFA", 3)]
    [InlineData("BP", 2)]
    public void An_error_farther_away_than_the_band_is_not_the_published_one(string name, double band)
    {
        foreach ((double by, bool holds) in new[] { (-band - 0.01, false), (band + 0.01, false), (0.01 - band, true), (band - 0.01, true) })
        {
            IReadOnlyList<Claim> claims = Claims(Scale.Paper, s_published.Select(row => row.Name == name ? (row.Name, row.Error + by) : row), shallow: 60);

            Assert.Equal(holds, claims.Single(claim => claim.Text == $"{name}: test error").Holds);
        }
    }

    [Theory]
    [InlineData("DTP", 54.28, "error of SDTP less that of DTP")]
    [InlineData("AO-SDTP", 54.28, "error of SDTP less that of AO-SDTP")]
    [InlineData("FA", 47.81, "error of DFA less that of FA")]
    [InlineData("FA", 48.02, "error of BDFA less that of FA")]
    [InlineData("BP", 41.98, "lowest error of the others less that of BP")]
    public void An_order_fails_when_it_is_turned_round(string name, double error, string text)
    {
        IReadOnlyList<Claim> claims = Claims(Scale.Paper, s_published.Select(row => row.Name == name ? (row.Name, error) : row), shallow: 60);

        Assert.False(Assert.Single(claims, claim => claim.Text == text).Holds);
    }

    [Fact]
    public void At_the_quick_scale_only_learning_is_judged_and_that_can_fail()
    {
        IEnumerable<(string, double)> errors = s_published.Select(row => (row.Name, row.Name == "SDTP" ? 87.1 : 86.9));

        Assert.Equal(s_published.Select(row => (row.Name + ": error", row.Name != "SDTP")), Claims(Scale.Quick, errors,
            shallow: 80).Select(claim => (claim.Text, claim.Holds)));
    }

    [Theory]
    [InlineData(Scale.Quick)]
    [InlineData(Scale.Paper)]
    public void Nothing_holds_where_nothing_was_found(Scale scale)
    {
        IReadOnlyList<Claim> claims = Conclude(scale, []).Claims;

        Assert.NotEmpty(claims);
        Assert.DoesNotContain(claims, claim => claim.Holds);
    }

    // Without files: the built-in digits stand in for MNIST.
    private static Recipe RecipeOf(string name, Scale scale) =>
        Table31Cifar.RecipeOf(new Setup { Scale = scale }, Table31Cifar.Rows.Single(row => row.Name == name) with { Data = Need.Mnist });

    private static IReadOnlyList<Claim> Claims(Scale scale, IEnumerable<(string Name, double Error)> errors, double shallow) =>
        Conclude(scale, errors.Append(("output layer only", shallow)).Select(row => (row.Item1, new Measurements().Add(TrainingJob.TestAccuracy, 0.1,
            1 - (row.Item2 / 100))))).Claims;

    private static Outcome Conclude(Scale scale, IEnumerable<(string Group, Measurements Found)> found) =>
        s_experiment.Conclude(new Setup { Scale = scale }, new Results(found.Select(one => new JobResult<Measurements>(one.Group, 1, one.Found, null, 0))));
}
