using System.Text.Json.Nodes;
using static Apical.Report.VegaLite;

namespace Apical.Report;

/// <summary>A panel as a Vega-Lite specification.</summary>
/// <remarks>
/// Labels of subjects stand in the data only, never in a field name or an expression, where a name such as <c>a.b[0]</c> would have a meaning.
/// </remarks>
internal static class ChartSpec
{
    private const int MostPoints = 250;
    private const int MostMarkers = 12;

    /// <summary>Makes the specification.</summary>
    /// <param name="panel">What to draw.</param>
    /// <param name="span">First and last epoch (or step) of the figure.</param>
    /// <param name="axis">Vertical axis of the figure.</param>
    /// <param name="subjects">All subjects; their indices are what the legend sends as <c>focus</c>.</param>
    /// <param name="description">What the chart says, in words.</param>
    public static JsonObject Of(Panel panel, (long First, long Last) span, ValueAxis axis, IReadOnlyList<Subject> subjects, string description)
    {
        var unit = panel.Style.Unit;
        var thin = panel.Thinned(MostPoints);
        var layers = new JsonArray();
        if (panel.Style.Reference is { } reference)
        {
            layers.Add(Reference(reference, axis, unit));
        }

        layers.Add(Layer(MarkOf("area", ("clip", true)), Encoding(("y", Field("low", axis, unit)), ("y2", new JsonObject { ["field"] = "high" }), ("opacity", Focused(0.18, 0.03)))));
        layers.Add(Layer(MarkOf("line", ("strokeWidth", 2), ("strokeJoin", "round"), ("clip", true)),
            Encoding(("y", Field("mean", axis, unit)), ("opacity", Focused(1, 0.15)), ("strokeDash", ByLabel(subjects, Dash)))));
        layers.Add(Layer(MarkOf("point", ("filled", true), ("size", 42)),
            Encoding(("y", Field("mean", axis, unit)), ("opacity", Focused(1, 0.1)), ("shape", ByLabel(subjects, subject => subject.Style.Marker))),
            ("transform", new JsonArray(new JsonObject { ["filter"] = "datum.marked" }))));
        layers.Add(Hover(axis, unit, thin.XAxis));
        return new JsonObject
        {
            ["$schema"] = Schema,
            ["description"] = description,
            ["width"] = "container",
            ["height"] = 240,
            ["background"] = null,
            ["autosize"] = new JsonObject { ["type"] = "fit", ["contains"] = "padding" },
            ["data"] = new JsonObject { ["values"] = Values(thin, axis, subjects) },
            ["params"] = new JsonArray(new JsonObject { ["name"] = "focus", ["value"] = -1 }), // set by the legend
            ["encoding"] = Encoding(("x", XAxis(thin.XAxis, span)), ("color", ByLabel(subjects, subject => subject.Style.Colour))),
            ["layer"] = layers,
            ["config"] = Config(unit switch { MetricUnit.Share => "~%", MetricUnit.Degrees => "d", _ => null }),
        };
    }

    private static JsonArray Values(Panel panel, ValueAxis axis, IReadOnlyList<Subject> subjects)
    {
        var values = new JsonArray();
        for (int s = 0; s < panel.Lines.Count; s++)
        {
            var line = panel.Lines[s];
            int stride = Math.Max(1, (line.Count + MostMarkers - 1) / MostMarkers);
            for (int i = 0; i < line.Count; i++)
            {
                var over = line[i].Over;
                var (low, high) = axis.Band(over);
                bool inside = over.N > 0 && axis.Holds(over);
                values.Add(new JsonObject
                {
                    ["s"] = s,
                    ["label"] = subjects[s].Label,
                    ["x"] = line[i].X,
                    ["mean"] = Finite(over.Mean), // null breaks the line, as it should where every replicate has diverged
                    ["low"] = over.N > 1 ? Finite(low) : null,
                    ["high"] = over.N > 1 ? Finite(high) : null,
                    ["text"] = panel.Style.Text(over) + (over.N > 0 ? panel.Style.Symbol : ""),
                    ["n"] = over.N,
                    ["inside"] = inside,
                    ["marked"] = inside && (i % stride == 0 || i == line.Count - 1),
                });
            }
        }

        return values;
    }

    private static JsonObject XAxis(string title, (long First, long Last) span)
    {
        var scale = new JsonObject { ["nice"] = false, ["zero"] = false };
        if (span.First < span.Last)
        {
            scale["domain"] = new JsonArray(span.First, span.Last);
        }

        return new JsonObject
        {
            ["field"] = "x",
            ["type"] = "quantitative",
            ["scale"] = scale,
            ["axis"] = new JsonObject { ["title"] = title, ["grid"] = false, ["tickMinStep"] = 1, ["format"] = "~s", ["tickCount"] = 6 },
        };
    }

    private static JsonObject Field(string name, ValueAxis axis, MetricUnit unit) => new()
    {
        ["field"] = name,
        ["type"] = "quantitative",
        ["title"] = null,
        ["scale"] = axis.Scale(),
        ["axis"] = axis.Ticks(unit) is { } ticks ? new JsonObject { ["grid"] = true, ["tickCount"] = ticks.Count, ["values"] = ticks } : new JsonObject { ["grid"] = true },
    };

    /// <summary>The nearest point to the pointer shows itself and its numbers.</summary>
    private static JsonObject Hover(ValueAxis axis, MetricUnit unit, string xAxis) => Layer(
        MarkOf("point", ("filled", true), ("size", 90)),
        Encoding(
            ("y", Field("mean", axis, unit)),
            ("opacity", new JsonObject { ["condition"] = new JsonObject { ["param"] = "near", ["empty"] = false, ["value"] = 1 }, ["value"] = 0 }),
            ("tooltip", new JsonArray(Tip("label", "rule"), Tip("x", xAxis), Tip("text", "mean ± sd"), Tip("n", "replicates")))),
        ("transform", new JsonArray(new JsonObject { ["filter"] = "datum.inside" })),
        ("params", new JsonArray(new JsonObject
        {
            ["name"] = "near",
            ["select"] = new JsonObject { ["type"] = "point", ["on"] = "pointerover", ["clear"] = "pointerout", ["nearest"] = true },
        })));

    private static JsonObject Tip(string field, string title) => new() { ["field"] = field, ["title"] = title };

    private static JsonObject Reference(double value, ValueAxis axis, MetricUnit unit)
    {
        var y = Field("y", axis, unit);
        y.Remove("field");
        y["datum"] = value;
        return new JsonObject
        {
            ["mark"] = MarkOf("rule", ("color", "#8c8c8c"), ("strokeDash", new JsonArray(4, 4))),
            ["data"] = new JsonObject { ["values"] = new JsonArray(new JsonObject()) },
            ["encoding"] = Encoding(("x", null), ("color", null), ("y", y)),
        };
    }

    private static JsonObject ByLabel(IReadOnlyList<Subject> subjects, Func<Subject, JsonNode> range) => new()
    {
        ["field"] = "label",
        ["type"] = "nominal",
        ["legend"] = null, // the page has one legend for all panels
        ["scale"] = new JsonObject
        {
            ["domain"] = new JsonArray([.. subjects.Select(subject => (JsonNode)subject.Label)]),
            ["range"] = new JsonArray([.. subjects.Select(range)]),
        },
    };

    private static JsonNode Dash(Subject subject)
    {
        IReadOnlyList<int> solid = [1, 0]; // Vega-Lite wants a pattern in every place of a range
        return new JsonArray([.. (subject.Style.Dash.Count > 0 ? subject.Style.Dash : solid).Select(length => (JsonNode)length)]);
    }

    private static JsonObject Focused(double value, double otherwise) => new()
    {
        ["condition"] = new JsonObject { ["test"] = "focus < 0 || datum.s === focus", ["value"] = value },
        ["value"] = otherwise,
    };
}
