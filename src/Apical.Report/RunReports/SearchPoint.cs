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
        string? name = (string?)(source.Record?.Summary?[Tuning]?["select"] ?? source.Record?.Description.Settings["select"]);
        string? metric = Selection.Metrics.FirstOrDefault(known => known.Name == name).Metric;
        return MetricNames.All.FirstOrDefault(known => known.Name == metric) is { } found
            ? ($"{found.Samples} {found.Heading}".ToLowerInvariant() + (found.Unit == Unit.Share ? " (%)" : ""), found.Unit) : null;
    }

    /// <summary>The place of a rule among those of the search, as they were given; behind them where no run of it came to its end.</summary>
    public static int Place(RunSource source, string rule)
    {
        JsonObject? summary = source.Record?.Summary;
        int place = ((summary?[Tuning] ?? summary)?["rules"] as JsonArray ?? []).ToList().FindIndex(best => (string?)best?[RuleName] == rule);
        return place < 0 ? int.MaxValue : place;
    }

    /// <summary>The number of a setting; null where it has none, or is no number.</summary>
    public double? Number(string setting) =>
        Values.Where(value => value.Setting == setting).Select(value => ValueText.Number(value.Value)).FirstOrDefault();

    private static IReadOnlyList<SearchPoint> In(JsonObject? summary)
    {
        try
        {
            var best = (summary?["rules"] as JsonArray ?? []).Select(rule => (string?)rule?[PointName]).ToHashSet();
            return [.. (summary?[Points] as JsonArray ?? []).Select(point => Read(point!.AsObject(), best))];
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException or NullReferenceException)
        {
            return [];      // written by another version
        }
    }

    private static SearchPoint Read(JsonObject json, HashSet<string?> best)
    {
        string name = (string)json[PointName]!;
        double mean = (double?)json["value"]!["mean"] ?? double.NaN, sd = (double?)json["value"]!["sd"] ?? double.NaN;
        return new(
            name, (string)json["recipe"]![RuleName]!,
            [.. json["values"]!.AsObject().Where(value => value.Key != RuleName).Select(value => (value.Key, (string)value.Value!))],
            new(mean, sd, double.IsNaN(mean) ? 0 : (int)json["runs"]!, 0), (int?)json["stoppedAfter"], best.Contains(name));
    }
}
