using Apical.Runs;

namespace Apical.Report;

/// <summary>The vertical axis that all charts of a metric share, so that they can be compared.</summary>
internal static class MetricAxis
{
    private const int FewestEpochs = 3;

    /// <summary>The axis that holds all means, and their bands as far as the unit allows values there.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="points">Epoch or step, and what was measured there: one or more, with finite values.</param>
    public static Axis Of(Metric metric, IReadOnlyList<(long X, Spread Over)> points)
    {
        var trained = points.Where(point => point.X > 0).ToList();
        if (metric.Samples is not null && trained.Select(point => point.X).Distinct().Count() >= FewestEpochs)
        {
            points = trained; // chance level before training would press everything that was learned into a corner
        }

        points = [.. points.Where(point => VegaLite.IsDrawn(point.Over.Mean))];
        if (points.Count == 0)
        {
            return new Axis("") { Unit = metric.Unit };
        }

        double lowest = points.Min(point => point.Over.Mean), highest = points.Max(point => point.Over.Mean);
        double low = points.Min(point => point.Over.Mean - Half(point.Over)), high = points.Max(point => point.Over.Mean + Half(point.Over));
        double margin = high > low ? 0.03 * (high - low) : Math.Max(Math.Abs(high) * 0.1, 1e-6);
        bool logarithmic = metric.Unit == Unit.Plain && lowest >= VegaLite.Smallest && highest / lowest >= 100;
        var (begin, end) = metric.Unit switch
        {
            Unit.Share => (Math.Max(0, low - margin), Math.Min(1, high + margin)),
            Unit.Degrees => (0, high <= 90 ? 95 : Math.Min(180, 15 * Math.Ceiling((high + 5) / 15))),
            Unit.Cosine => (Math.Max(-1, Math.Min(low, 0) - margin), Math.Min(1, Math.Max(high, 0) + margin)),
            Unit.Seconds => (0, high + margin),
            _ when logarithmic => (lowest / 1.5, highest * 1.5),
            _ => (lowest >= 0 ? Math.Max(0, low - margin) : low - margin, high + margin),
        };
        double? chance = metric.Unit switch { Unit.Degrees => 90, Unit.Cosine => 0, _ => null };
        return new Axis("") { Unit = metric.Unit, Min = begin, Max = end, Logarithmic = logarithmic, Reference = chance };
    }

    private static double Half(Spread over) => VegaLite.IsDrawn(over.Sd) ? over.Sd : 0;
}
