using Apical.Runs;

namespace Apical.Report;

/// <summary>Finds lines that lie upon others, which nobody would see: they are drawn with gaps, through which the line below shows.</summary>
internal static class CoincidentLines
{
    /// <summary>Dashes and gaps of a line that lies upon another.</summary>
    public const string Dash = "7 7";

    private const double Near = 0.008;                  // of the axis: about two pixels, the width of a line
    private const double Most = 0.9;                    // of its points

    /// <summary>The series that lie upon earlier ones, by their places in the chart.</summary>
    /// <param name="points">The chart and its points.</param>
    /// <param name="up">Its vertical axis.</param>
    public static IReadOnlySet<int> Of(ChartPoints points, ChartAxis up)
    {
        Series[] series = [.. points.Chart.Series];
        double Place(double y) => (points.Chart.Y.Logarithmic ? Math.Log(y / up.Low) / Math.Log(up.High / up.Low) : (y - up.Low) / (up.High - up.Low)) / Near;
        bool Same(double a, double b) => a.Equals(b) || (double.IsNaN(a) && double.IsNaN(b)) || Math.Abs(Place(a) - Place(b)) < 1;
        bool Upon(Series a, Series b) => a.X.Count == b.X.Count && a.Y.Count == b.Y.Count && a.X.SequenceEqual(b.X)
            && a.Y.Zip(b.Y).Count(y => Same(y.First, y.Second)) >= Most * a.Y.Count;

        var upon = new HashSet<int>();
        for (int s = 1; s < series.Length; s++)
        {
            bool covers = series[s].IsLine && series[s].X.Count > 1
                && Enumerable.Range(0, s).Any(t => series[t].IsLine && !upon.Contains(t) && series[t].Name != series[s].Name && Upon(series[s], series[t]));
            if (covers)
            {
                upon.Add(s);
            }
        }

        return upon;
    }
}
