using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>How the series of a picture look: one colour per name in all its charts.</summary>
internal sealed class PictureStyle
{
    // Dashes mean theory, controls and references; further rounds of colours are told apart by dots.
    private static readonly string[][] s_dashes = [["", "6 3"], ["1.5 2.5", "6 2 1.5 2"], ["9 2 1.5 2 1.5 2", "3 3"]];

    private readonly Picture _picture;
    private readonly List<string> _names;
    private readonly IReadOnlyList<LineStyle> _styles;

    /// <summary>Gives every name of a picture its look.</summary>
    public PictureStyle(Picture picture)
    {
        _picture = picture;
        _names = [.. picture.Charts.SelectMany(chart => chart.Series).Select(series => series.Name).Distinct()];
        _styles = LineStyle.Assign(_names);
    }

    /// <summary>Place of a name in the legend.</summary>
    public int Place(Series series) => _names.IndexOf(series.Name);

    /// <summary>Colour on white.</summary>
    public string Colour(Series series) => _styles[Place(series)].Colour;

    /// <summary>SVG path of the marker.</summary>
    public string Marker(Series series) => _styles[Place(series)].Marker;

    /// <summary>Lengths of dashes and gaps; empty for a solid line.</summary>
    public string Dash(Series series) => s_dashes[Place(series) / LineStyle.Colours.Count % s_dashes.Length][series.Dashed ? 1 : 0];

    /// <summary>The legend as HTML: empty where one series without a name is all there is.</summary>
    public string Legend()
    {
        if (_names.Count == 0 || (_names.Count == 1 && string.IsNullOrWhiteSpace(_names[0])))
        {
            return "";
        }

        var html = new StringBuilder("<div class=\"legend\" role=\"group\" aria-label=\"Show one series\">");
        for (int n = 0; n < _names.Count; n++)
        {
            html.Append($"""<button type="button" data-focus="{n}" aria-pressed="false">{Swatch(_names[n])}{Html.Text(_names[n])}</button>""");
        }

        return html.Append("</div>\n").ToString();
    }

    /// <summary>What the series of a name look like, in small.</summary>
    private string Swatch(string name)
    {
        var all = _picture.Charts.SelectMany(chart => chart.Series).Where(series => series.Name == name).ToList();
        string colour = Colour(all[0]);
        var svg = new StringBuilder("<svg class=\"swatch\" viewBox=\"0 0 28 12\" width=\"28\" height=\"12\" aria-hidden=\"true\">");
        if (all.Any(series => series.Mark is Mark.Bar or Mark.Histogram))
        {
            svg.Append($"""<path d="M8,0H20V12H8Z" fill="{colour}"/>""");
        }

        if (all.FirstOrDefault(series => series.Mark is Mark.Line or Mark.LineAndPoints) is { } line)
        {
            svg.Append($"""<path d="M0,6H28" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{Dash(line)}"/>""");
        }

        if (all.Any(series => series.Mark is Mark.LineAndPoints or Mark.Point))
        {
            svg.Append($"""<path d="{Marker(all[0])}" transform="translate(14,6) scale(4)" fill="{colour}"/>""");
        }

        if (all.Any(series => series.Mark == Mark.Dot))
        {
            svg.Append($"""<path d="M9,8h.1M14,4h.1M19,8h.1" fill="none" stroke="{colour}" stroke-width="3" stroke-linecap="round"/>""");
        }

        if (all.Any(series => series.Mark == Mark.Arrow))
        {
            svg.Append($"""<path d="M3,6H22" fill="none" stroke="{colour}" stroke-width="2"/><path d="M26,6L18,2V10Z" fill="{colour}"/>""");
        }

        return svg.Append("</svg>").ToString();
    }
}
