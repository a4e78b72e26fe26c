using System.Collections.Concurrent;
using Apical.Probes;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Comparisons end alike on any number of threads, and cut short and taken up again.</summary>
public sealed class ComparisonResumeTests
{
    private readonly ConcurrentQueue<MetricRow> _rows = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Recipe Base => ComparisonTests.Base;

    private static DataSplits Data => ComparisonTests.Data;

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        (Outcome alone, RuleResult[] results) = Run(1);
        Assert.Equal(9, alone.Models.Count);
        Assert.Contains(alone.Rows, row => row.Metric == SignalAngleProbe.AngleToBackprop.Name && row.Value > 1);
        foreach (int threads in new[] { 2, 3, 20 })
        {
            (Outcome together, RuleResult[] others) = Run(threads);
            Assert.Equal(alone.Rows, together.Rows);
            foreach ((string run, Matrix[] model) in alone.Models)
            {
                foreach ((Matrix one, Matrix other) in model.Zip(together.Models[run]))
                {
                    Matrices.SameBits(one, other, $"{run} on {threads} threads");
                }
            }

            Assert.Equal(results.Select(Timeless), others.Select(Timeless));
            Assert.Equal(results.SelectMany(result => result.AnglesToBackprop), others.SelectMany(result => result.AnglesToBackprop));
        }
    }

    /// <summary>Cut at some place and taken up again, as often as it takes: every row and every model once, as in one go.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Taken_up_again_it_ends_as_in_one_go(int threads)
    {
        (Outcome whole, RuleResult[] results) = Run(threads);
        using var folder = new TemporaryFolder();
        var models = new ConcurrentDictionary<string, Matrix[]>();
        var random = new Rng(5);
        int parts = 0;
        for (int sitting = 0; ; sitting++)
        {
            using var cancel = new CancellationTokenSource();
            int left = 2 + (int)(20 * random.NextDouble());
            var rows = new ConcurrentQueue<MetricRow>();
            Comparison comparison = Three(threads, models, some =>
            {
                some.ToList().ForEach(rows.Enqueue);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    cancel.Cancel();
                }
            });
            IReadOnlyList<MetricRow> kept = comparison.Keep(folder.Path);
            RuleResult[] found = [.. comparison.Run(cancel.Token)];
            int ended = kept.Where(row => row.Epoch == Base.Epochs).Select(row => (row.Rule, row.Run)).Distinct().Count();
            Assert.Equal(ended, comparison.States.Count(state => state.Kept));
            parts += kept.Select(row => (row.Rule, row.Run)).Distinct().Count() - ended;
            if (comparison.States.All(state => state.Ended))
            {
                Assert.InRange(sitting, 1, 20);
                Assert.True(parts > 0 || threads > 1, "no run went on from where it was stopped");       // on several threads that is left to chance
                Assert.Equal(whole.Rows, Ordered(kept.Concat(rows)));
                Assert.Equal(results.Select(Timeless), found.Select(Timeless));
                Assert.Equal(results.SelectMany(result => result.AnglesToBackprop), found.SelectMany(result => result.AnglesToBackprop));
                foreach ((string run, Matrix[] model) in whole.Models)
                {
                    Assert.All(model.Zip(models[run]), pair => Matrices.SameBits(pair.First, pair.Second, run));
                }

                return;
            }
        }
    }

    /// <summary>Two of one rule's runs diverge: they are not done again, and count again.</summary>
    [Fact]
    public void Runs_that_diverged_are_kept_as_such()
    {
        using var folder = new TemporaryFolder();
        Recipe wild = Base with { Rule = "fa", LearningRate = 1e6, Activation = "relu", Loss = "squared-error", Epochs = 20 };
        Comparison first = new([wild, Base], 2, Data) { Threads = 1, Write = Keep },
            second = new([wild, Base], 2, Data) { Threads = 1, Write = _ => Assert.Fail("nothing is left to do") };
        first.Keep(folder.Path);
        IReadOnlyList<RuleResult> results = first.Run(Token);

        Assert.Equal(_rows, second.Keep(folder.Path).OrderBy(row => (row.Run, row.Rule != "fa")));
        Assert.All(second.Run(Token).Zip(results), pair => Assert.Equal((pair.Second.Failed, pair.Second.TestLoss, pair.Second.Seconds),
            (pair.First.Failed, pair.First.TestLoss, pair.First.Seconds)));
        Assert.Equal(first.States.Select(state => (state.Phase, state.Failure)), second.States.Select(state => (state.Phase, state.Failure)));
    }

    private static object Timeless(RuleResult result) => (result.Rule, result.Runs, result.Failed, result.TestAccuracy, result.TestLoss);

    private void Keep(IReadOnlyList<MetricRow> rows)
    {
        foreach (MetricRow row in rows)
        {
            _rows.Enqueue(row);
        }
    }

    private static (Outcome Outcome, RuleResult[] Results) Run(int threads)
    {
        var rows = new ConcurrentQueue<MetricRow>();
        var models = new ConcurrentDictionary<string, Matrix[]>();
        RuleResult[] results = [.. Three(threads, models, some => some.ToList().ForEach(rows.Enqueue)).Run(Token)];
        return (new(Ordered(rows), models), results);
    }

    private static Comparison Three(int threads, ConcurrentDictionary<string, Matrix[]> models, Action<IReadOnlyList<MetricRow>> write) =>
        new([.. ((string[])["bp", "fa", "kolen-pollack"]).Select(rule => Base with { Rule = rule })], 3, Data, probeSamples: 10)
        {
            Threads = threads,
            Write = write,
            Finished = run => models[$"{run.State.Group} {run.State.Run}"] = [.. run.Learner.State.Matrices.Values],
        };

    private static MetricRow[] Ordered(IEnumerable<MetricRow> rows) =>
        [.. rows.Where(row => row.Metric != MetricNames.Seconds).OrderBy(row => (row.Rule, row.Run, row.Epoch, row.Metric, row.Layer))];

    private sealed record Outcome(MetricRow[] Rows, ConcurrentDictionary<string, Matrix[]> Models);
}
