using Apical.Runs;

namespace Apical.Report;

/// <summary>The points of a chart, ready to be drawn: without what a logarithmic axis cannot show, long lines thinned, bars side by side.</summary>
/// <param name="Chart">Where they come from.</param>
/// <param name="Points">In the order of the series, each in its own order.</param>
/// <param name="NotPositive">Values at or below zero that a logarithmic axis cannot show.</param>
/// <param name="Gaps">Values that are not finite numbers.</param>
/// <param name="TooLarge">Values that are larger than charts can show.</param>
/// <param name="Thinned">Whether a line has fewer points than it was measured at.</param>
internal sealed record ChartPoints(Chart Chart, IReadOnlyList<ChartPoint> Points, int NotPositive, int Gaps, int TooLarge, bool Thinned)
{
    /// <summary>Up to where the horizontal axis is linear, before it goes on logarithmically.</summary>
    /// <value>Default 0: all of it is linear, or logarithmic where the chart says so.</value>
    public double Early { get; init; }

    private const int MostOfALine = 2000;
    private const int MostWithTexts = 1000;             // each point carries its mean ± sd in words
    private const double GroupWidth = 0.8;

    /// <summary>Prepares the points of a chart.</summary>
    public static ChartPoints Of(Chart chart)
    {
        var bars = new BarPlaces(chart, GroupWidth);
        var points = new List<ChartPoint>();
        int notPositive = 0, gaps = 0, tooLarge = 0;
        bool thinned = false;
        for (int s = 0; s < chart.Series.Count; s++)
        {
            Series series = chart.Series[s];
            int count = Math.Min(series.X.Count, series.Y.Count);
            int most = !series.IsLine ? int.MaxValue : series.Over is null ? MostOfALine : MostWithTexts;
            IReadOnlyList<int> kept = Thinning.Keep(series, count, most);
            thinned |= kept.Count < count;
            foreach (int i in kept)
            {
                double x = series.X[i], y = series.Y[i];
                bool badX = chart.X.Logarithmic && x <= 0, badY = chart.Y.Logarithmic && y <= 0;
                notPositive += badX || badY ? 1 : 0;
                bool finite = double.IsFinite(x) && double.IsFinite(y), drawn = VegaLite.IsDrawn(x) && VegaLite.IsDrawn(y);
                gaps += finite ? 0 : 1;
                tooLarge += finite && !drawn ? 1 : 0;
                if (badX || badY || !drawn)
                {
                    if (series.IsLine)
                    {
                        double at = VegaLite.IsDrawn(x) && !badX ? x : double.NaN;
                        points.Add(new(s, i, x, at, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN)); // breaks the line
                    }

                    continue;
                }

                points.Add(Point(chart, s, i, x, y, bars));
            }
        }

        return new(chart, points, notPositive, gaps, tooLarge, thinned);
    }

    /// <summary>An entry of a list that may be absent or too short.</summary>
    public static double Entry(IReadOnlyList<double>? list, int i) => list is not null && i < list.Count ? list[i] : double.NaN;

    private static ChartPoint Point(Chart chart, int s, int i, double x, double y, BarPlaces bars)
    {
        Series series = chart.Series[s];
        double low = Entry(series.Low, i), high = Entry(series.High, i);
        switch (series.Mark)
        {
            case Mark.Histogram:
                return new(s, i, x, x, y, double.NaN, double.NaN, high, double.NaN);
            case Mark.Arrow:
                return new(s, i, x, x, y, double.NaN, double.NaN, x + Entry(series.Dx, i), y + Entry(series.Dy, i));
            case Mark.Bar:
                var (left, right) = bars.Edges(s, x);
                return new(s, i, x, left, y, low, high, right, double.NaN);
            default:
                return new(s, i, x, x, y, low, high, double.NaN, double.NaN);
        }
    }
}
