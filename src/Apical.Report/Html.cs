using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Apical.Report;

/// <summary>The only ways in which text from a run gets into a page.</summary>
internal static class Html
{
    // The default encoder escapes <, >, & and quotes, so no text can end the script element that carries the data.
    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>Text for element content and attribute values.</summary>
    public static string Text(string? text) => WebUtility.HtmlEncode(text) ?? "";

    /// <summary>The head of a table, up to the first row of its body.</summary>
    /// <param name="columns">Texts above the columns.</param>
    public static string Head(params IEnumerable<string> columns) =>
        $"<thead><tr>{string.Concat(columns.Select(column => $"<th scope=\"col\">{Text(column)}</th>"))}</tr></thead><tbody>\n";

    /// <summary>A script element that carries data and is not run.</summary>
    public static string Data(JsonNode json) => $"""<script type="application/json">{json.ToJsonString(s_compact)}</script>""";
}
