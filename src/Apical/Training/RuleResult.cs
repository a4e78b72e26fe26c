using Apical.Runs;

namespace Apical.Training;

/// <summary>What a comparison found about one rule, over its runs.</summary>
/// <param name="Rule">The rule, as given.</param>
/// <param name="Runs">Runs that were begun, failed ones included.</param>
/// <param name="Failed">Runs that diverged or threw; they are in no mean.</param>
/// <param name="TestAccuracy">At the last epoch of each run that was done; of runs cut short only where none was.</param>
/// <param name="TestLoss">At the same epochs.</param>
/// <param name="Seconds">Of training, measuring not counted.</param>
/// <param name="AnglesToBackprop">Degrees per layer 1..L at the last epoch, mean over runs; NaN for a layer without signal, and none for a learner without such layers.</param>
public sealed record RuleResult(string Rule, int Runs, int Failed, Spread TestAccuracy, Spread TestLoss, Spread Seconds, IReadOnlyList<double> AnglesToBackprop)
{
    /// <summary>Sums up the rows of one rule's runs.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="layers">Layers of its network; 0 for a learner without one.</param>
    /// <param name="runs">Its runs.</param>
    /// <param name="last">The last rows of each run that did not fail.</param>
    internal static RuleResult Of(string rule, int layers, IReadOnlyCollection<RunState> runs, IReadOnlyList<IReadOnlyList<MetricRow>> last)
    {
        return new(
            rule, runs.Count(run => run.Started), runs.Count(run => run.Failed),
            Spread.Of(All(MetricNames.TestAccuracy, null)), Spread.Of(All(MetricNames.TestLoss, null)), Spread.Of(All(MetricNames.Seconds, null)),
            [.. Enumerable.Range(1, layers).Select(i => Spread.Of(All(MetricNames.AngleToBackprop, i)).Mean)]);

        IEnumerable<double> All(string metric, int? layer) =>
            last.SelectMany(rows => rows.Where(row => row.Metric == metric && row.Layer == layer).Select(row => row.Value));
    }
}
