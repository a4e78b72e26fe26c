using Apical.Probes;
using Apical.Runs;

namespace Apical.Training;

/// <summary>What a comparison found about one rule, over its runs.</summary>
/// <param name="Rule">The rule, as given.</param>
/// <param name="Runs">Runs that were begun, failed ones included.</param>
/// <param name="Failed">Runs that diverged or threw; they are in no mean.</param>
/// <param name="TestAccuracy">At the last epoch of each run that was done; of runs cut short only where none was.</param>
/// <param name="TestLoss">At the same epochs.</param>
/// <param name="Seconds">Of training, measuring not counted.</param>
/// <param name="AnglesToBackprop">Degrees per layer 1..L at the last epoch, mean over runs; NaN for a layer without signal; none for some learners.</param>
public sealed record RuleResult(string Rule, int Runs, int Failed, Spread TestAccuracy, Spread TestLoss, Spread Seconds, IReadOnlyList<double> AnglesToBackprop)
{
    /// <summary>The best epoch of each run that measured one and did not fail, by its number.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<(int Run, BestEpoch Best)> BestEpochs { get; init; } = [];

    /// <summary>Sums up the runs of one rule.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="layers">Layers of its network; 0 for a learner without one.</param>
    /// <param name="runs">Its runs, each with the rows of the last epoch that it measured.</param>
    internal static RuleResult Of(string rule, int layers, IReadOnlyCollection<(JobState State, IReadOnlyList<MetricRow> Last)> runs)
    {
        // Those that are done; where none is, those that were cut short after whole epochs.
        var done = runs.Where(run => run.State.Phase == JobPhase.Done).ToArray();
        var counted = done.Length > 0 ? done : [.. runs.Where(run => !run.State.Failed && run.Last.Count > 0 && run.Last[0].Epoch > 0)];
        return new(
            rule, runs.Count(run => run.State.Phase != JobPhase.Waiting), runs.Count(run => run.State.Failed),
            Spread.Of(All(MetricNames.TestAccuracy, null)), Spread.Of(All(MetricNames.TestLoss, null)), Spread.Of(All(MetricNames.Seconds, null)),
            [.. Enumerable.Range(1, layers).Select(i => Spread.Of(All(SignalAngleProbe.AngleToBackprop.Name, i)).Mean)])
        {
            BestEpochs = [.. counted.Where(run => run.State.Best is not null).Select(run => (run.State.Run, run.State.Best!))],
        };

        IEnumerable<double> All(string metric, int? layer) =>
            counted.SelectMany(run => run.Last.Where(row => row.Metric == metric && row.Layer == layer).Select(row => row.Value));
    }
}
