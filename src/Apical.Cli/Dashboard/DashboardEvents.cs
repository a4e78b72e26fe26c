using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Apical.Cli.Collection;
using Apical.Cli.Output;
using Apical.Report;
using Apical.Runs;

namespace Apical.Cli.Dashboard;

/// <summary>
/// What a page is told: <c>runs</c>, the list, whenever it changes; <c>rows</c>, what the run it looks at measured since it was last told, with
/// <c>fresh</c> where all before that is void; <c>wrong</c>, why nothing more can be read of that, or an empty text when it can be again.
/// </summary>
/// <param name="folder">The folder that is watched.</param>
/// <param name="run">Name of the run that the page looks at; null for none.</param>
/// <param name="time">Tells when to look again.</param>
internal sealed class DashboardEvents(string folder, string? run, TimeProvider time)
{
    private const int MostRows = 5000;                  // in one event

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);
    private static readonly EnumerationOptions s_readable = new();      // passes over what may not be read

    /// <summary>Looks again and again.</summary>
    /// <param name="ends">Ends it.</param>
    public async IAsyncEnumerable<SseItem<string>> Follow([EnumeratorCancellation] CancellationToken ends)
    {
        var runs = new RunWatch(folder);
        string? told = null, wrong = null;
        MetricsTail? tail = null;
        using var timer = new PeriodicTimer(s_look, time);
        do
        {
            IReadOnlyList<RunEntry> entries = runs.Look();
            string list = new JsonArray([.. entries.Select(entry => Told(entry, entry.Name == run))]).ToJsonString();
            if (list != told)
            {
                told = list;
                yield return new(list, "runs");
            }

            // Names come from what was found, so that none leads elsewhere.
            RunEntry? looked = entries.FirstOrDefault(entry => entry.Name == run);
            tail = looked is null ? null : tail ?? new MetricsTail(Path.Combine(looked.Folder, RunFolder.MetricsName));
            if (tail is not null)
            {
                (bool fresh, IReadOnlyList<MetricRow> rows) = tail.Read();
                for (int first = 0; first < rows.Count || fresh; first += MostRows, fresh = false)
                {
                    var some = new JsonArray([.. rows.Skip(first).Take(MostRows).Select(Row)]);
                    yield return new(new JsonObject { ["fresh"] = fresh, ["rows"] = some }.ToJsonString(), "rows");
                }

                if (tail.Wrong != wrong)
                {
                    wrong = tail.Wrong;
                    yield return new(JsonValue.Create(wrong ?? "").ToJsonString(), "wrong");
                }
            }
        }
        while (await timer.WaitForNextTickAsync(ends));
    }

    // Of the run that is looked at also what its page needs.
    private JsonNode Told(RunEntry entry, bool looked) => new JsonObject
    {
        ["name"] = entry.Name,
        ["kind"] = entry.Kind,
        ["status"] = entry.Status.Word(),
        ["reason"] = entry.Reason,
        ["started"] = $"{entry.Started.UtcDateTime:yyyy-MM-dd HH:mm}",
        ["command"] = entry.Command,
        ["best"] = entry.Best == Show.Nothing ? null : entry.Best,
        ["elsewhere"] = looked ? Elsewhere(entry) : null,
        ["places"] = looked ? Places(entry) : null,
        ["metrics"] = looked ? entry.Record?["metrics"]?.DeepClone() : null,
        ["epochs"] = looked && entry.Kind == "train" ? entry.Record!["settings"]!["epochs"]?.DeepClone() : null,
        ["page"] = looked && PageOf(folder, entry.Folder) is not null,
    };

    /// <summary>
    /// The report page of a run, or of several experiments, which have one in common above their folders; null where there is none yet. Links are not followed.
    /// </summary>
    /// <param name="root">The folder that is watched: nothing above it is served.</param>
    /// <param name="folder">That of a run in it.</param>
    public static string? PageOf(string root, string folder)
    {
        string page = Path.Combine(folder, RunFolder.ReportName), above = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) ?? "";
        return RegularFile.LengthOf(page) > 0 && new FileInfo(page).LinkTarget is null ? page
            : File.Exists(Path.Combine(folder, Reproduction.FileName)) && Path.GetFullPath(folder) != Path.GetFullPath(root) && !RunReader.IsRun(above)
                ? PageOf(root, above) : null;
    }

    // Why there may be nothing to draw yet.
    private string? Elsewhere(RunEntry entry) => entry.Kind == "reproduce" ? OfExperiment(entry)
        : entry.Status != RunState.Running ? null
        : PartsFolder.IsShared(entry.Folder) ? "Its runs are done in parts: they are drawn when all are gathered (apical gather)."
        : File.Exists(Path.Combine(entry.Folder, RunFolder.MetricsName)) ? null
        : "Nothing was measured yet. Where rates are tuned first, that is in a run of its own.";

    private string OfExperiment(RunEntry entry)
    {
        string replicates = Path.Combine(entry.Folder, "replicates");
        int count = Directory.Exists(replicates) ? Directory.EnumerateFiles(replicates, "*.json", s_readable).Count() : 0;
        return entry.Status == RunState.Running ? $"{Show.Count(count, "replicate")} done. Figures and claims are drawn when all are."
            : PageOf(folder, entry.Folder) is not null ? "Its figures and claims are on its page."
            : entry.Status == RunState.Finished ? "It has no page here; apical report draws one."
            : $"{Show.Count(count, "replicate")} done; there is no page yet.";
    }

    private static JsonObject Places(RunEntry entry)
    {
        string[] rules = [.. entry.Rules.Distinct()];
        return new(rules.Zip(DashboardPage.Places(rules), (rule, place) => KeyValuePair.Create(rule, (JsonNode?)place)));
    }

    private static JsonNode Row(MetricRow row) =>
        new JsonArray(row.Rule, row.Run, row.Epoch, row.Metric, row.Layer, double.IsFinite(row.Value) ? row.Value : null);
}
