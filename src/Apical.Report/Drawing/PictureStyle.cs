using System.Text;
using Apical.Runs;

namespace Apical.Report;

/// <summary>How the series of a picture look: one colour per name in all its charts.</summary>
internal sealed class PictureStyle
{
    private readonly Picture _picture;
    private readonly List<(string Name, LineStyle Look)> _looks;

    /// <summary>Gives every name of a picture its look.</summary>
    public PictureStyle(Picture picture)
    {
        _picture = picture;
        string[] names = [.. NamesOf(picture)];
        _looks = [.. names.Zip(LineStyle.Assign(names))];
    }

    /// <summary>Takes looks that several pictures share.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="looks">The look of each name, in the order of the legend, and any more; where one of the picture is missing, it gets looks of its own.
    /// </param>
    public PictureStyle(Picture picture, IEnumerable<(string Name, LineStyle Look)> looks)
        : this(picture)
    {
        (string Name, LineStyle Look)[] shared = [.. looks.Where(look => Place(look.Name) >= 0)];
        _looks = shared.Length == _looks.Count ? [.. shared] : _looks;
    }

    /// <summary>Place of a name in the legend.</summary>
    public int Place(Series series) => Place(series.Name);

    /// <summary>Colour on white.</summary>
    public string Colour(Series series) => Look(series).Colour;

    /// <summary>SVG path of the marker.</summary>
    public string Marker(Series series) => Look(series).Marker;

    /// <summary>How much of its colour the inside of markers and bars has, 0 to 1.</summary>
    public double Inside(Series series) => Look(series).Inside;

    /// <summary>Lengths of dashes and gaps; empty for a solid line.</summary>
    public string Dash(Series series) => Look(series).DashOf(series);

    /// <summary>The legend as HTML: empty where one series without a name is all there is.</summary>
    public string Legend()
    {
        if (_looks.Count == 0 || (_looks.Count == 1 && string.IsNullOrWhiteSpace(_looks[0].Name)))
        {
            return "";
        }

        var html = new StringBuilder("<div class=\"legend\" role=\"group\" aria-label=\"Show one series\">");
        foreach (var (n, (name, look)) in _looks.Index())
        {
            string swatch = look.Swatch(_picture.Charts.SelectMany(chart => chart.Series).Where(series => series.Name == name));
            html.Append($"""<button type="button" data-focus="{n}" aria-pressed="false">{swatch}{Html.Text(name)}</button>""");
        }

        return html.Append("</div>\n").ToString();
    }

    private int Place(string name) => _looks.FindIndex(look => look.Name == name);

    private LineStyle Look(Series series) => _looks[Place(series)].Look;

    private static IEnumerable<string> NamesOf(Picture picture) => picture.Charts.SelectMany(chart => chart.Series).Select(series => series.Name).Distinct();
}
