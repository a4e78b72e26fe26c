using Apical.Runs;

namespace Apical.Report;

/// <summary>Histograms of several series, which would hide each other, as one chart below another with common axes.</summary>
internal static class SmallMultiples
{
    /// <summary>The charts to draw in place of one: itself, but where it has several histograms.</summary>
    /// <param name="chart">As the experiment has it.</param>
    public static IReadOnlyList<Chart> Of(Chart chart)
    {
        Series[] histograms = [.. chart.Series.Where(series => series.Mark == Mark.Histogram)];
        if (histograms.Length < 2)
        {
            return [chart];
        }

        ChartPoints all = ChartPoints.Of(chart);
        ChartAxis across = ChartAxis.Horizontal(all), up = ChartAxis.Vertical(all);
        return [.. histograms.Select((histogram, i) => chart with
        {
            Title = "",
            X = chart.X with { Label = i == histograms.Length - 1 ? chart.X.Label : "", Min = across.Low, Max = across.High },
            Y = chart.Y with { Label = $"{histogram.Name}: {chart.Y.Label}", Min = up.Low, Max = up.High },
            Series = [.. chart.Series.Where(series => series.Mark != Mark.Histogram || ReferenceEquals(series, histogram))],
        })];
    }
}
