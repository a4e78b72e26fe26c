using System.Globalization;
using System.Text.Json.Nodes;

namespace Apical.Report;

/// <summary>The parts that all specifications are made of.</summary>
internal static class VegaLite
{
    /// <summary>The version of the language.</summary>
    public const string Schema = "https://vega.github.io/schema/vega-lite/v6.json";

    /// <summary>What charts can draw: differences of larger numbers, or shares of smaller ones, would leave the range of numbers in the browser.</summary>
    public const double Largest = 1e307, Smallest = 1e-300;

    /// <summary>Whether a chart can draw a value.</summary>
    public static bool IsDrawn(double value) => Math.Abs(value) <= Largest;

    /// <summary>A value on an axis: with six digits, a third of the page; with all where the axis shows a small part of what it is.</summary>
    /// <param name="value">The value.</param>
    /// <param name="span">Length of the axis.</param>
    public static JsonNode? Finite(double value, double span) => IsDrawn(value) && span < 1e-3 * Math.Abs(value) ? JsonValue.Create(value) : Finite(value);

    /// <summary>A text that stands in an expression that Vega-Lite makes, which escapes nothing but quotes.</summary>
    public static string Quotable(string text) =>
        string.Concat(text.Select(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029' ? " " : sign == '\\' ? @"\\" : $"{sign}"));

    /// <summary>Six digits are more than a chart can show, and a third of the page.</summary>
    public static JsonNode? Finite(double value) => IsDrawn(value)
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
