using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Runs;

namespace Apical.Cli.Reproduce;

/// <summary>The result of experiments for a program. Numbers that are not finite become null.</summary>
internal static class ReproductionJson
{
    /// <summary>One experiment as an object, or several as an array.</summary>
    /// <param name="results">Each with its folder.</param>
    /// <param name="isList">Whether it is an array, even of one.</param>
    public static string Text(IReadOnlyList<(Reproduction Result, string Folder)> results, bool isList)
    {
        JsonNode[] objects = [.. results.Select(result => Of(result.Result, result.Folder))];
        return (isList ? new JsonArray(objects) : objects[0]).ToJsonString(JsonOutput.Readable);
    }

    private static JsonObject Of(Reproduction result, string folder) => new()
    {
        ["id"] = result.Id,
        ["scale"] = $"{result.Scale}".ToLowerInvariant(),
        ["status"] = $"{result.Status}".ToLowerInvariant(),
        ["skipped"] = result.Skipped,
        ["set"] = result.Set is { } set ? new JsonArray([.. set.Select(value => (JsonNode)value)]) : null,
        ["claims"] = new JsonArray([.. result.Claims.Select(Of)]),
        ["notes"] = new JsonArray([.. result.Notes.Select(note => (JsonNode)note)]),
        ["failed"] = result.Groups.Sum(group => group.Failed),
        ["seconds"] = Math.Round(result.Seconds, 3),
        ["out"] = folder,
    };

    private static JsonObject Of(Claim claim) => new()
    {
        ["claim"] = claim.Text,
        ["paper"] = claim.Paper,
        ["measured"] = claim.Measured,
        ["band"] = claim.Judged ? claim.Band : null,
        ["holds"] = claim.Judged ? claim.Holds : null,
        ["orderOnly"] = claim.OrderOnly,
        ["ofTheClock"] = claim.OfTheClock,
        ["published"] = Number(claim.Published),
        ["value"] = Number(claim.Value),
    };

    private static JsonNode? Number(double? number) => number is { } n && double.IsFinite(n) ? JsonValue.Create(n) : null;
}
