using System.Globalization;
using System.Text.Json.Nodes;

namespace Apical.Report;

/// <summary>The parts that all specifications are made of.</summary>
internal static class VegaLite
{
    /// <summary>The version of the language.</summary>
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>Six digits are more than a chart can show, and a third of the page.</summary>
    public static JsonNode? Finite(double value) => double.IsFinite(value)
        ? JsonValue.Create(double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)) : null;

    /// <summary>A mark.</summary>
    public static JsonObject MarkOf(string type, params (string Name, JsonNode? Value)[] more)
    {
        var mark = new JsonObject { ["type"] = type, ["aria"] = false }; // the description speaks for the chart; hundreds of marks would not help
        foreach (var (name, value) in more)
        {
            mark[name] = value;
        }

        return mark;
    }

    /// <summary>What its channels show.</summary>
    public static JsonObject Encoding(params (string Channel, JsonNode? Value)[] channels) =>
        new(channels.Select(channel => KeyValuePair.Create(channel.Channel, channel.Value)));

    /// <summary>A mark and what its channels show.</summary>
    public static JsonObject Layer(JsonObject mark, JsonObject encoding, params (string Name, JsonNode Value)[] more)
    {
        var layer = new JsonObject { ["mark"] = mark, ["encoding"] = encoding };
        foreach (var (name, value) in more)
        {
            layer[name] = value;
        }

        return layer;
    }

    /// <summary>The look that all charts share.</summary>
    public static JsonObject Config() => new()
    {
        ["font"] = "system-ui, sans-serif",
        ["view"] = new JsonObject { ["stroke"] = null },
        ["axis"] = new JsonObject { ["labelFontSize"] = 12, ["titleFontSize"] = 12, ["titleFontWeight"] = "normal", ["ticks"] = false, ["labelPadding"] = 6 },
        ["axisX"] = new JsonObject { ["ticks"] = true, ["tickSize"] = 4, ["labelPadding"] = 3 },
        ["axisY"] = new JsonObject { ["domain"] = false, ["tickCount"] = 5 },
    };
}
