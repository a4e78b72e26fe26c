using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Apical.Report;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Report;

/// <summary>Makes run folders as training would, and takes pages apart.</summary>
internal static partial class SampleRun
{
    public static readonly ChartScripts NoScripts = new([new("vega", "6.0.1", "sha384-v", null, null),
        new("vega-lite", "6.0.2", "sha384-l", null, null), new("vega-embed", "7.0.3", "sha384-e", null, null)]);

    public static readonly ChartScripts FakeScripts = new([new("vega", "6.0.1", "sha384-v", "vegaCode()", "vega's licence"),
        new("vega-lite", "6.0.2", "sha384-l", "liteCode()", "lite's licence"), new("vega-embed", "7.0.3", "sha384-e", "embedCode()", "embed's licence")]);

    /// <summary>Writes a run and leaves it as a kill would, unless <paramref name="end"/> ends it.</summary>
    public static string Write(string folder, IEnumerable<MetricRow> rows, JsonObject? settings = null, Action<RunFolder>? end = null,
        string command = "apical compare",
        IReadOnlyList<Metric>? metrics = null)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var description = new RunDescription
        {
            Command = command,
            Settings = settings ?? [],
            Seeds = [1, 2],
            Metrics = metrics ?? [],
            ApicalVersion = "9.9.9",
            Machine = new MachineFacts(".NET 10.0.9", "an OS", "X64", "a CPU", 2, 512),
        };
        using var run = RunFolder.Create(folder, description, time);
        run.Append(rows);
        if (end is null)
        {
            string asKilled = File.ReadAllText(Path.Combine(folder, "run.json"));
            run.Dispose();
            File.WriteAllText(Path.Combine(folder, "run.json"), asKilled);
        }
        else
        {
            time.Now = time.Now.AddSeconds(90);
            end(run);
        }

        return folder;
    }

    public static string Page(ChartScripts scripts, params string[] folders) =>
        File.ReadAllText(ReportPage.Write(folders, Path.Combine(folders[0], "page.html"), scripts));

    /// <summary>The specifications of all charts, in the order of the page.</summary>
    public static List<JsonNode> Charts(string html) => [.. DataElement().Matches(html).Select(match => JsonNode.Parse(match.Groups[1].Value)!)];

    public static IEnumerable<JsonNode> Values(JsonNode chart) => chart["data"]!["values"]!.AsArray().Select(value => value!);

    /// <summary>The names of its series, in their order.</summary>
    public static IEnumerable<string> Names(JsonNode chart) =>
        chart["params"]!.AsArray().Single(one => (string)one!["name"]! == "names")!["value"]!.AsArray().Select(name => (string)name!);

    /// <summary>The axis and scale of a channel of its lines.</summary>
    public static JsonNode Channel(JsonNode chart, string channel) =>
        chart["layer"]!.AsArray().First(layer => (string)layer!["mark"]!["type"]! == "line")!["encoding"]![channel]!;

    public static MetricRow Row(string rule, int run, int epoch, string metric, double value, int? layer = null) =>
        new(rule, run, epoch, 100L * epoch, metric, layer, value);

    [GeneratedRegex("""<script type="application/json">(.*?)</script>""", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
