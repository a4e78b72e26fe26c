using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Runs;

namespace Apical.Report;

/// <summary>One rule in one run: a line in the charts, a row in the summary.</summary>
/// <param name="Label">The rule, and the run where several have it.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Source">The run.</param>
/// <param name="Style">How its line looks.</param>
internal sealed partial record Subject(string Label, string Rule, RunSource Source, LineStyle Style)
{
    /// <summary>Replicates that failed.</summary>
    public IReadOnlyList<int> Failed { get; } = Source.Metrics.FailedRuns(Rule);

    /// <summary>All replicates.</summary>
    public IReadOnlyList<int> Replicates { get; } = Source.Metrics.Runs(Rule);

    /// <summary>A sentence for what shows losses of several kinds side by side; null where they are of one kind.</summary>
    public static string? TellLosses(IReadOnlyList<Subject> subjects)
    {
        var kinds = subjects.Where(subject => subject.Loss is not null).GroupBy(subject => subject.Loss!).ToList();
        return kinds.Count < 2 ? null : "Losses are of different kinds, so their sizes are not to be compared: "
            + $"{string.Join("; ", kinds.Select(kind => $"{kind.Key} of {string.Join(", ", kind.Select(subject => subject.Label))}"))}.";
    }

    /// <summary>A sentence for what shows times of runs that looked for their rate before the first step; null where none did.</summary>
    public static string? TellSearch(IReadOnlyList<Subject> subjects) => subjects.Any(subject => subject.Series(MetricNames.LearningRate, null) is not null)
        ? "The search for a learning rate before the first step counts as training time." : null;

    /// <summary>All subjects of the runs: in the order of the settings where they name the rules, else as they first appear.</summary>
    public static IReadOnlyList<Subject> Of(IReadOnlyList<RunSource> sources)
    {
        var pairs = sources.SelectMany(source => InOrder(source).Select(rule => (Rule: rule, Source: source))).ToList();
        var styles = LineStyle.Assign([.. pairs.Select(pair => pair.Rule)]);
        var labels = Labels(pairs, sources);
        return [.. pairs.Select((pair, i) => new Subject(labels[i], pair.Rule, pair.Source, styles[i]))];
    }

    /// <summary>The loss that it learns by, or null where the run does not say: models may have one of their own.</summary>
    public string? Loss => Source.Record?.Description.Settings["loss"] switch
    {
        JsonObject each => each[Rule]?.ToString(),
        JsonValue text => text.ToString(),
        _ => null,
    };

    /// <summary>The course of a metric, or null.</summary>
    public MetricSeries? Series(string metric, int? layer) => Source.Metrics.Series(Rule, metric, layer);

    /// <summary>The last value of a metric, over the replicates that did not fail.</summary>
    public Spread Final(string metric, int? layer = null) =>
        Spread.Of(Series(metric, layer)?.Last.Where(run => !Failed.Contains(run.Key)).Select(run => run.Value) ?? []);

    private static IEnumerable<string> InOrder(RunSource source)
    {
        string[] wanted = source.Record?.Description.Settings["rules"] switch
        {
            null when SearchPoint.Of(source) is { Count: > 0 } points => [.. points.Select(point => point.Name)],
            JsonArray list => [.. list.Select(item => item?.ToString() ?? "")],
            JsonValue text => text.ToString().Split(',', StringSplitOptions.TrimEntries),
            _ => [],
        };
        return wanted.Distinct().Where(source.Metrics.Rules.Contains).Concat(source.Metrics.Rules.Except(wanted));
    }

    private static List<string> Labels(List<(string Rule, RunSource Source)> pairs, IReadOnlyList<RunSource> sources)
    {
        bool ambiguous = pairs.GroupBy(pair => pair.Rule).Any(group => group.Count() > 1);
        bool shortNames = sources.Select(Short).Distinct().Count() == sources.Count;
        var labels = new List<string>();
        foreach (var (rule, source) in pairs)
        {
            string label = ambiguous ? $"{rule} · {(shortNames ? Short(source) : source.Name)}" : rule;
            string unique = label;
            for (int i = 2; labels.Contains(unique); i++)
            {
                unique = $"{label} ({i})"; // folders of the same name in different places
            }

            labels.Add(unique);
        }

        return labels;
    }

    /// <summary>The name of the folder without its time stamp, which tells little in a legend.</summary>
    private static string Short(RunSource source) => TimeStamp().Replace(source.Name, "");

    [GeneratedRegex(@"^\d{8}-\d{6}-(?=.)")]
    private static partial Regex TimeStamp();
}
