using System.Globalization;
using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>The numbers behind a chart: a column per series where they share their places, else a row per point.</summary>
internal static class NumbersTable
{
    private const int MostRows = 200;

    /// <summary>The table as HTML.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="title">Above it, as HTML.</param>
    /// <param name="all">Name of what holds the rows that were left out; empty where there is no such thing.</param>
    /// <param name="file">Link to all numbers, as HTML; empty where there is no file.</param>
    public static string Render(Chart chart, string title, string all, string file)
    {
        var (head, rows) = chart.Series.All(series => series.IsLine || series.Mark == Mark.Bar) ? Wide(chart) : Long(chart);
        int stride = Math.Max(1, (rows.Count + MostRows - 1) / MostRows);
        string thinned = stride > 1 ? $", one row in {stride}{(all.Length > 0 ? $", all in {all}" : "")}" : "";
        string link = file.Length > 0 ? $" {file}" : "";
        var html = new StringBuilder($"<div class=\"scroll\"><table class=\"wide\"><caption>{title}{thinned}{link}</caption>{Html.Head(head)}");
        foreach (string[] row in rows.Where((_, r) => r % stride == 0 || r == rows.Count - 1))
        {
            string cells = string.Concat(row.Skip(1).Select(cell => $"<td>{Html.Text(cell)}</td>"));
            html.Append($"<tr><th scope=\"row\">{Html.Text(row[0])}</th>{cells}</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>A number with six digits.</summary>
    public static string Show(double number) => double.IsNaN(number) ? "–" : number.ToString("G6", CultureInfo.InvariantCulture).Replace('-', '−');

    private static (List<string> Head, List<string[]> Rows) Wide(Chart chart)
    {
        int columns = chart.Series.Count;
        var at = new Dictionary<double, List<string>[]>();
        for (int s = 0; s < columns; s++)
        {
            Series series = chart.Series[s];
            for (int i = 0; i < Math.Min(series.X.Count, series.Y.Count); i++)
            {
                if (!at.TryGetValue(series.X[i], out var row))
                {
                    at[series.X[i]] = row = [.. Enumerable.Range(0, columns).Select(_ => new List<string>())];
                }

                row[s].Add(Cell(series, i, chart.Y.Unit));
            }
        }

        return ([Name(chart.X), .. chart.Series.Select(series => series.Name)],
            [.. at.OrderBy(pair => pair.Key).Select(pair => (string[])[Place(chart.X, pair.Key), .. pair.Value.Select(cell => string.Join("; ", cell))])]);
    }

    private static (List<string> Head, List<string[]> Rows) Long(Chart chart)
    {
        bool spans = chart.Series.Any(series => series.High is not null), arrows = chart.Series.Any(series => series.Dx is not null);
        var rows = chart.Series.SelectMany(series => Enumerable.Range(0, Math.Min(series.X.Count, series.Y.Count)).Select(i => (string[])
        [
            series.Name, Place(chart.X, series.X[i]), Place(chart.Y, series.Y[i]),
            .. spans ? new[] { Show(ChartPoints.Entry(series.Low, i)), Show(ChartPoints.Entry(series.High, i)) } : [],
            .. arrows ? new[] { Show(ChartPoints.Entry(series.Dx, i)), Show(ChartPoints.Entry(series.Dy, i)) } : [],
        ]));
        return (["series", Name(chart.X), Name(chart.Y), .. spans ? new[] { "low", "high" } : [], .. arrows ? new[] { "dx", "dy" } : []], [.. rows]);
    }

    /// <summary>Mean ± sd, and over how many replicates where some have no number here; else the number and its band.</summary>
    private static string Cell(Series series, int i, Unit unit)
    {
        if (series.Over?[i] is { } over)
        {
            return unit.Text(over) + (over.N == series.Replicates ? "" : $" ({over.N} of {series.Replicates})");
        }

        double low = ChartPoints.Entry(series.Low, i), high = ChartPoints.Entry(series.High, i);
        return Show(series.Y[i]) + (double.IsFinite(low) && double.IsFinite(high) && low < high ? $" ({Show(low)} to {Show(high)})" : "");
    }

    private static string Name(Axis axis) => axis.Label.Length > 0 ? axis.Label : "–";

    private static string Place(Axis axis, double x) =>
        axis.Categories is { } names && x == Math.Floor(x) && x >= 0 && x < names.Count ? names[(int)x]
        : axis.Unit == Unit.Count ? x.ToString("0", CultureInfo.InvariantCulture) : Show(x);
}
