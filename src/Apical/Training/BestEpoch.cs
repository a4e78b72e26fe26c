using Apical.Runs;

namespace Apical.Training;

/// <summary>The epoch of a run after which it did best.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="By">
/// The metric that decides: accuracy on samples held out of training, else on test samples; of what has no classes the loss. Of epochs alike in it the one
/// with the lower loss on the same samples is better, then the earlier.
/// </param>
/// <param name="Rows">What was measured then.</param>
public sealed record BestEpoch(int Epoch, string By, IReadOnlyList<MetricRow> Rows)
{
    // Metrics that decide, the first that is there; then the loss that settles ties.
    private static readonly (string By, string Loss)[] s_deciding =
    [
        (MetricNames.ValidationAccuracy, MetricNames.ValidationLoss), (MetricNames.ValidationLoss, MetricNames.ValidationLoss),
        (MetricNames.TestAccuracy, MetricNames.TestLoss), (MetricNames.TestLoss, MetricNames.TestLoss),
    ];

    /// <summary>Whether test samples decided, which then are no unseen ones any more.</summary>
    public bool OnTest => By is MetricNames.TestAccuracy or MetricNames.TestLoss;

    /// <summary>The metric that decided, in words: <c>validation accuracy</c>.</summary>
    public string Decided => MetricNames.All.First(metric => metric.Name == By) is var metric ? $"{metric.Samples} {metric.Heading}".ToLowerInvariant() : By;

    /// <summary>A number that was measured then; NaN where there is none.</summary>
    /// <param name="metric">Its name.</param>
    public double Of(string metric) => JobState.Of(Rows, metric);

    /// <summary>The best epoch among rows of a run; null when none was measured after training began.</summary>
    /// <param name="rows">Rows of one run, any order.</param>
    public static BestEpoch? Among(IEnumerable<MetricRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.GroupBy(row => row.Epoch).OrderBy(epoch => epoch.Key).Aggregate((BestEpoch?)null, (best, epoch) => Better(best, [.. epoch]));
    }

    /// <summary>The better of the best so far and a later epoch.</summary>
    /// <param name="best">The best so far, or null.</param>
    /// <param name="rows">What was measured after another epoch.</param>
    internal static BestEpoch? Better(BestEpoch? best, IReadOnlyList<MetricRow> rows)
    {
        if (rows.Count == 0 || rows[0].Epoch < 1)
        {
            return best;
        }

        (string by, string loss) = s_deciding.FirstOrDefault(one => !double.IsNaN(JobState.Of(rows, one.By)), s_deciding[^1]);
        var other = new BestEpoch(rows[0].Epoch, by, rows);
        (double, double) mine = other.Rank(loss), theirs = best?.Rank(loss) ?? (double.PositiveInfinity, double.PositiveInfinity);
        return mine.CompareTo(theirs) < 0 ? other : best;
    }

    // Smaller is better; what is not a number is worst.
    private (double, double) Rank(string loss) =>
        (By == loss ? Or(Of(By)) : Or(-Of(By)), Or(Of(loss)));

    private static double Or(double value) => double.IsNaN(value) ? double.PositiveInfinity : value;
}
