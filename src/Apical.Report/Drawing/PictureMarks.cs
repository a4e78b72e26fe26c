using System.Globalization;
using System.Text.Json.Nodes;
using Apical.Runs;
using static Apical.Report.VegaLite;

namespace Apical.Report;

/// <summary>The layers that draw one series.</summary>
/// <param name="series">The series.</param>
/// <param name="number">Its place in the chart: what <c>datum.s</c> is.</param>
/// <param name="style">How it looks.</param>
/// <param name="across">Horizontal axis.</param>
/// <param name="up">Vertical axis.</param>
/// <param name="height">Of the area in which the chart draws, pixels.</param>
/// <param name="tips">What the pointer shows.</param>
internal sealed class PictureMarks(Series series, int number, PictureStyle style, ChartAxis across, ChartAxis up, int height, JsonArray tips)
{
    private const int FewDots = 500, ManyDots = 3000;   // more of them are a cloud, in which single ones do not matter
    private const string Ends = "datum.u === null || datum.v === null";

    // Tip at the end of the arrow; angle and size in pixels, which only the drawn scales know.
    private const string Head = "M0,0L0.9,2L-0.9,2Z";
    private const string Over = "(scale('x', datum.u) - scale('x', datum.x))", Down = "(scale('y', datum.v) - scale('y', datum.y))";

    /// <summary>Whether its line lies upon an earlier one, which shows through gaps then.</summary>
    /// <value>Default false.</value>
    public bool LiesUponAnother { get; init; }

    private string Colour => style.Colour(series);

    /// <summary>The band of a line: below the lines of all series.</summary>
    public IEnumerable<JsonObject> Band() => series.Mark is not (Mark.Line or Mark.MarkedLine) || series.Low is null || series.High is null ? [] :
    [
        Layer(Clipped("area", ("fill", Colour), ("order", null)),
            Encoding(("x", X("x")), ("y", Y("l")), ("y2", Field("h")), ("opacity", Seen(0.18))), Mine()),
    ];

    /// <summary>All other layers, lowest first.</summary>
    public IEnumerable<JsonObject> Layers() => series.Mark switch
    {
        Mark.Line => [Line()],
        Mark.MarkedLine => [Line(), Points("datum.m")],
        Mark.LineAndPoints => [Line(), .. ErrorBars("x"), Points("datum.m")],
        Mark.Point => [.. ErrorBars("x"), Points("isValid(datum.y)")],
        Mark.Dot => [Dots()],
        Mark.Bar => [Bars("x", 0.9), .. ErrorBars("c")],
        Mark.Histogram => [Bars("x", 0.6)],
        Mark.Arrow => [Shafts(), Heads()],
        _ => throw new ArgumentOutOfRangeException(nameof(series), series.Mark, "Expected a mark that pages know."),
    };

    /// <summary>A field on the horizontal axis.</summary>
    public JsonObject X(string field) => On(field, across.Scale(), across.Ticks(false, 45));

    /// <summary>A field on the vertical axis.</summary>
    public JsonObject Y(string field) => On(field, up.Scale(), up.Ticks(true, (height - 60) / 6));

    private JsonObject Line() => Layer(
        Clipped("line", ("stroke", Colour), ("strokeWidth", 2), ("strokeJoin", "round"), ("strokeDash", Dash()), ("order", null)),
        Encoding(("x", X("x")), ("y", Y("y")), ("opacity", Seen(1))), Mine());

    private JsonObject Dots() => Layer(
        Clipped("circle", ("size", series.X.Count <= FewDots ? 24 : series.X.Count <= ManyDots ? 14 : 9), ("fill", Colour), ("stroke", null)),
        Encoding(("x", X("x")), ("y", Y("y")), ("opacity", Seen(series.X.Count <= ManyDots ? 0.9 : 0.6)), Tips()), Mine());

    private JsonObject Points(string which) => Layer(
        MarkOf("point",
            [("clip", series.Mark != Mark.MarkedLine), ("filled", true), ("fill", Colour), ("size", 42), ("shape", style.Marker(series)), .. Outline()]),
        Encoding(("x", X("x")), ("y", Y("y")), ("opacity", Seen(1))), Mine(which));

    private IEnumerable<JsonObject> ErrorBars(string x)
    {
        if (series.Low is null || series.High is null)
        {
            return [];
        }

        // On bars of the same colour the stem would vanish: it has the colour of text there, on bars of that colour grey.
        string text = LineStyle.Colours[0], grey = LineStyle.Colours[3];
        string colour = series.Mark != Mark.Bar ? Colour : Colour == text ? grey : text;
        const string both = "isValid(datum.l) && isValid(datum.h) && datum.l < datum.h";
        JsonObject Cap(string end) => Layer(
            Clipped("tick", ("orient", "horizontal"), ("size", 7), ("thickness", 1.3), ("fill", colour)),
            Encoding(("x", X(x)), ("y", Y(end)), ("opacity", Seen(1))), Mine(both));
        return
        [
            Layer(Clipped("rule", ("stroke", colour), ("strokeWidth", 1.3)),
                Encoding(("x", X(x)), ("y", Y("l")), ("y2", Field("h")), ("opacity", Seen(1))), Mine(both)),
            Cap("l"),
            Cap("h"),
        ];
    }

    private JsonObject Bars(string left, double opacity) => Layer(
        Clipped("rect", [("fill", Colour), ("stroke", null), .. Outline()]),
        Encoding(("x", X(left)), ("x2", Field("u")), ("y", Y("y")), ("y2", new JsonObject { ["datum"] = Math.Clamp(0, up.Low, up.High) }),
            ("opacity", Seen(opacity)), Tips()), Mine());

    private JsonObject Shafts() => Layer(
        Clipped("rule", ("stroke", Colour), ("strokeWidth", 1.2)),
        Encoding(("x", X("x")), ("x2", Field("u")), ("y", Y("y")), ("y2", Field("v")), ("opacity", Seen(0.9)), Tips()), Mine($"!({Ends})"));

    private JsonObject Heads() => Layer(
        Clipped("point", ("filled", true), ("fill", Colour), ("shape", Head),
            ("angle", Expression($"90 + atan2({Down}, {Over}) * 180 / PI")),
            ("size", Expression($"pow(min(6, 0.45 * sqrt({Over} * {Over} + {Down} * {Down})), 2)"))),
        Encoding(("x", X("u")), ("y", Y("v")), ("opacity", Seen(0.9))), Mine($"!({Ends})"));

    private IEnumerable<(string Name, JsonNode? Value)> Outline() =>
        style.Inside(series) < 1 ? [("fillOpacity", style.Inside(series)), ("stroke", Colour), ("strokeWidth", 1.5)] : [];

    private JsonArray Dash()
    {
        string[] lengths = (LiesUponAnother ? CoincidentLines.Dash : style.Dash(series)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. lengths.Select(length => (JsonNode)double.Parse(length, CultureInfo.InvariantCulture))];
    }

    private (string Name, JsonNode Value) Mine(string? which = null) =>
        ("transform", new JsonArray(new JsonObject { ["filter"] = $"datum.s === {number}{(which is null ? "" : $" && {which}")}" }));

    private (string Channel, JsonNode? Value) Tips() => ("tooltip", tips.DeepClone());

    /// <summary>The legend picks a name out by its place.</summary>
    private JsonObject Seen(double opacity) => new()
    {
        ["condition"] = new JsonObject { ["test"] = $"focus < 0 || focus === {style.Place(series)}", ["value"] = opacity },
        ["value"] = opacity * 0.12,
    };

    private static JsonObject Clipped(string type, params (string Name, JsonNode? Value)[] more) => MarkOf(type, [("clip", true), .. more]);

    private static JsonObject On(string field, JsonObject scale, JsonObject axis) =>
        new() { ["field"] = field, ["type"] = "quantitative", ["scale"] = scale, ["axis"] = axis };

    private static JsonObject Field(string name) => new() { ["field"] = name };

    private static JsonObject Expression(string text) => new() { ["expr"] = text };
}
