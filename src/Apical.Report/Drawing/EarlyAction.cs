using Apical.Runs;

namespace Apical.Report;

/// <summary>Finds charts in which nearly all happens at the left edge: their horizontal axis is better logarithmic, with room for zero.</summary>
internal static class EarlyAction
{
    private const int FewestPoints = 20;
    private const double Edge = 0.05, Most = 0.8, Much = 0.5;    // of the axis; of what a line goes through there

    /// <summary>Up to where the horizontal axis of all charts of a picture should stay linear; 0 where it should be so as a whole.</summary>
    /// <param name="picture">A picture; the charts of one have one kind of axis, or they could not be read side by side.</param>
    public static double Of(Picture picture)
    {
        double[] shares = [.. picture.Charts.Select(Share)];
        return shares.Length > 0 && shares.Max() >= Most && shares.Min() >= Much ? picture.Charts.Min(FirstStep) : 0;
    }

    /// <summary>Of the way that the middle line goes up or down, what lies at the edge; NaN where the chart is of another kind.</summary>
    private static double Share(Chart chart)
    {
        if (chart.X.Logarithmic || chart.X.Categories is not null || chart.Stages is not null || !chart.Series.All(IsCourse))
        {
            return double.NaN;
        }

        double[] shares = [.. chart.Series.Select(series => Share(series, chart.Y.Logarithmic)).Where(double.IsFinite).Order()];
        return shares.Length == 0 ? double.NaN : shares[shares.Length / 2];
    }

    private static double Share(Series series, bool logarithmic)
    {
        double edge = Edge * series.X[^1];
        double[] heights = [.. series.Y.Select(y => logarithmic ? Math.Log(y) : y)];
        double all = Range(heights.Where(double.IsFinite)), early = Range(heights.Where((y, i) => series.X[i] <= edge && double.IsFinite(y)));
        return all > 0 ? early / all : double.NaN;
    }

    private static double Range(IEnumerable<double> values) => values.Any() ? values.Max() - values.Min() : double.NaN;

    /// <summary>A line that begins at zero and goes right, densely enough to have a beginning.</summary>
    private static bool IsCourse(Series series) => series.IsLine && series.X.Count >= FewestPoints && series.Y.Count == series.X.Count
        && series.X[0] >= 0 && series.X.Zip(series.X.Skip(1)).All(pair => pair.First < pair.Second) && FirstStep(series) < Edge * series.X[^1];

    private static double FirstStep(Chart chart) => chart.Series.Min(FirstStep);

    private static double FirstStep(Series series) => series.X.First(x => x > 0);
}
