using System.Text.Json.Nodes;
using Apical.Cli.Output;

namespace Apical.Cli.Collection;

/// <summary>A run as a list has it, of whatever kind: read from its folder and from nothing else.</summary>
internal sealed record RunEntry
{
    /// <summary>All that <see cref="Kind"/> can be, but for runs of other programs.</summary>
    public static readonly string[] Kinds = ["train", "compare", "sweep", "reproduce"];

    /// <summary>Its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Its folder as seen from the one that was looked through.</summary>
    public required string Name { get; init; }

    /// <summary>The command: one of <see cref="Kinds"/>, or <c>other</c>.</summary>
    public string Kind { get; init; } = "other";

    /// <summary>How it stands with it.</summary>
    public required RunState Status { get; init; }

    /// <summary>Why it failed, was interrupted or cannot be read; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended; null where that is not known.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>The command line.</summary>
    public string Command { get; init; } = "";

    /// <summary>Data sets, with all settings.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Rules with their settings; of an experiment its name.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>What it came to, best first: of an experiment nothing.</summary>
    public IReadOnlyList<RunScore> Scores { get; init; } = [];

    /// <summary>Of an experiment how many claims hold, of how many; else null.</summary>
    public (int Held, int All)? Claims { get; init; }

    /// <summary>Notes and tags.</summary>
    public required RunNotes Notes { get; init; }

    /// <summary>All of <c>run.json</c> or <c>reproduction.json</c>; null of a damaged one.</summary>
    public JsonObject? Record { get; init; }

    /// <summary>The accuracy of the best, which a sweep chooses as it was told to; NaN where there is none.</summary>
    public double Accuracy => Scores.Count > 0 ? Scores[0].TestAccuracy.Mean : double.NaN;

    /// <summary>The loss of the same; NaN where there is none.</summary>
    public double Loss => Scores.Count > 0 ? Scores[0].TestLoss.Mean : double.NaN;

    /// <summary>The best numbers in short.</summary>
    public string Best
    {
        get
        {
            if (Claims is var (held, all))
            {
                return all == 0 ? Show.Nothing : $"{held} of {Show.Count(all, "claim")} hold";
            }

            if (Scores.Count == 0)
            {
                return Show.Nothing;
            }

            RunScore best = Scores[0];
            int failed = Scores.Sum(score => score.Failed);
            string number = double.IsFinite(best.TestAccuracy.Mean) ? $"{Show.Spread(best.TestAccuracy, Show.Percent)} %"
                : double.IsFinite(best.TestLoss.Mean) ? $"loss {Show.Spread(best.TestLoss, Show.Loss)}" : Show.Nothing;
            return (Scores.Count > 1 && number != Show.Nothing ? $"{best.Name} {number}" : number) + (failed > 0 ? $", {failed} failed" : "");
        }
    }

    /// <summary>As a program reads it.</summary>
    public JsonObject ToJson() => new()
    {
        ["run"] = Folder,
        ["kind"] = Kind,
        ["status"] = Status.Word(),
        ["reason"] = Reason,
        ["started"] = $"{Started.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}",
        ["finished"] = Finished is { } time ? $"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}" : null,
        ["command"] = Command,
        ["data"] = new JsonArray([.. Data.Select(set => (JsonNode)set)]),
        ["rules"] = new JsonArray([.. Rules.Select(rule => (JsonNode)rule)]),
        ["results"] = new JsonArray([.. Scores.Select(score => new JsonObject
        {
            ["name"] = score.Name,
            ["runs"] = score.Runs,
            ["failed"] = score.Failed,
            ["testAccuracy"] = ResultJson.Spread(score.TestAccuracy),
            ["testLoss"] = ResultJson.Spread(score.TestLoss),
            ["seconds"] = ResultJson.Number(score.Seconds),
        })]),
        ["claims"] = Claims is var (held, all) ? new JsonObject { ["hold"] = held, ["of"] = all } : null,
        ["tags"] = Notes.TagsJson(),
        ["notes"] = Notes.NotesJson(),
    };
}
