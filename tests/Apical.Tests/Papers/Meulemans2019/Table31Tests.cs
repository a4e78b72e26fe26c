using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Runs;
using Apical.Tests.Data;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>Table 3.1: its rows, its numbers, and that each claim can fail.</summary>
public sealed class Table31Tests
{
    private static readonly Table31Mnist s_experiment = new();

    // The MNIST column of the thesis's table, top to bottom, without BFA (spiking) and the two dendritic models.
    private static readonly (string Name, double Error)[] s_published =
        [("DTP", 1.83), ("SDTP", 2.28), ("AO-SDTP", 1.86), ("FA", 1.85), ("DFA", 2.75), ("BDFA", 2.84), ("BP", 1.48)];

    public static TheoryData<string> Names => [.. Table31Mnist.Rows.Select(row => row.Name)];

    [Fact]
    public void Has_the_rows_and_the_numbers_of_the_table_and_a_control() =>
        Assert.Equal([.. s_published, ("output layer only", double.NaN)], Table31Mnist.Rows.Select(row => (row.Name, row.Published)));

    [Theory]
    [InlineData(Scale.Quick)]
    [InlineData(Scale.Paper)]
    public void Trains_every_row_as_often_on_the_network_of_the_table(Scale scale)
    {
        IReadOnlyList<Job> jobs = s_experiment.Jobs(new Setup { Scale = scale });

        Assert.Equal(Table31Mnist.Rows.Select(row => row.Name), jobs.Select(job => job.Group).Distinct());
        Assert.Single(jobs.GroupBy(job => job.Group).Select(group => group.Count()).Distinct());
        Assert.Equal(1, jobs.Min(job => job.Run));
        Assert.Equal("784-256-256-256-256-256-10", Table31Mnist.Common(scale).Net);
        Assert.Equal("glorot", Table31Mnist.Common(scale).Initialiser);
        Assert.Equal("adam", Table31Mnist.Common(scale).Optimizer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_lowers_its_loss_in_a_few_steps(string name)
    {
        // The built-in digits have the shape of MNIST.
        Recipe recipe = Table31Mnist.Rows.Single(row => row.Name == name).Recipe(new Setup(),
            Table31Mnist.Common(Scale.Quick)) with
        { Data = new() { Set = "digits", TrainSamples = 1000, TestSamples = 100 }, Epochs = 2 };
        var losses = new List<double>();
        new TrainingRun(recipe, recipe.LoadData(), new JobState(recipe.Rule.Text, 1), [], 0, write: rows =>
            losses.AddRange(rows.Where(row => row.Metric == MetricNames.TestLoss).Select(row => row.Value)))
            .Run(TestContext.Current.CancellationToken);

        Assert.Equal(3, losses.Count);
        Assert.True(losses[^1] < losses[0], string.Join(", ", losses));
    }

    [Fact]
    public void Takes_all_of_MNIST_where_it_is()
    {
        Recipe recipe = Table31Mnist.Rows[0].Recipe(new Setup { Scale = Scale.Paper, DataDir = TestData.Folder() }, Table31Mnist.Common(Scale.Paper));
        Assert.SkipUnless(recipe.Data.Set.Text == "mnist", "MNIST is not here.");

        Assert.Equal(60_000, recipe.LoadData().Train.Count);
    }

    [Fact]
    public void Claims_hold_for_the_published_errors_and_an_output_layer_that_does_worse() =>
        Assert.All(Claims(Scale.Paper, s_published, shallow: 8), claim => Assert.True(claim.Holds, claim.Text));

    [Theory]
    [InlineData("DTP")]
    [InlineData("SDTP")]
    [InlineData("AO-SDTP")]
    [InlineData("FA")]
    [InlineData("DFA")]
    [InlineData("BDFA")]
    [InlineData("BP")]
    public void An_error_more_than_half_a_point_away_is_not_the_published_one(string name)
    {
        foreach (double by in new[] { -0.51, 0.51 })
        {
            IReadOnlyList<Claim> claims = Claims(Scale.Paper, s_published.Select(row => row.Name == name ? (row.Name, row.Error + by) : row), shallow: 8);

            Assert.Equal([$"{name}: test error"], claims.Where(claim => !claim.Holds
                && claim.Text.EndsWith(": test error", StringComparison.Ordinal)).Select(claim => claim.Text));
        }
    }

    [Theory]
    [InlineData("DTP", 2.3, "error of SDTP less that of DTP")]
    [InlineData("AO-SDTP", 2.3, "error of SDTP less that of AO-SDTP")]
    [InlineData("FA", 2.76, "error of DFA less that of FA")]
    [InlineData("FA", 2.85, "error of BDFA less that of FA")]
    [InlineData("BP", 1.84, "lowest error of the others less that of BP")]
    [InlineData("DTP", 1.47, "lowest error of the others less that of BP")]
    public void An_order_fails_when_it_is_turned_round(string name, double error, string text)
    {
        IReadOnlyList<Claim> claims = Claims(Scale.Paper, s_published.Select(row => row.Name == name ? (row.Name, error) : row), shallow: 8);

        Assert.False(Assert.Single(claims, claim => claim.Text == text).Holds);
    }

    [Fact]
    public void At_the_quick_scale_only_hidden_learning_is_judged_and_that_can_fail()
    {
        IEnumerable<(string, double)> errors = s_published.Select(row => (row.Name, row.Name == "SDTP" ? 11.0 : 7));
        IReadOnlyList<Claim> claims = Claims(Scale.Quick, errors, shallow: 10);

        Assert.Equal(s_published.Select(row => (row.Name + ": error without hidden learning less error with", row.Name != "SDTP")),
            claims.Select(claim => (claim.Text, claim.Holds)));
    }

    [Fact]
    public void The_last_epoch_is_judged_and_the_lowest_shown_beside_it()
    {
        Outcome outcome = Conclude(Scale.Paper, Table31Mnist.Rows.Select(row =>
            (row.Name, new Measurements().Add(TrainingJob.TestAccuracy, 0.1, 0.985, 0.95))));

        Assert.All(outcome.Claims.Where(claim => claim.Text.EndsWith(": test error", StringComparison.Ordinal)), claim =>
            Assert.Equal(5, claim.Value!.Value, 1e-9));
        Assert.All(outcome.Pictures[0].Charts[0].Series.Single(series => series.Name == "ours, lowest").Y, error => Assert.Equal(1.5, error, 1e-9));
    }

    [Theory]
    [InlineData(Scale.Quick)]
    [InlineData(Scale.Paper)]
    public void Nothing_holds_where_nothing_was_found(Scale scale)
    {
        Outcome outcome = Conclude(scale, []);

        Assert.NotEmpty(outcome.Claims);
        Assert.DoesNotContain(outcome.Claims, claim => claim.Holds);
    }

    [Fact]
    public void Says_what_is_left_out()
    {
        string notes = string.Join('\n', Conclude(Scale.Paper, []).Notes);

        Assert.All(new[] { "CIFAR-10", "segregated", "dendritic", "BFA" }, word => Assert.Contains(word, notes));
    }

    private static IReadOnlyList<Claim> Claims(Scale scale, IEnumerable<(string Name, double Error)> errors, double shallow) =>
        Conclude(scale, errors.Append(("output layer only", shallow)).Select(row =>
            (row.Item1, new Measurements().Add(TrainingJob.TestAccuracy, 0.1, 1 - (row.Item2 / 100))))).Claims;

    private static Outcome Conclude(Scale scale, IEnumerable<(string Group, Measurements Found)> found) =>
        s_experiment.Conclude(new Setup { Scale = scale }, new Results(found.Select(one => new JobResult<Measurements>(one.Group, 1, one.Found, null, 0))));
}
