using System.Collections.Concurrent;
using Apical.Probes;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class ComparisonTests
{
    private readonly ConcurrentQueue<MetricRow> _rows = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static Recipe Base { get; } = new() { Net = "2-6-5-2", Activation = "tanh", Epochs = 2, Batch = 16 };

    internal static DataSplits Data { get; } = new(TwoMoons.Create(70, new Rng(1)), null, TwoMoons.Create(40, new Rng(2)));

    [Fact]
    public void Results_are_those_of_the_last_epochs()
    {
        Comparison comparison = Make(3, ["bp", "fa"]);
        IReadOnlyList<RuleResult> results = comparison.Run(Token);
        Assert.Equal(["bp", "fa"], results.Select(result => result.Rule));
        foreach (RuleResult result in results)
        {
            Assert.Equal((3, 0), (result.Runs, result.Failed));
            Assert.Equal(Spread.Of(Last(result.Rule, MetricNames.TestAccuracy)), result.TestAccuracy);
            Assert.Equal(Spread.Of(Last(result.Rule, MetricNames.TestLoss)), result.TestLoss);
            Assert.Equal(Spread.Of(Last(result.Rule, MetricNames.Seconds)), result.Seconds);
            Assert.Equal(3, result.AnglesToBackprop.Count);
            Assert.Equal(Spread.Of(Last(result.Rule, SignalAngleProbe.AngleToBackprop.Name, 1)).Mean, result.AnglesToBackprop[0]);
        }

        Assert.Equal([0, 0, 0], results[0].AnglesToBackprop);
        Assert.True(results[1].AnglesToBackprop[0] > 1);
        Assert.All(comparison.States, state =>
        {
            Assert.Equal((JobPhase.Done, 2.0, 1.0, false), (state.Phase, state.Done, state.Fraction, state.Kept));
            Assert.Equal(_rows.Last(row => (row.Rule, row.Run, row.Metric) == (state.Group, state.Run, MetricNames.TestAccuracy)).Value,
                state.Of(MetricNames.TestAccuracy));
            Assert.True(double.IsFinite(state.TrainLoss));
        });

        double[] Last(string rule, string metric, int? layer = null) =>
            [.. _rows.Where(row => (row.Rule, row.Epoch, row.Metric, row.Layer) == (rule, 2, metric, layer)).OrderBy(row => row.Run).Select(row => row.Value)];
    }

    [Fact]
    public void A_layer_without_a_signal_has_no_angle()
    {
        RuleResult result = Make(1, ["shallow"]).Run(Token)[0];
        Assert.Equal([double.NaN, double.NaN, 0], result.AnglesToBackprop);
    }

    [Fact]
    public void Rules_may_have_networks_of_their_own()
    {
        Comparison comparison = new([Base, Base with { Rule = "fa", Net = "2-4-4-4-2" }], 1, Data) { Threads = 1 };
        Assert.Equal([3, 4], comparison.Run(Token).Select(result => result.AnglesToBackprop.Count));
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_before_anything_starts()
    {
        Assert.Equal("The rule fa is there 2 times; give each once.", Refused([Base, Base with { Rule = "fa" }, Base with { Rule = "fa", Epochs = 3 }]));
        Assert.Equal("There is nothing to compare: give at least one rule.", Refused([]));
        Assert.Contains("at least one sample", Refused([Base with { Batch = 0 }]), StringComparison.Ordinal);
        Assert.Contains("epochs is 0 or more", Refused([Base with { Epochs = -1 }]), StringComparison.Ordinal);
        Assert.Contains("negative entries", Refused([Base, Base with { Rule = "mdfa:init=he" }]), StringComparison.Ordinal);
        Assert.Contains("none are: hold some out", Refused([Base with { EarlyStop = 2 }]), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Comparison([Base], 0, Data));

        static string Refused(Recipe[] recipes) => Assert.ThrowsAny<ArgumentException>(() => new Comparison(recipes, 1, Data)).Message;
    }

    [Fact]
    public void A_run_that_diverges_is_counted_and_stops_no_other()
    {
        Recipe wild = Base with { Rule = "fa", LearningRate = 1e6, Activation = "relu", Loss = "squared-error", Epochs = 20 };
        Comparison comparison = new([wild, Base], 2, Data) { Threads = 1, Write = Keep };

        IReadOnlyList<RuleResult> results = comparison.Run(Token);

        Assert.Equal((2, 2), (results[0].Runs, results[0].Failed));
        Assert.Equal((double.NaN, double.NaN), (results[0].TestAccuracy.Mean, results[0].TestLoss.Mean));
        Assert.Equal([double.NaN, double.NaN, double.NaN], results[0].AnglesToBackprop);
        Assert.Equal((2, 0), (results[1].Runs, results[1].Failed));
        Assert.True(double.IsFinite(results[1].TestAccuracy.Sd));
        Assert.Equal(["fa 1", "fa 2"], FailedRows().Select(row => $"{row.Rule} {row.Run}"));
        Assert.All(FailedRows(), row => Assert.Equal((1.0, null), (row.Value, row.Layer)));
        Assert.All(comparison.States.Where(state => state.Group == "fa"), state =>
            Assert.Equal((JobPhase.Diverged, true, "the loss is no longer finite"), (state.Phase, state.Failed, state.Failure)));
    }

    /// <summary>One step of all samples: the loss before it is fine, the weights after it are not.</summary>
    [Fact]
    public void A_run_that_diverges_in_its_last_step_has_failed_too()
    {
        Recipe wild = Base with { LearningRate = 1e30, Activation = "relu", Loss = "squared-error", Epochs = 1, Batch = 70 };
        Comparison comparison = new([wild], 1, Data) { Threads = 1, Write = Keep };
        RuleResult result = comparison.Run(Token)[0];
        Assert.Equal(1, result.Failed);
        Assert.Equal(double.NaN, result.TestAccuracy.Mean);
        Assert.Equal((1, 1L), (FailedRows().Single().Epoch, FailedRows().Single().Step));
    }

    /// <summary>The second of two runs throws after its first epoch: the mean is of the first one.</summary>
    [Fact]
    public void A_run_that_throws_is_counted_and_written_and_stops_no_other()
    {
        var probe = new ThrowingProbe("dfa", look: 5);      // three looks at run 1, two at run 2: the start and epoch 1
        Comparison comparison = new([Base, Base with { Rule = "dfa" }], 2, Data, [probe]) { Threads = 1, Write = Keep };

        IReadOnlyList<RuleResult> results = comparison.Run(Token);

        Assert.Equal((2, 0), (results[0].Runs, results[0].Failed));
        Assert.Equal((2, 1), (results[1].Runs, results[1].Failed));
        Assert.Equal(_rows.Single(row => (row.Rule, row.Run, row.Epoch, row.Metric) == ("dfa", 1, 2, MetricNames.TestAccuracy)).Value,
            results[1].TestAccuracy.Mean);
        Assert.Equal(double.NaN, results[1].TestAccuracy.Sd);
        Assert.Equal(new MetricRow("dfa", 2, 1, 5, MetricNames.Failed, null, 1), FailedRows().Single());
        JobState failed = comparison.States.Single(state => state.Failed);
        Assert.Equal(("dfa", 2, JobPhase.Broken, "InvalidOperationException: looked too often"), (failed.Group, failed.Run, failed.Phase, failed.Failure));
    }

    /// <summary>A full disk says nothing about a rule: it is no divergence, and what was done before stays done.</summary>
    [Fact]
    public void What_cannot_be_written_stops_the_comparison_and_makes_no_result()
    {
        Comparison comparison = new([Base, Base with { Rule = "fa" }, Base with { Rule = "dfa" }], 1, Data)
        {
            Threads = 1,
            Write = rows => Keep(rows[0] is { Rule: "fa", Epoch: 1 } ? throw new IOException("disk full") : rows),
        };
        Assert.Equal("disk full", Assert.Throws<IOException>(() => comparison.Run(Token)).Message);
        Assert.Equal([JobPhase.Done, JobPhase.CutShort, JobPhase.Waiting], comparison.States.Select(state => state.Phase));
        Assert.Empty(FailedRows());
    }

    [Fact]
    public void Cancelled_it_keeps_what_there_is()
    {
        using var cancel = new CancellationTokenSource();
        Comparison comparison = new([Base, Base with { Rule = "fa" }, Base with { Rule = "dfa" }], 1, Data)
        {
            Threads = 1,
            Write = rows =>
            {
                Keep(rows);
                if (rows[0] is { Rule: "fa", Epoch: 1 })
                {
                    cancel.Cancel();
                }
            },
        };

        IReadOnlyList<RuleResult> results = comparison.Run(cancel.Token);

        Assert.Equal([1, 1, 0], results.Select(result => result.Runs));
        Assert.Equal([0, 0, 0], results.Select(result => result.Failed));
        Assert.Equal([JobPhase.Done, JobPhase.CutShort, JobPhase.Waiting], comparison.States.Select(state => state.Phase));
        Assert.Equal(_rows.Single(row => (row.Rule, row.Epoch, row.Metric) == ("fa", 1, MetricNames.TestLoss)).Value, results[1].TestLoss.Mean);
        Assert.Equal(double.NaN, results[2].TestLoss.Mean);
        Assert.Equal(1, comparison.States[1].Done);
        Assert.Empty(FailedRows());
    }

    private MetricRow[] FailedRows() => [.. _rows.Where(row => row.Metric == MetricNames.Failed)];

    private void Keep(IReadOnlyList<MetricRow> rows)
    {
        foreach (MetricRow row in rows)
        {
            _rows.Enqueue(row);
        }
    }

    private Comparison Make(int runs, string[] rules) =>
        new([.. rules.Select(rule => Base with { Rule = rule })], runs, Data) { Threads = 1, Write = Keep };

    /// <summary>Throws at its n-th look at a rule.</summary>
    private sealed class ThrowingProbe(string rule, int look) : IProbe
    {
        private int _looks;

        public IReadOnlyList<Metric> Metrics => [];

        public void Measure(Probing at, List<Measurement> results)
        {
            bool counts = at.Taught!.Teacher.GetType() == RuleCases.All[rule].Type;
            if (counts && ++_looks == look)
            {
                throw new InvalidOperationException("looked too often");
            }
        }
    }
}
