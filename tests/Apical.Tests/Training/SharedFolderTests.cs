using System.Collections.Concurrent;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Two lists of trainings on one folder: what either finishes counts in both, as if one had done it all.</summary>
public sealed class SharedFolderTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static DataSplits Data { get; } = new(TwoMoons.Create(70, new Rng(1)), null, TwoMoons.Create(40, new Rng(2)));

    /// <summary>While the first run is done here, another process opens the folder, does the second, and ends.</summary>
    [Fact]
    public void A_run_that_another_process_finishes_meanwhile_is_counted_and_its_rows_are_handed_on()
    {
        using var folder = new TemporaryFolder();
        var rows = new ConcurrentQueue<MetricRow>();
        var all = new ConcurrentQueue<MetricRow>();
        IReadOnlyList<RuleResult> whole = Compare(0.1, Into(all)).Run(Token);
        Comparison other = Compare(0.1, _ => { });
        bool first = true;
        Comparison mine = Compare(0.1, some =>
        {
            Into(rows)(some);
            if (first)
            {
                first = false;
                other.Keep(folder.Path);
                other.Run(Token, Deal(1));
            }
        });

        Assert.Empty(mine.Keep(folder.Path));
        IReadOnlyList<RuleResult> found = mine.Run(Token);

        Assert.Equal([(JobPhase.Done, false), (JobPhase.Done, true)], mine.States.Select(state => (state.Phase, state.Kept)));
        Assert.Equal(whole.Select(Timeless), found.Select(Timeless));
        Assert.Equal(whole.Select(Timeless), other.Gather().Select(Timeless));
        Assert.Equal(whole.SelectMany(result => result.AnglesToBackprop), found.SelectMany(result => result.AnglesToBackprop));
        Assert.All(found, result => Assert.False(double.IsNaN(result.Seconds.Mean)));
        Assert.Equal(Ordered(all), Ordered(rows));
    }

    /// <summary>The same part was started twice. One has come to its end; the other is stopped in the middle, and must not put its piece there.</summary>
    [Fact]
    public void A_stop_does_not_replace_what_another_process_has_finished()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        Comparison other = Compare(0.1, _ => { });
        string[] finished = [];
        Comparison mine = Compare(0.1, rows =>
        {
            if (rows.Any(row => row.Epoch == 1))
            {
                other.Keep(folder.Path);
                other.Run(Token, Deal(0));
                finished = Files();
                stop.Cancel();
            }
        });
        mine.Keep(folder.Path);
        mine.Run(stop.Token, Deal(0));

        Assert.Single(finished);
        Assert.Equal(finished, Files());
        Assert.Equal((JobPhase.Done, true), (mine.States[0].Phase, mine.States[0].Kept));

        string[] Files() => [.. Directory.GetFiles(folder["jobs"]).Order(StringComparer.Ordinal).Select(path => $"{path}: {File.ReadAllText(path)}")];
    }

    [Fact]
    public void Parts_of_a_sweep_come_to_the_result_of_the_whole()
    {
        using var folder = new TemporaryFolder();
        IReadOnlyList<SweepResult> whole = Sweep().Run(Token);
        Sweep one = Sweep(), two = Sweep();
        one.Keep(folder.Path);
        two.Keep(folder.Path);
        one.Run(Token, Deal(0, 2));

        Assert.Equal(whole.Select(Timeless), two.Run(Token, Deal(1, 3)).Select(Timeless));
        Assert.Equal(whole.Select(Timeless), one.Gather().Select(Timeless));
    }

    /// <summary>Where the data lie is no matter of the numbers, how long one trains is.</summary>
    [Fact]
    public void The_runs_of_another_recipe_are_refused()
    {
        using var folder = new TemporaryFolder();
        Comparison first = Compare(0.1, _ => { });
        first.Keep(folder.Path);
        first.Run(Token, Deal(0));

        Assert.Single(Compare(0.1, _ => { }, data: "elsewhere").Keep(folder.Path).Select(row => row.Rule).Distinct());
        string message = Assert.Throws<InvalidDataException>(() => Compare(0.2, _ => { }).Keep(folder.Path)).Message;
        Assert.Matches("to be of recipe [0-9a-f]{16} of version [0-9.]+, but it is of recipe [0-9a-f]{16} of version [0-9.]+:", message);
    }

    private static Comparison Compare(double rate, Action<IReadOnlyList<MetricRow>> write, string? data = null) =>
        new([.. ((string[])["bp", "fa"]).Select(rule => new Recipe
        {
            Rule = rule, Net = "2-6-5-2", Epochs = 2, Batch = 16, LearningRate = rate, Data = new() { Folder = data },
        })], 1, Data)
        { Threads = 1, Write = write };

    private static Sweep Sweep() => new(
        [.. ((double[])[0.1, 0.5]).Select(rate => new SweepPoint(FormattableString.Invariant($"lr={rate}"), new Recipe
        {
            Data = new() { Set = "xor" }, Net = "2-4-1", LearningRate = rate, Epochs = 10, Batch = 4,
        }))], 2, new Selection(MetricNames.TestLoss))
    { Threads = 1 };

    private static Func<int?> Deal(params int[] jobs)
    {
        var left = new Queue<int>(jobs);
        return () => left.TryDequeue(out int job) ? job : null;
    }

    private static Action<IReadOnlyList<MetricRow>> Into(ConcurrentQueue<MetricRow> rows) => some => some.ToList().ForEach(rows.Enqueue);

    private static object Timeless(RuleResult result) => (result.Rule, result.Runs, result.Failed, result.TestAccuracy, result.TestLoss);

    private static object Timeless(SweepResult result) => (result.Point.Name, result.Done, result.Failed, result.Value, result.TestLoss);

    private static MetricRow[] Ordered(IEnumerable<MetricRow> rows) =>
        [.. rows.Where(row => row.Metric != MetricNames.Seconds).OrderBy(row => (row.Rule, row.Run, row.Epoch, row.Metric, row.Layer))];
}
