using System.Text;
using System.Text.RegularExpressions;
using Apical.Runs;

namespace Apical.Report;

/// <summary>A picture on a page: heading, legend, charts in their places, images, caption, numbers.</summary>
/// <param name="id">Name of its heading on the page.</param>
/// <param name="level">Level of its heading.</param>
/// <param name="picture">The picture.</param>
/// <param name="style">Looks of its series.</param>
internal sealed partial class PictureSection(string id, int level, Picture picture, PictureStyle style)
{
    private const string InGrey = "zero is grey, the most negative entry black, the most positive white";
    private const string InColours = "where all three colours are zero it is grey; an entry of a colour brightens that colour where it is positive and darkens "
        + "it where it is negative";
    private const int SmallHeight = 130;                // of one of several histograms, pixels
    private const int LargeHeight = 480;                // of the one chart with equal axes, which is about as wide

    /// <summary>Where more numbers than tables show can be found.</summary>
    /// <value>Default: nowhere.</value>
    public string AllNumbers { get; init; } = "";

    /// <summary>A link to the file with the numbers of a chart or grid, as HTML: by <c>figure</c> or <c>images</c> and its number.</summary>
    /// <value>Default: there are none.</value>
    public Func<string, int, string> FileOf { get; init; } = (_, _) => "";

    /// <summary>The section as HTML.</summary>
    public string Render()
    {
        double early = EarlyAction.Of(picture);
        var charts = picture.Charts.Select(chart => ChartPoints.Of(chart) with { Early = early }).ToList();
        var html = new StringBuilder($"<section class=\"figure\" aria-labelledby=\"{id}\">\n<h{level} id=\"{id}\">{Html.Text(picture.Title)}</h{level}>\n");
        if (charts.Count > 0)
        {
            int columns = Math.Clamp(picture.Columns, 1, charts.Count), height = columns switch { 1 => 340, 2 => 280, _ => 220 };
            html.Append(style.Legend()).Append($"<div class=\"panels drawn\" style=\"--columns:{columns}\">\n");
            bool lettered = charts.Count > 1 && Letters().IsMatch(picture.Caption);
            foreach (var (c, points) in charts.Index())
            {
                string letter = lettered ? $"{(char)('a' + c)}" : "";
                string title = string.Join("  ", new[] { letter, points.Chart.Title }.Where(word => word.Length > 0));
                html.Append("<figure class=\"chart\">").Append(title.Length > 0 ? $"<figcaption>{Html.Text(title)}</figcaption>" : "");
                foreach (Chart part in SmallMultiples.Of(points.Chart))
                {
                    ChartPoints drawn = ReferenceEquals(part, points.Chart) ? points : ChartPoints.Of(part);
                    int own = drawn != points ? SmallHeight : part.EqualAxes && columns == 1 ? LargeHeight : height;
                    html.Append($"<div class=\"canvas\" style=\"min-height:{own}px\"></div>");
                    html.Append(Html.Data(PictureChart.Of(drawn, style, own, Description(part))));
                }

                html.Append("</figure>\n");
            }

            html.Append("</div>\n");
        }

        for (int g = 0; g < picture.Images.Count; g++)
        {
            html.Append(Grid(picture.Images[g], FileOf("images", g + 1)));
        }

        html.Append(picture.Caption.Length > 0 ? $"<p class=\"caption\">{Html.Text(picture.Caption)}</p>\n" : "");
        html.Append(Note(charts) is { Length: > 0 } note ? $"<p class=\"note\">{Html.Text(note)}</p>\n" : "");
        if (charts.Count > 0)
        {
            string these = charts.Count == 1 ? "this chart" : "these charts";
            html.Append($"<details class=\"numbers\"><summary>Numbers behind {these}</summary>\n<div class=\"tables\">\n");
            for (int c = 0; c < charts.Count; c++)
            {
                string title = charts[c].Chart.Title.Length > 0 ? charts[c].Chart.Title : charts.Count == 1 ? picture.Title : $"Chart {c + 1}";
                html.Append(NumbersTable.Render(charts[c].Chart, Html.Text(title), AllNumbers, FileOf("figure", c + 1)));
            }

            html.Append("</div>\n</details>\n");
        }

        return html.Append("</section>\n").ToString();
    }

    private static string Grid(ImageGrid grid, string file)
    {
        if (GridImage.Of(grid) is not { } image)
        {
            return $"<p class=\"note\">{Html.Text(grid.Title)}: no images.</p>\n";
        }

        int zoom = Math.Clamp(1080 / image.Width, 1, Math.Max(2, 64 / Math.Max(grid.Width, grid.Height)));
        string title = Html.Text(grid.Title), size = $"width=\"{image.Width * zoom}\" height=\"{image.Height * zoom}\"";
        string data = Convert.ToBase64String(image.Png), range = grid.Channels == 3 ? InColours : InGrey;
        string what = $"{grid.Images.Count} {(grid.Images.Count == 1 ? "image" : "images")} of {grid.Height} × {grid.Width}";
        return $"""
            <figure class="grid"><figcaption>{title}</figcaption><img alt="{title}: {what}" {size} src="data:image/png;base64,{data}">
            <p class="note">{what}, each stretched to its own range: {range}. {file}</p></figure>

            """;
    }

    /// <summary>What a reader who does not see the chart should know: what it shows, and where lines of means end.</summary>
    private string Description(Chart chart)
    {
        string title = chart.Title.Length > 0 ? $"{picture.Title}, {chart.Title}" : picture.Title;
        string axes = chart.Y.Label.Length > 0 ? $"{title}: {chart.Y.Label} against {chart.X.Label}." : $"{title}, against {chart.X.Label}.";
        Unit unit = chart.Y.Unit;
        var ends = chart.Series.Where(series => series.Over is not null && series.Over.Any(over => over.N > 0))
            .Select(series => $"{series.Name} {unit.Text(series.Over!.Last(over => over.N > 0))}{unit.Symbol()}").ToList();
        return ends.Count > 0 ? $"{axes} Last values: {string.Join("; ", ends)}."
            : $"{axes} Series: {string.Join(", ", chart.Series.Select(series => series.Name).Distinct())}.";
    }

    private string Note(List<ChartPoints> charts)
    {
        int notPositive = charts.Sum(chart => chart.NotPositive), gaps = charts.Sum(chart => chart.Gaps), tooLarge = charts.Sum(chart => chart.TooLarge);
        int outside = charts.Sum(Outside);
        bool cut = charts.Any(chart => chart.Chart.Y.Logarithmic && chart.Points.Any(point => point.Low < ChartAxis.Vertical(chart).Low));
        bool bars = charts.Any(chart => chart.Chart.Y.Logarithmic && chart.Chart.Series.Any(series => series.Mark is Mark.Bar or Mark.Histogram));
        bool dashed = !picture.Caption.Contains("ashed", StringComparison.Ordinal)      // which says what they are
            && charts.SelectMany(chart => chart.Chart.Series).Any(series => series.Dashed && style.Dash(series).Length > 0);
        string?[] sentences =
        [
            dashed ? "Dashed lines are theory, controls or references." : null,
            notPositive > 0 ? $"Left out, because a logarithmic axis cannot show it: {Count(notPositive, "value")} at or below zero." : null,
            charts.Any(chart => chart.Early > 0) ? "The horizontal axis is logarithmic from its second mark on: most happens early." : null,
            charts.Any(chart => CoincidentLines.Of(chart, ChartAxis.Vertical(chart)).Count > 0) ? "Lines with wide gaps lie upon others." : null,
            cut ? "Bands and error bars that reach further down end with the logarithmic axis." : null,
            bars ? "Bars on a logarithmic axis begin where the axis does." : null,
            gaps > 0 ? $"Left out: {Count(gaps, "value")} without a finite number." : null,
            tooLarge > 0 ? $"Left out, because it is larger than charts can show: {Count(tooLarge, "value")}." : null,
            outside > 0 ? $"Outside the axes: {Count(outside, "point")}." : null,
            charts.Any(chart => chart.Thinned) ? "Long lines are drawn with fewer points than were measured; their extremes are kept." : null,
        ];
        return string.Join(' ', sentences.Where(sentence => sentence is not null));
    }

    /// <summary>A caption that speaks of its panels as a, b, c: "a: the error", "a, b: errors".</summary>
    [GeneratedRegex(@"(^|[.;] )a(, [b-z])*: ")]
    private static partial Regex Letters();

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    private static int Outside(ChartPoints chart)
    {
        ChartAxis across = ChartAxis.Horizontal(chart), up = ChartAxis.Vertical(chart);
        return chart.Points.Count(point => !across.Holds(point.X) || !up.Holds(point.Y));
    }
}
