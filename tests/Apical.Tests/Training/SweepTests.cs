using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class SweepTests
{
    private static readonly Selection s_byLoss = new(MetricNames.TestLoss, 2);

    [Fact]
    public void A_run_is_judged_by_the_mean_of_its_last_epochs()
    {
        MetricRow[] rows = [Row("a", 0, 9), Row("a", 1, 4), Row("a", 2, 3), Row("a", 3, 1), Row("a", 4, 2)];

        Assert.Equal(1.5, s_byLoss.Of(rows, epochs: 4));
        Assert.Equal(2.5, (s_byLoss with { Last = 100 }).Of(rows, epochs: 4));       // never the epoch before training
        Assert.Equal(1.5, (s_byLoss with { Last = null }).Of(rows, epochs: 4));      // half of four
        Assert.Equal(double.NaN, s_byLoss.Of(rows[..1], epochs: 4));
    }

    [Fact]
    public void An_epoch_that_was_done_twice_counts_once_as_it_was_last() =>
        Assert.Equal(1.5, s_byLoss.Of([Row("a", 1, 7), Row("a", 2, 7), Row("a", 1, 1), Row("a", 2, 2)], epochs: 2));

    [Fact]
    public void Less_loss_and_more_accuracy_are_better_and_failures_come_after()
    {
        SweepResult[] results = [Result("fails", 0.9, failed: 1), Result("low", 0.1), Result("none", double.NaN, failed: 3), Result("high", 0.8)];

        Assert.Equal(["low", "high", "fails", "none"], Names(s_byLoss.Sorted(results)));
        Assert.Equal(["high", "low", "fails", "none"], Names(new Selection(MetricNames.TestAccuracy).Sorted(results)));
    }

    /// <summary>Small sets have few different accuracies: where they are equal, the loss on the same samples knows more.</summary>
    [Fact]
    public void Among_equal_accuracies_the_lower_loss_is_better()
    {
        var byAccuracy = new Selection(MetricNames.ValidationAccuracy);
        SweepResult[] results =
            [Result("far", 0.97) with { Loss = Spread.Of([2]) }, Result("near", 0.97) with { Loss = Spread.Of([1]) }, Result("best", 0.98), Result("none", 0.97)];

        Assert.Equal(["best", "near", "far", "none"], Names(byAccuracy.Sorted(results)));
        Assert.Equal(MetricNames.ValidationLoss, byAccuracy.ByLoss.Metric);
        Assert.Equal(s_byLoss, s_byLoss.ByLoss);
    }

    [Theory]
    [InlineData(MetricNames.TestAccuracy, true, true, false)]
    [InlineData(MetricNames.TestLoss, false, true, false)]
    [InlineData(MetricNames.ValidationLoss, false, false, true)]
    [InlineData(MetricNames.TrainAccuracy, true, false, false)]
    public void A_selection_knows_what_it_looks_at(string metric, bool accuracy, bool test, bool validation)
    {
        var selection = new Selection(metric);
        Assert.Equal((accuracy, test, validation), (selection.IsAccuracy, selection.OnTest, selection.OnValidation));
    }

    [Fact]
    public void Equal_recipes_share_their_data()
    {
        var loaded = new LoadedData();
        Recipe recipe = Rates(0.1)[0].Recipe;
        Assert.Same(loaded.Of(recipe), loaded.Of(recipe with { LearningRate = 1, Data = recipe.Data with { } }));
        Assert.NotSame(loaded.Of(recipe), loaded.Of(recipe with { Data = recipe.Data with { Targets = "-1,1" } }));
    }

    /// <summary>Without learning the loss stays where it is, and a rate at which gradient descent on a quadratic diverges has no result.</summary>
    [Fact]
    public void Finds_the_rate_that_learns_between_one_that_does_not_and_one_that_diverges()
    {
        IReadOnlyList<SweepResult> results = new Sweep(Rates(0, 0.5, 1e9), runs: 2, s_byLoss).Run(TestContext.Current.CancellationToken);

        Assert.Equal(["lr=0.5", "lr=0", "lr=1000000000"], Names(results));
        Assert.Equal([(2, 0), (2, 0), (0, 2)], results.Select(result => (result.Done, result.Failed)));
        Assert.True(results[0].Value.Sd > 0);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        double[] one = [.. new Sweep(Rates(0.1, 0.5), 3, s_byLoss) { Threads = 1 }.Run(TestContext.Current.CancellationToken).Select(result =>
            result.Value.Mean)];
        double[] five = [.. new Sweep(Rates(0.1, 0.5), 3, s_byLoss) { Threads = 5 }.Run(TestContext.Current.CancellationToken).Select(result =>
            result.Value.Mean)];

        Assert.Equal(one, five);
    }

    /// <summary>A folder of a version that kept no file for each run: they are read out of metrics.csv.</summary>
    [Fact]
    public void Runs_that_are_done_are_not_done_again_and_the_others_begin_anew()
    {
        using var folder = new TemporaryFolder();
        var log = new List<MetricRow>();
        IReadOnlyList<SweepResult> whole = new Sweep(Rates(0.1, 0.5), 2, s_byLoss)
        {
            Threads = 1,
            Write = log.AddRange
        }.Run(TestContext.Current.CancellationToken);
        Write(folder, log.Where(row => row.Run == 1 || row.Epoch < 2));      // the second runs were cut short

        var again = new List<MetricRow>();
        var sweep = new Sweep(Rates(0.1, 0.5), 2, s_byLoss) { Threads = 1, Write = again.AddRange };
        Assert.Equal(log.Where(row => row.Run == 1).OrderBy(row => row.Rule), sweep.Keep(folder.Path).OrderBy(row => row.Rule));
        Assert.Equal([true, true, false, false], sweep.States.Select(state => state.Kept));
        IReadOnlyList<SweepResult> resumed = sweep.Run(TestContext.Current.CancellationToken);

        Assert.All(again, row => Assert.Equal(2, row.Run));
        Assert.Equal(whole.Select(result => (result.Point.Name, result.Value, result.Done)),
            resumed.Select(result => (result.Point.Name, result.Value, result.Done)));
    }

    [Fact]
    public void A_run_that_failed_or_ran_out_of_patience_is_done_as_well()
    {
        SweepPoint[] points = [.. Rates(0.1).Select(point =>
            point with { Recipe = point.Recipe with { Data = new() { Set = "digits", TrainSamples = 40, TestSamples = 10, Validation = 10 }, Net = null,
            EarlyStop = 1, Epochs = 50 } })];
        using var folder = new TemporaryFolder();
        Write(folder,
        [
            new("lr=0.1", 1, 1, 1, MetricNames.Failed, null, 1),
            new("lr=0.1", 2, 1, 1, MetricNames.ValidationLoss, null, 1), new("lr=0.1", 2, 2, 1, MetricNames.ValidationLoss, null, 2),
            new("lr=0.1", 3, 1, 1, MetricNames.ValidationLoss, null, 2), new("lr=0.1", 3, 2, 1, MetricNames.ValidationLoss, null, 1),
        ]);

        var sweep = new Sweep(points, 3, s_byLoss);
        sweep.Keep(folder.Path);

        Assert.Equal([JobPhase.Diverged, JobPhase.Done, JobPhase.Waiting], sweep.States.Select(state => state.Phase));
    }

    [Fact]
    public void Combinations_may_differ_in_their_data()
    {
        Recipe recipe = new() { Epochs = 1, Data = new() { TrainSamples = 30, TestSamples = 10 } };
        var results = new Sweep([new("few", recipe), new("unit", recipe with { Data = recipe.Data with { Normalise = "unit" } })], 1,
            s_byLoss).Run(TestContext.Current.CancellationToken);

        Assert.NotEqual(results[0].Value.Mean, results[1].Value.Mean);
    }

    [Fact]
    public void What_does_not_fit_is_said_of_the_combination()
    {
        Recipe recipe = Rates(0.1)[0].Recipe;
        Assert.StartsWith("wide: ", Assert.Throws<ArgumentException>(() => new Sweep([new("wide", recipe with { Net = "3-1" })], 1, s_byLoss)).Message);
        Assert.Contains("hold some out", Assert.Throws<ArgumentException>(() => new Sweep(Rates(0.1), 1, new Selection(MetricNames.ValidationLoss))).Message);
        Assert.Throws<ArgumentException>(() => new Sweep([new("a", recipe), new("a", recipe)], 1, s_byLoss));
    }

    private static void Write(TemporaryFolder folder, IEnumerable<MetricRow> rows)
    {
        using var file = MetricsFile.Open(folder["metrics.csv"]);
        file.Append(rows);
    }

    private static SweepPoint[] Rates(params double[] rates) =>
        [.. rates.Select(rate => new SweepPoint(FormattableString.Invariant($"lr={rate}"),
            new Recipe { Data = new() { Set = "xor" }, Net = "2-4-1", Loss = "squared-error", Output = "identity", Activation = "identity",
            LearningRate = rate, Epochs = 40, Batch = 4 }))];

    private static MetricRow Row(string name, int epoch, double value) => new(name, 1, epoch, epoch, MetricNames.TestLoss, null, value);

    private static SweepResult Result(string name, double value, int failed = 0) =>
        new(new(name, new Recipe()), 3 - failed, failed, Spread.Of(value), Spread.Of(value), Spread.Of(value), Spread.Of(1));

    private static IEnumerable<string> Names(IEnumerable<SweepResult> results) => results.Select(result => result.Point.Name);
}
