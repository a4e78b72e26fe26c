using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Successive halving: its arithmetic by hand, and that what is stopped hangs on nothing but the numbers.</summary>
public sealed class HalvingTests
{
    private static readonly Selection s_byLoss = new(MetricNames.TestLoss, 1);

    // Learning by gradient descent on a quadratic: below 2/λ a greater rate is faster, so the order of these is known after every epoch.
    private static readonly double[] s_rates = [0.4, 0.001, 0.1, 0.2, 0.002, 0.05, 0.01, 0.02];

    /// <summary>Of 8 combinations and 16 epochs: 8 to epoch 2, 4 to 4, 2 to 8, 1 to 16; that is 8·2 + 4·2 + 2·4 + 1·8 = 40 epochs in place of 128.</summary>
    [Fact]
    public void Halves_combinations_and_doubles_epochs()
    {
        var halving = new Halving();
        Assert.Equal(3, halving.Rounds(8, 16));
        Assert.Equal([2, 4, 8, 16], Enumerable.Range(0, 4).Select(round => halving.Epochs(round, 3, 16)));
        Assert.Equal([4, 2, 1, 1], new[] { 8, 4, 2, 1 }.Select(halving.Keeps));
    }

    [Theory]
    [InlineData(2, 1, 16, 0)]       // one is the best of its kind
    [InlineData(2, 3, 16, 1)]
    [InlineData(2, 100, 5, 2)]      // no more often than epochs can be halved: 5, 3, 2
    [InlineData(3, 9, 9, 2)]
    [InlineData(3, 8, 9, 1)]
    [InlineData(2, 8, 0, 0)]
    public void Is_done_as_often_as_both_can_be_divided(int factor, int combinations, int epochs, int rounds) =>
        Assert.Equal(rounds, new Halving(factor).Rounds(combinations, epochs));

    [Fact]
    public void Shares_are_rounded_up()
    {
        Assert.Equal([2, 3, 5], Enumerable.Range(0, 3).Select(round => new Halving().Epochs(round, 2, 5)));
        Assert.Equal([3, 4], new[] { 7, 10 }.Select(new Halving(3).Keeps));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Halving(1));
    }

    [Fact]
    public void What_is_stopped_is_a_result_and_the_best_comes_to_the_end()
    {
        var written = new List<MetricRow>();
        using var folder = new TemporaryFolder();
        Sweep sweep = Make(s_rates, write: written.AddRange);
        IReadOnlyList<SweepResult> results = Run(sweep, folder.Path);

        Assert.Equal(["lr=0.4", "lr=0.2", "lr=0.1", "lr=0.05", "lr=0.02", "lr=0.01", "lr=0.002", "lr=0.001"], results.Select(result => result.Point.Name));
        Assert.Equal([null, 8, 4, 4, 2, 2, 2, 2], results.Select(result => result.StoppedAfter));
        Assert.All(results, result => Assert.Equal((2, 0), (result.Done, result.Failed)));
        Assert.Equal(14, sweep.States.Count(state => state.Phase == JobPhase.Stopped));

        // 40 epochs of each run number, and the one before training of each of the 8; none twice.
        Assert.Equal(2 * 48, written.Count(row => row.Metric == MetricNames.TestLoss));
        Assert.Empty(Directory.GetFiles(folder["jobs"], "*.safetensors"));
    }

    /// <summary>A run that went further from a checkpoint has the bits of one that never stopped.</summary>
    [Fact]
    public void The_best_has_the_numbers_of_a_whole_run()
    {
        using var folder = new TemporaryFolder();
        var (some, all) = (new List<MetricRow>(), new List<MetricRow>());
        Run(Make(s_rates, write: some.AddRange), folder.Path);
        new Sweep(Points([0.4]), 2, s_byLoss) { Threads = 1, Write = all.AddRange }.Run(TestContext.Current.CancellationToken);

        Assert.Equal(Numbers(all), Numbers(some.Where(row => row.Rule == "lr=0.4")));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(5, false)]      // kept nowhere: what goes on begins anew
    public void Nothing_hangs_on_threads_or_on_where_it_is_kept(int threads, bool kept)
    {
        using TemporaryFolder folder = new(), other = new();
        IReadOnlyList<SweepResult> expected = Run(Make(s_rates), folder.Path);
        Sweep sweep = Make(s_rates, threads);
        IReadOnlyList<SweepResult> results = kept ? Run(sweep, other.Path) : sweep.Run(TestContext.Current.CancellationToken);
        Assert.Equal(expected.Select(Told), results.Select(Told));
    }

    [Theory]
    [InlineData(3)]      // what has come to the first decision, so far
    [InlineData(32)]       // at the first decision
    [InlineData(35)]
    [InlineData(48)]       // at the second
    [InlineData(70)]       // in the last round
    public void Interrupted_and_resumed_is_uninterrupted(int epochsUntil)
    {
        using TemporaryFolder folder = new(), whole = new();
        var (first, second, expected) = (new List<MetricRow>(), new List<MetricRow>(), new List<MetricRow>());
        IReadOnlyList<SweepResult> uninterrupted = Run(Make(s_rates, write: expected.AddRange), whole.Path);
        using var stop = new CancellationTokenSource();
        var cut = new Sweep(Points(s_rates), 2, s_byLoss)
        {
            Threads = 1,
            Halving = new(),
            Write = rows =>
            {
                first.AddRange(rows);
                if (first.Count(row => row.Metric == MetricNames.TestLoss && row.Epoch > 0) == epochsUntil)
                {
                    stop.Cancel();
                }
            },
        };
        cut.Keep(folder.Path);
        SweepResult[] early = [.. cut.Run(stop.Token)];

        // 0.4 leads after every epoch: what goes on comes before what was stopped, whether it has gone on already or not.
        Assert.Equal("lr=0.4", early[0].Point.Name);
        Assert.True(early[0].Done > 0 && double.IsFinite(early[0].Value.Mean));
        Assert.Contains(cut.States, state => !state.Ended);
        Assert.Equal(epochsUntil < 32 ? 0 : epochsUntil < 48 ? 4 : epochsUntil < 64 ? 6 : 7, early.Count(result => result.StoppedAfter is not null));

        Sweep again = Make(s_rates, write: second.AddRange);
        IReadOnlyList<MetricRow> kept = again.Keep(folder.Path);
        Assert.Equal(uninterrupted.Select(Told), again.Run(TestContext.Current.CancellationToken).Select(Told));
        Assert.Equal(Numbers(expected), Numbers(kept.Concat(second)));
    }

    /// <summary>With more values others may be stopped than were: what is found is what a sweep of all of them from the start finds.</summary>
    [Fact]
    public void Values_may_be_added()
    {
        using TemporaryFolder folder = new(), whole = new();
        IReadOnlyList<SweepResult> expected = Run(Make([.. s_rates[1..], 0.3, 0.4]), whole.Path);
        Run(Make(s_rates[1..]), folder.Path);
        Assert.Equal(expected.Select(Told), Run(Make([.. s_rates[1..], 0.3, 0.4]), folder.Path).Select(Told));
    }

    [Fact]
    public void Runs_may_be_added()
    {
        using TemporaryFolder folder = new(), whole = new();
        IReadOnlyList<SweepResult> expected = Run(Make(s_rates), whole.Path);
        Run(new Sweep(Points(s_rates), 1, s_byLoss) { Threads = 1, Halving = new() }, folder.Path);
        Assert.Equal(expected.Select(Told), Run(Make(s_rates), folder.Path).Select(Told));
    }

    [Fact]
    public void Who_goes_on_is_not_for_others_to_deal() =>
        Assert.Throws<ArgumentException>(() => Make(s_rates).Run(TestContext.Current.CancellationToken, () => null));

    /// <summary>Of each rule the share goes on: a rule is never crowded out by a better one. One that diverges is hopeless.</summary>
    [Fact]
    public void Rules_are_halved_each_by_itself_and_what_fails_first()
    {
        SweepPoint[] points = [.. from rule in new[] { "bp", "shallow" }
                                  from point in Points([0.1, 1e9, 0.01, 1e-9])
                                  select new SweepPoint($"{rule} {point.Name}", point.Recipe with { Rule = rule })];
        IReadOnlyList<SweepResult> results = new Sweep(points, 1, s_byLoss) { Threads = 1, Halving = new() }.Run(TestContext.Current.CancellationToken);

        Assert.Equal(["bp", "shallow"], results.Where(result => result.StoppedAfter is null && result.Done == 1)
            .Select(result => result.Point.Recipe.Rule.Text).Distinct().Order());
        Assert.Equal(2, results.Count(result => result.Failed == 1 && result.StoppedAfter is null));
        Assert.All(results.TakeLast(2), result => Assert.Equal(1, result.Failed));
    }

    /// <summary>What came to the decision counts: until then nothing of what a run does afterwards, and all are compared at the same epoch.</summary>
    [Fact]
    public void Interrupted_between_decisions_all_are_as_at_the_last()
    {
        using var stop = new CancellationTokenSource();
        var sweep = new Sweep(Points([0.1, 0.4, 1e-9, 1e-8]), 1, s_byLoss)
        {
            Threads = 1,
            Halving = new(),
            Write = rows =>
            {
                if (rows[0] is { Rule: "lr=0.1", Epoch: 7 })
                {
                    stop.Cancel();
                }
            },
        };
        IReadOnlyList<SweepResult> results = sweep.Run(stop.Token);

        Assert.Equal(["lr=0.4", "lr=0.1"], results.Take(2).Select(result => result.Point.Name));
        Assert.Equal([(1, 4, null), (1, 4, null), (1, 4, 4), (1, 4, 4)], results.Select(result => (result.Done, result.Until, result.StoppedAfter)));
    }

    /// <summary>One that diverges in the first epoch after a decision is marked in metrics.csv as any other.</summary>
    [Fact]
    public void What_diverges_later_is_marked()
    {
        using var folder = new TemporaryFolder();
        var written = new List<MetricRow>();
        SweepPoint[] points = [.. Points([3.5, 1e30]).Select(point => point with { Recipe = point.Recipe with { Batch = 1 } })];
        var sweep = new Sweep(points, 1, s_byLoss) { Threads = 1, Halving = new(), Write = written.AddRange };
        Run(sweep, folder.Path);

        Assert.Equal(JobPhase.Diverged, sweep.States[0].Phase);
        MetricRow failed = Assert.Single(written, row => row.Rule == points[0].Name && row.Metric == MetricNames.Failed);
        Assert.Equal(8, failed.Epoch);
        Assert.InRange(failed.Step, 33, 36);        // within epoch 9, of four steps
    }

    /// <summary>Patience may run out where it is decided who goes on: then there is nothing to go on with.</summary>
    [Fact]
    public void Early_stop_at_a_decision_is_an_end()
    {
        using var folder = new TemporaryFolder();
        var finished = new List<string>();
        SweepPoint[] points = [.. Points([1e-30, 1e-31]).Select(point => point with
        {
            Recipe = point.Recipe with { Data = point.Recipe.Data with { Validation = 1 }, Batch = 1, EarlyStop = 1, Epochs = 4 },
        })];
        Run(new Sweep(points, 1, s_byLoss) { Threads = 1, Halving = new(), Finished = run => finished.Add(run.State.Group) }, folder.Path);

        Assert.Equal(["lr=1E-30", "lr=1E-31"], finished);
        Assert.Empty(Directory.GetFiles(folder["jobs"], "*.safetensors"));
    }

    /// <summary>Seconds are those of all parts of a run.</summary>
    [Fact]
    public void Seconds_count_from_the_start()
    {
        using var folder = new TemporaryFolder();
        var slept = TimeSpan.FromMilliseconds(60);
        Run(Make([0.4, 0.001], write: rows => Thread.Sleep(rows[0] is { Rule: "lr=0.4", Epoch: 2 } ? slept : TimeSpan.Zero)), folder.Path);

        JobResult<MetricRow[]> best = new JobFiles<MetricRow[]>(folder["jobs"]).Read("lr=0.4", 1)!;
        Assert.Equal(16, best.Found!.Max(row => row.Epoch));
        Assert.True(best.Seconds >= slept.TotalSeconds, $"{best.Seconds} s, of which it slept {slept.TotalSeconds} s before the first decision");
    }

    private static IReadOnlyList<SweepResult> Run(Sweep sweep, string folder)
    {
        sweep.Keep(folder);
        return sweep.Run(TestContext.Current.CancellationToken);
    }

    private static Sweep Make(double[] rates, int threads = 1, Action<IReadOnlyList<MetricRow>>? write = null) =>
        new(Points(rates), 2, s_byLoss) { Threads = threads, Halving = new(), Write = write };

    // One linear layer: the loss is a quadratic of the weights.
    private static SweepPoint[] Points(double[] rates) =>
        [.. rates.Select(rate => new SweepPoint(FormattableString.Invariant($"lr={rate}"),
            new Recipe { Data = new() { Set = "xor" }, Net = "2-1", Loss = "squared-error", Output = "identity", Initialiser = "normal:0,2",
                LearningRate = rate, Epochs = 16, Batch = 4 }))];

    private static (string, int, int, Spread, int?) Told(SweepResult result) =>
        (result.Point.Name, result.Done, result.Failed, result.Value, result.StoppedAfter);

    private static IEnumerable<MetricRow> Numbers(IEnumerable<MetricRow> rows) => rows.Where(row => row.Metric != MetricNames.Seconds)
        .OrderBy(row => row.Rule, StringComparer.Ordinal).ThenBy(row => row.Run).ThenBy(row => row.Epoch).ThenBy(row => row.Metric, StringComparer.Ordinal);
}
