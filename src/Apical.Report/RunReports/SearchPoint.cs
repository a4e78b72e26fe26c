using System.Text.Json.Nodes;
using Apical.Runs;
using Apical.Specs;
using Apical.Training;

namespace Apical.Report;

/// <summary>A combination of settings that a sweep tried, as run.json has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Values">What was set, but for the rule.</param>
/// <param name="Value">What settings were chosen by.</param>
/// <param name="StoppedAfter">The epoch after which it was stopped, or null.</param>
/// <param name="IsBest">Whether it is the best of its rule.</param>
internal sealed record SearchPoint(
    string Name, string Rule, IReadOnlyList<(string Setting, string Value)> Values, Spread Value, int? StoppedAfter, bool IsBest)
{
    private const string RuleName = "rule", PointName = "point", Points = "points", Tuning = "tuning";

    /// <summary>The combinations of a sweep, best first; none of another run.</summary>
    public static IReadOnlyList<SearchPoint> Of(RunSource source) => In(source.Record?.Summary);

    /// <summary>The combinations by which the rates of a comparison were tuned, best first; none of another run.</summary>
    public static IReadOnlyList<SearchPoint> TunedIn(RunSource source) => In(source.Record?.Summary?[Tuning] as JsonObject);

    /// <summary>The metric that settings were chosen by, and its unit; null where none were.</summary>
    public static (string Heading, Unit Unit)? SelectedBy(RunSource source)
    {
        string? name = Text(At(source.Record?.Summary?[Tuning], "select") ?? source.Record?.Description.Settings["select"]);
        string? metric = Selection.Metrics.FirstOrDefault(known => known.Name == name).Metric;
        return MetricNames.All.FirstOrDefault(known => known.Name == metric) is { } found
            ? ($"{found.Samples} {found.Heading}".ToLowerInvariant() + (found.Unit == Unit.Share ? " (%)" : ""), found.Unit) : null;
    }

    /// <summary>The place of a rule among those of the search, as they were given; behind them where no run of it came to its end.</summary>
    public static int Place(RunSource source, string rule)
    {
        JsonObject? summary = source.Record?.Summary;
        int place = (At(summary?[Tuning] ?? summary, "rules") as JsonArray ?? []).ToList().FindIndex(best => Text(At(best, RuleName)) == rule);
        return place < 0 ? int.MaxValue : place;
    }

    /// <summary>The number of a setting; null where it has none, or is no number.</summary>
    public double? Number(string setting) =>
        Values.Where(value => value.Setting == setting).Select(value => ValueText.Number(value.Value)).FirstOrDefault();

    private static IReadOnlyList<SearchPoint> In(JsonObject? summary)
    {
        var best = (summary?["rules"] as JsonArray ?? []).Select(rule => Text(At(rule, PointName))).ToHashSet();
        SearchPoint?[] points = [.. (summary?[Points] as JsonArray ?? []).Select(point => Read(point, best))];
        return points.Contains(null) ? [] : [.. points.OfType<SearchPoint>()];
    }

    // null where it was written by another version, or is damaged
    private static SearchPoint? Read(JsonNode? json, HashSet<string?> best)
    {
        JsonNode? value = At(json, "value");
        double mean = Finite(At(value, "mean")), sd = Finite(At(value, "sd"));
        int runs = At(json, "runs") is JsonValue count && count.TryGetValue(out int n) ? n : 0;
        int? stopped = At(json, "stoppedAfter") is JsonValue epoch && epoch.TryGetValue(out int last) ? last : null;
        return Text(At(json, PointName)) is { } name && Text(At(At(json, "recipe"), RuleName)) is { } rule && At(json, "values") is JsonObject values
            ? new(name, rule, [.. values.Where(member => member.Key != RuleName).Select(member => (member.Key, Text(member.Value) ?? ""))],
                new(mean, sd, double.IsNaN(mean) ? 0 : runs, 0), stopped, best.Contains(name))
            : null;
    }

    private static JsonNode? At(JsonNode? json, string member) => (json as JsonObject)?[member];

    private static string? Text(JsonNode? json) => json is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static double Finite(JsonNode? json) =>
        json is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : double.NaN;
}
