using Apical.Runs;

namespace Apical.Training;

/// <summary>Runs that came to their end in a folder that was written before each run had a file of its own: they are read out of <c>metrics.csv</c>.</summary>
internal static class EarlierRuns
{
    /// <summary>The runs that ended.</summary>
    /// <param name="rows">Everything measured; of a run that was cut short and begun anew, what was measured later counts.</param>
    /// <param name="points">What was trained.</param>
    public static IEnumerable<JobResult<MetricRow[]>> In(IReadOnlyList<MetricRow> rows, IReadOnlyList<SweepPoint> points) =>
        from point in points
        join row in rows on point.Name equals row.Rule into mine
        from run in mine.GroupBy(row => row.Run)
        let found = run.GroupBy(row => (row.Epoch, row.Metric, row.Layer)).Select(same => same.Last()).ToArray()
        let failed = found.Any(row => row.Metric == MetricNames.Failed)
        where failed || IsDone(found, point.Recipe, point.Recipe.Epochs)
        let seconds = found.LastOrDefault(row => row.Metric == MetricNames.Seconds).Value
        select new JobResult<MetricRow[]>(point.Name, run.Key, found, failed ? "the loss is no longer finite" : null, seconds);

    /// <summary>Whether a run that did not fail came as far as it was to come.</summary>
    /// <param name="rows">What it measured.</param>
    /// <param name="recipe">What it trains.</param>
    /// <param name="epochs">How far it was to come, if it does not stop early.</param>
    public static bool IsDone(MetricRow[] rows, Recipe recipe, int epochs)
    {
        if (rows.Any(row => row.Epoch >= epochs && row.Metric == MetricNames.TestLoss))
        {
            return true;
        }

        if (recipe.EarlyStop is not { } patience)
        {
            return false;
        }

        var stop = new EarlyStop(_ => double.NaN, patience);
        stop.Recall(rows.Where(row => row.Metric == MetricNames.ValidationLoss && row.Epoch > 0).Select(row => row.Value));
        return stop.PatienceRanOut;
    }
}
