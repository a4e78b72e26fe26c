using System.Text.Json.Nodes;
using Apical.Runs;
using static Apical.Report.VegaLite;

namespace Apical.Report;

/// <summary>A chart of a picture as a Vega-Lite specification.</summary>
/// <remarks>Names stand in the values of parameters only, never in a field name or an expression, where <c>a.b[0]</c> would have a meaning.</remarks>
internal static class PictureChart
{
    private const int MostMarkers = 100, FewMarkers = 12;
    private const int MostHovers = 1200;

    /// <summary>Makes the specification.</summary>
    /// <param name="points">The chart and its points.</param>
    /// <param name="style">Looks of the picture's series.</param>
    /// <param name="height">Of the area in which it draws, without slanted names of categories, pixels.</param>
    /// <param name="description">What the chart says, in words.</param>
    public static JsonObject Of(ChartPoints points, PictureStyle style, int height, string description)
    {
        Chart chart = points.Chart;
        ChartAxis across = ChartAxis.Horizontal(points), up = ChartAxis.Vertical(points);
        int? width = null;
        if (chart.EqualAxes)
        {
            (across, up) = ChartAxis.Equal(across, up);
            width = (int)Math.Round(height * (across.High - across.Low) / (up.High - up.Low));
        }

        var upon = CoincidentLines.Of(points, up);
        bool spans = chart.Series.Any(series => series.Mark != Mark.Histogram && series.Low is not null && series.High is not null);
        JsonArray tips = Tips(chart, spans);
        PictureMarks[] marks = [.. chart.Series.Select((series, s) =>
            new PictureMarks(series, s, style, across, up, height, tips) { LiesUponAnother = upon.Contains(s) })];
        JsonArray layers = [.. marks.SelectMany(series => series.Band()), .. marks.SelectMany(series => series.Layers())];
        if (chart.Y.Reference is { } reference && IsDrawn(reference) && marks.Length > 0)
        {
            layers.Insert(0, Reference(reference, marks[0]));
        }

        if (chart.Stages is { Count: > 0 } stages && marks.Length > 0)
        {
            Stages(stages, marks[0], across).ForEach(layers.Add);
        }

        if (chart.Series.Any(HasHover))
        {
            layers.Add(Hover(chart, style, marks[0], tips));
        }

        return new JsonObject
        {
            ["$schema"] = Schema,
            ["description"] = description,
            ["width"] = width is { } pixels ? pixels : "container",
            ["height"] = height + across.Slanted,
            ["background"] = null,
            ["autosize"] = width is null ? new JsonObject { ["type"] = "fit", ["contains"] = "padding" } : new JsonObject { ["type"] = "pad" },
            ["data"] = new JsonObject { ["values"] = Values(points, across, up) },
            ["transform"] = Texts(chart, spans),
            ["params"] = new JsonArray(
                new JsonObject { ["name"] = "focus", ["value"] = -1 }, // set by the legend
                new JsonObject { ["name"] = "names", ["value"] = new JsonArray([.. chart.Series.Select(series => (JsonNode)series.Name)]) },
                new JsonObject { ["name"] = "cats", ["value"] = new JsonArray([.. (chart.X.Categories ?? []).Select(name => (JsonNode)name)]) },
                new JsonObject { ["name"] = "rows", ["value"] = new JsonArray([.. (chart.Y.Categories ?? []).Select(name => (JsonNode)name)]) }),
            ["layer"] = layers,
            ["config"] = Config(),
        };
    }

    private static JsonArray Values(ChartPoints points, ChartAxis across, ChartAxis up)
    {
        var series = points.Chart.Series;
        var counts = points.Points.GroupBy(point => point.Series).ToDictionary(group => group.Key, group => group.Count());
        int lines = Math.Max(1, counts.Keys.Count(s => HasHover(series[s])));
        var values = new JsonArray();
        int i = 0, before = -1;
        foreach (ChartPoint point in points.Points)
        {
            i = point.Series == before ? i + 1 : 0;
            before = point.Series;
            int count = counts[point.Series];
            bool there = double.IsFinite(point.Y) && double.IsFinite(point.X);
            JsonNode? x = across.Axis.Unit == Unit.Count && double.IsFinite(point.X) ? point.X : Finite(across.Reach(point.X), across.High - across.Low);
            var value = new JsonObject { ["s"] = point.Series, ["x"] = x, ["y"] = Finite(up.Reach(point.Y), up.High - up.Low) };
            Add(value, "l", up.Reach(point.Low), up);
            Add(value, "h", up.Reach(point.High), up);
            if (series[point.Series].Over?[point.Index] is { } over)
            {
                (value["t"], value["n"]) = (up.Axis.Unit.Text(over) + (over.N > 0 ? up.Axis.Unit.Symbol() : ""), over.N);
            }

            switch (series[point.Series].Mark)
            {
                case Mark.Bar:
                    Add(value, "at", point.At, across);
                    Add(value, "c", across.Axis.Logarithmic ? Math.Sqrt(point.X) * Math.Sqrt(point.X2) : (point.X + point.X2) / 2, across);
                    Add(value, "u", point.X2, across);
                    break;
                case Mark.Histogram:
                    Add(value, "u", point.X2, across);
                    break;
                case Mark.Arrow:
                    (value["u"], value["v"]) = (Finite(point.X2, across.High - across.Low), Finite(point.Y2, up.High - up.Low));
                    break;
                default:
                    bool few = series[point.Series].Mark == Mark.MarkedLine, inside = there && across.Holds(point.X) && up.Holds(point.Y);
                    Flag(value, "m", (few ? inside : there) && OneOf(i, count, few ? FewMarkers : MostMarkers));
                    Flag(value, "p", inside && HasHover(series[point.Series]) && OneOf(i, count, Math.Max(20, MostHovers / lines)));
                    break;
            }

            values.Add(value);
        }

        return values;
    }

    /// <summary>Texts for the pointer, from the names in the parameters.</summary>
    private static JsonArray Texts(Chart chart, bool spans)
    {
        static JsonObject Text(string name, string expression) => new() { ["calculate"] = expression, ["as"] = name };
        const string at = "(isValid(datum.at) ? datum.at : datum.x)";
        bool edges = chart.Series.All(series => series.Mark == Mark.Histogram);
        JsonArray texts =
        [
            Text("tn", "names[datum.s]"),
            Text("tx", chart.X.Categories is not null ? $"cats[round({at})]" : edges ? "datum.x + ' to ' + datum.u" : at),
            Text("ty", chart.Y.Categories is not null ? "rows[round(datum.y)]" : "datum.y"),
        ];
        if (spans)
        {
            texts.Add(Text("tr", "isValid(datum.l) && isValid(datum.h) ? datum.l + ' to ' + datum.h : '–'"));
        }

        return texts;
    }

    private static JsonArray Tips(Chart chart, bool spans)
    {
        // A tip has one line per title: titles must differ.
        string x = chart.X.Label.Length > 0 ? chart.X.Label : "x", y = chart.Y.Label.Length > 0 && chart.Y.Label != x ? chart.Y.Label : "y";
        static JsonObject Tip(string field, string title) => new() { ["field"] = field, ["type"] = "nominal", ["title"] = Quotable(title) };
        if (chart.Series.Any(series => series.Over is not null))
        {
            return [Tip("tn", "series"), Tip("tx", x), Tip("t", "mean ± sd"), Tip("n", "replicates")];
        }

        JsonArray tips = [Tip("tn", "series"), Tip("tx", x), Tip("ty", y)];
        if (spans)
        {
            tips.Add(Tip("tr", "from"));
        }

        return tips;
    }

    private static JsonObject Reference(double value, PictureMarks marks)
    {
        JsonObject y = marks.Y("y");
        y.Remove("field");
        y["datum"] = value;
        var once = new JsonObject { ["values"] = new JsonArray(new JsonObject()) };
        return Layer(MarkOf("rule", ("color", "#8c8c8c"), ("strokeDash", new JsonArray(4, 4))), Encoding(("y", y)), ("data", once));
    }

    /// <summary>A line where each begins, and its name beside the line's upper end.</summary>
    private static List<JsonNode?> Stages(IReadOnlyList<Stage> stages, PictureMarks marks, ChartAxis across)
    {
        (string, JsonNode) Data() => ("data", new JsonObject
        {
            ["values"] = new JsonArray([.. stages.Where(stage => across.Holds(stage.Start))
                .Select(stage => (JsonNode)new JsonObject { ["x"] = Finite(stage.Start), ["name"] = stage.Name })]),
        });
        return
        [
            Layer(MarkOf("rule", ("color", "#8c8c8c"), ("strokeDash", new JsonArray(4, 4))), Encoding(("x", marks.X("x"))), Data()),
            Layer(
                MarkOf("text", ("color", "#6a6a6a"), ("fontSize", 12), ("align", "left"), ("baseline", "bottom"), ("dx", 3), ("dy", -2)),
                Encoding(("x", marks.X("x")), ("y", new JsonObject { ["value"] = 0 }), ("text", new JsonObject { ["field"] = "name", ["type"] = "nominal" })),
                Data()),
        ];
    }

    /// <summary>The nearest point to the pointer shows itself and its numbers.</summary>
    private static JsonObject Hover(Chart chart, PictureStyle style, PictureMarks marks, JsonArray tips) => Layer(
        MarkOf("point", ("filled", true), ("size", 90), ("stroke", null)),
        Encoding(
            ("x", marks.X("x")),
            ("y", marks.Y("y")),
            ("fill", new JsonObject
            {
                ["field"] = "s",
                ["type"] = "nominal",
                ["legend"] = null,
                ["scale"] = new JsonObject
                {
                    ["domain"] = new JsonArray([.. chart.Series.Select((_, s) => (JsonNode)s)]),
                    ["range"] = new JsonArray([.. chart.Series.Select(series => (JsonNode)style.Colour(series))]),
                },
            }),
            ("opacity", new JsonObject { ["condition"] = new JsonObject { ["param"] = "near", ["empty"] = false, ["value"] = 1 }, ["value"] = 0 }),
            ("tooltip", tips.DeepClone())),
        ("transform", new JsonArray(new JsonObject { ["filter"] = "datum.p" })),
        ("params", new JsonArray(new JsonObject
        {
            ["name"] = "near",
            ["select"] = new JsonObject { ["type"] = "point", ["on"] = "pointerover", ["clear"] = "pointerout", ["nearest"] = true },
        })));

    private static bool HasHover(Series series) => series.IsLine || series.Mark == Mark.Point;

    private static bool OneOf(int i, int count, int most) => i % ((count + most - 1) / most) == 0 || i == count - 1;

    private static void Add(JsonObject value, string name, double number, ChartAxis axis)
    {
        if (IsDrawn(number))
        {
            value[name] = Finite(number, axis.High - axis.Low);
        }
    }

    private static void Flag(JsonObject value, string name, bool on)
    {
        if (on)
        {
            value[name] = 1;
        }
    }
}
