using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Report;

/// <summary>Title, state of each run, and notices about what is missing.</summary>
internal static class PageHead
{
    private static readonly (string Name, string Words)[] s_ofData =
    [
        ("trainSamples", "training samples:"), ("testSamples", "test samples:"), ("validation", "kept for validation:"), ("normalise", "normalised:"),
        ("targets", "targets:"),
    ];

    /// <summary>The title of the page.</summary>
    public static string Title(IReadOnlyList<RunSource> sources) => sources is [var only] ? only.Name : $"Comparison of {sources.Count} runs";

    /// <summary>The head as HTML.</summary>
    public static string Render(IReadOnlyList<RunSource> sources, ChartScripts scripts)
    {
        var html = new StringBuilder($"<header>\n<p class=\"eyebrow\">Apical run report</p>\n<h1>{Html.Text(Title(sources))}</h1>\n");
        foreach (var source in sources)
        {
            html.Append(State(source, sources.Count > 1));
        }

        foreach (string notice in sources.SelectMany(source => Notices(source, sources.Count > 1)).Concat(OtherData(sources)))
        {
            html.Append($"<p class=\"notice\">{Html.Text(notice)}</p>\n");
        }

        return html.Append(AboutScripts(scripts)).Append("</header>\n").ToString();
    }

    /// <summary>Notices for when the charts cannot be drawn.</summary>
    public static string AboutScripts(ChartScripts scripts) =>
        (scripts.Embedded ? "" : "<p class=\"notice\">The scripts that draw the charts come from cdn.jsdelivr.net, because this build of Apical "
            + "does not carry them. "
            + "Without a network the charts stay empty; the tables hold the numbers in any case.</p>\n")
        + "<noscript><p class=\"notice\">The charts need JavaScript. The tables hold the same numbers.</p></noscript>\n"
        + "<p class=\"notice\" id=\"no-charts\" hidden>The charts could not be drawn, because their scripts did not load. "
        + "The tables below hold the same numbers.</p>\n";

    /// <summary>A time in the unit that suits it.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60 ? time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s"
        : time.TotalHours < 1 ? $"{time.Minutes} min {time.Seconds} s"
        : $"{(int)time.TotalHours} h {time.Minutes} min";

    private static string State(RunSource source, bool named)
    {
        if (source.Record is not { } record)
        {
            return named ? $"<p class=\"state\"><b>{Html.Text(source.Name)}</b></p>\n" : "";
        }

        string took = record.Finished is { } finished ? $" · took {Duration(finished - record.Started)}" : "";
        string name = named ? $"<b>{Html.Text(source.Name)}</b> " : "", status = record.Status.ToString().ToLowerInvariant();
        string started = record.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"""
            <p class="state">{name}<span class="status {status}">{status}</span> <span>started {started} UTC{took}</span></p>
            <pre class="command"><code>{Html.Text(record.Description.Command)}</code></pre>

            """;
    }

    private static IEnumerable<string> Notices(RunSource source, bool named)
    {
        string prefix = named ? $"{source.Name}: " : "";
        int last = source.Metrics.Rows.Select(row => row.Epoch).DefaultIfEmpty(0).Max();
        string until = source.Metrics.Rows.Count == 0 ? "Nothing had been measured yet."
            : $"The page shows what was measured until epoch {last}{Planned(source)}.";
        string because = source.Record?.Reason is { } reason ? $": {reason.TrimEnd('.')}" : "";
        string? state = source.Record?.Status switch
        {
            RunStatus.Running => $"The run was still at work when this page was drawn, or it was killed. {until}",
            RunStatus.Interrupted => $"The run was interrupted{because}. {until}",
            RunStatus.Failed => $"The run failed{because}. {until}",
            RunStatus.Finished when source.Metrics.Rows.Count == 0 => "The run measured nothing.",
            _ => null,
        };
        return (state is null ? source.Problems : source.Problems.Prepend(state)).Select(sentence => prefix + sentence);
    }

    private static IEnumerable<string> OtherData(IReadOnlyList<RunSource> sources)
    {
        (string Name, string Data)[] known = [.. sources.Where(source => source.Record is not null).Select(source => (source.Name, Data(source)))];
        if (known.Select(run => run.Data).Distinct().Count() > 1)
        {
            yield return "The runs have different data, so curves that share axes here are not to be compared in height: "
                + $"{string.Join("; ", known.Select(run => $"{run.Name} has {run.Data}"))}.";
        }
    }

    /// <summary>What a run learns from and is judged by, in words.</summary>
    private static string Data(RunSource source)
    {
        JsonObject settings = source.Record!.Description.Settings;
        string?[] parts =
        [
            settings["data"]?.ToString(),
            .. from setting in s_ofData let value = settings[setting.Name]?.ToString() where value is not null and not "0" select $"{setting.Words} {value}",
        ];
        return string.Join(", ", parts.OfType<string>());
    }

    private static string Planned(RunSource source) =>
        source.Record?.Description.Settings["epochs"] is JsonValue value && value.TryGetValue(out int epochs) ? $" of {epochs}" : "";
}
