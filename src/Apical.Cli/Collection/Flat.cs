using System.Text.Json.Nodes;

namespace Apical.Cli.Collection;

/// <summary>JSON as lines of a name and a value.</summary>
internal static class Flat
{
    /// <summary>All settings of a run or an experiment, nested ones as <c>learningRate.bp</c>.</summary>
    public static IReadOnlyList<(string Name, string Value)> Settings(RunEntry entry) => entry.Record?["settings"] switch
    {
        JsonObject settings => [.. Lines(settings, "")],
        JsonArray notes => [.. notes.Select(note => (Text(note?["name"]), Text(note?["value"])))],
        _ => [],
    };

    /// <summary>A value in words; a list with commas.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "–",
        JsonArray items => string.Join(", ", items.Select(Text)),
        JsonObject members => string.Join(", ", members.Select(member => $"{member.Key}: {Text(member.Value)}")),
        _ => node.ToString(),
    };

    /// <summary>Entries of a list; none where there is no list.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? node) => node is JsonArray items ? items.OfType<JsonNode>() : [];

    private static IEnumerable<(string Name, string Value)> Lines(JsonObject members, string before) => members.SelectMany(member =>
        member.Value is JsonObject inner && inner.Count > 0 ? Lines(inner, $"{before}{member.Key}.") : [($"{before}{member.Key}", Text(member.Value))]);
}
