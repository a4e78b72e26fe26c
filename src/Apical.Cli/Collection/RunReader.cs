using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Papers;
using Apical.Runs;
using Apical.Specs;

namespace Apical.Cli.Collection;

/// <summary>Reads what lies in the folder of a run. What cannot be read is told as damaged and is no error.</summary>
internal static class RunReader
{
    /// <summary>Whether a folder is that of a run or of an experiment.</summary>
    public static bool IsRun(string folder) =>
        File.Exists(Path.Combine(folder, RunFolder.RecordName)) || File.Exists(Path.Combine(folder, Reproduction.FileName));

    /// <summary>Whether a process is at work in the folder of a run or an experiment.</summary>
    public static bool IsAtWork(string folder) => MetricsFile.IsBeingWritten(Path.Combine(folder, RunFolder.MetricsName))
        || PartsFolder.AnyIsAtWork(folder) || WorkMark.IsOn(Path.Combine(folder, Reproduction.FileName));

    /// <summary>Reads one.</summary>
    /// <param name="folder">A folder of which <see cref="IsRun"/> holds.</param>
    /// <param name="name">What it is called.</param>
    public static RunEntry Read(string folder, string name)
    {
        RunNotes notes = new([], []);
        string? reason = null;
        try
        {
            notes = RunNotes.Read(folder);
        }
        catch (Exception error) when (Problem.IsExpected(error))
        {
            reason = Problem.Line(error);
        }

        string file = Path.Combine(folder, RunFolder.RecordName), experiment = Path.Combine(folder, Reproduction.FileName);
        bool isRun = File.Exists(file);
        try
        {
            RunEntry entry = isRun ? OfRun(folder, name, notes) : OfExperiment(folder, name, notes);
            return entry with { Reason = entry.Reason ?? reason };
        }
        catch (Exception error) when (
            Problem.IsExpected(error) || error is JsonException or InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            return new RunEntry
            {
                Folder = folder,
                Name = name,
                Kind = isRun ? "other" : "reproduce",
                Status = RunState.Damaged,
                Reason = Problem.Line(error),
                Started = File.GetLastWriteTimeUtc(isRun ? file : experiment),
                Notes = notes,
            };
        }
    }

    private static RunEntry OfRun(string folder, string name, RunNotes notes)
    {
        (RunRecord record, RunState state) = RunStates.Of(
            () => RunFolder.ReadRecord(folder), record => record.Status,
            () => IsAtWork(folder));
        JsonObject settings = record.Description.Settings;
        return new RunEntry
        {
            Folder = folder,
            Name = name,
            Kind = KindOf(settings),
            Status = state,
            Reason = record.Reason,
            Started = record.Started,
            Finished = record.Finished,
            Command = record.Description.Command,
            Data = settings["over"]?["data"] is JsonArray sets ? [.. sets.Select(one => (string)one!)] : (string?)settings["data"] is { } set ? [set] : [],
            Rules = settings["over"]?["rule"] is JsonArray swept ? [.. swept.Select(one => (string)one!)]
                : settings["rules"] is JsonArray rules ? [.. rules.Select(one => (string)one!)]
                : (string?)settings["rule"] is { } rule ? [rule]
                : (string?)settings["rules"] is { } list ? Spec.Split(list) : [],
            Scores = RunScores.Of(record, folder),
            Notes = notes,
            Record = JsonNode.Parse(record.ToJson())!.AsObject(),
        };
    }

    private static RunEntry OfExperiment(string folder, string name, RunNotes notes)
    {
        string file = Path.Combine(folder, Reproduction.FileName);
        (Reproduction result, RunState state) = RunStates.Of(
            () => Reproduction.Read(folder), result => result.Status, () => IsAtWork(folder));
        return new RunEntry
        {
            Folder = folder,
            Name = name,
            Kind = "reproduce",
            Status = state,
            Reason = result.Skipped,
            Started = result.Started ?? File.GetLastWriteTimeUtc(file),
            Command = result.Command,
            Data =
            [
                .. from setting in result.Settings
                   where setting.Name.StartsWith(ExperimentRun.DataNote, StringComparison.Ordinal)
                   select setting.Value,
            ],
            Rules = [result.Id],
            Claims = result.Claims.Where(claim => claim.Judged).ToArray() is var judged ? (judged.Count(claim => claim.Holds), judged.Length) : null,
            Notes = notes,
            Record = JsonText.Read(file)!.AsObject(),
        };
    }

    private static string KindOf(JsonObject settings) => settings.ContainsKey("over") ? "sweep" : settings["rules"] is JsonArray ? "compare"
        : settings.ContainsKey("checkpointEvery") ? "train" : "other";
}
