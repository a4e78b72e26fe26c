using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Apical.Runs;

/// <summary>The content of <c>run.json</c>.</summary>
public sealed record RunRecord
{
    private const string Format = "apical-run";

    /// <summary>Format version that this program writes, and the newest that it reads.</summary>
    public const int FormatVersion = 1;

    /// <summary>How far the run has come.</summary>
    public RunStatus Status { get; init; } = RunStatus.Running;

    /// <summary>Why it was interrupted or failed; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>What it set out to do, with what, where.</summary>
    public required RunDescription Description { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, UTC; null while it runs.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>When and where it went on after it had stopped, in order.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Resumption> Resumed { get; init; } = [];

    /// <summary>The result in short, in the form the command gives to a program; null while it runs.</summary>
    public JsonObject? Summary { get; init; }

    /// <summary>Reads <c>run.json</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not a run record, is damaged, or was written by a newer version.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            if (JsonText.Read(path) is JsonObject json && json["format"] is JsonValue format && format.TryGetValue(out string? name) && name == Format)
            {
                return FromJson(new JsonFields(json), path);
            }
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new InvalidDataException($"Expected '{path}' to describe a run, but it is damaged: {error.Message} Put it back from a copy.", error);
        }

        throw new InvalidDataException($"Expected '{path}' to describe a run (\"format\": \"{Format}\"), got something else.");
    }

    /// <summary>The text of <c>run.json</c>.</summary>
    public string ToJson()
    {
        var json = new JsonObject
        {
            ["format"] = Format,
            ["formatVersion"] = FormatVersion,
            ["status"] = Status.ToString().ToLowerInvariant(),
            ["reason"] = Reason,
            ["command"] = Description.Command,
            ["settings"] = Finite(Description.Settings),
            ["seeds"] = new JsonArray([.. Description.Seeds.Select(seed => (JsonNode)seed)]),
            ["apicalVersion"] = Description.ApicalVersion,
            ["machine"] = Description.Machine.ToJson(),
            ["metrics"] = new JsonObject(Description.Metrics.Select(metric => KeyValuePair.Create(metric.Name, (JsonNode?)metric.ToJson()))),
            ["started"] = Time(Started),
            ["finished"] = Finished is { } finished ? Time(finished) : null,
            ["summary"] = Finite(Summary),
        };
        if (Description.Code is { } code)
        {
            json["git"] = code.ToJson();
        }

        if (Resumed.Count > 0)
        {
            json["resumed"] = new JsonArray([.. Resumed.Select(time => time.ToJson())]);
        }

        if (Description.Plugins.Count > 0)
        {
            json["plugins"] = new JsonArray([.. Description.Plugins.Select(plugin => plugin.ToJson())]);
        }

        if (Description.SkippedData.Count > 0)
        {
            json["skippedData"] = new JsonArray([.. Description.SkippedData.Select(sample => (JsonNode)sample)]);
        }

        if (Description.StartedFrom.Count > 0)
        {
            json["startedFrom"] = new JsonArray([.. Description.StartedFrom.Select(what => (JsonNode)what)]);
        }

        if (Description.Data.Count > 0)
        {
            json["data"] = new JsonArray([.. Description.Data.Select(set => set.ToJson())]);
        }

        return json.ToJsonString(Readable) + "\n";
    }

    private static JsonSerializerOptions Readable { get; } = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a file for people and programs, never pasted into a page as it is
    };

    private static RunRecord FromJson(JsonFields json, string path)
    {
        int version = json.Whole("formatVersion", 1);
        if (version > FormatVersion)
        {
            throw new InvalidDataException($"Expected format version 1 to {FormatVersion} in '{path}', got {version}. "
                + "Read it with the version of Apical that wrote it, or a newer one.");
        }

        return new RunRecord
        {
            Status = Enum.Parse<RunStatus>(json.Word("status", [.. Enum.GetNames<RunStatus>().Select(name => name.ToLowerInvariant())]), ignoreCase: true),
            Reason = json.TextOrNull("reason"),
            Description = new RunDescription
            {
                Command = json.Text("command"),
                Settings = (JsonObject)json.Object("settings").Json.DeepClone(),
                Seeds = json.Seeds("seeds"),
                ApicalVersion = json.Text("apicalVersion"),
                Code = json.Has("git") ? CodeRecord.FromJson(json.Object("git")) : null,
                Plugins = [.. json.Objects("plugins").Select(PluginRecord.FromJson)],
                SkippedData = json.Texts("skippedData"),
                StartedFrom = json.Texts("startedFrom"),
                Data = [.. json.Objects("data").Select(DataRecord.FromJson)],
                Machine = MachineFacts.FromJson(json.Object("machine")),
                Metrics = [.. json.Members("metrics").Select(metric => Metric.FromJson(metric.Name, metric.Fields))],
            },
            Resumed = [.. json.Objects("resumed").Select(Resumption.FromJson)],
            Started = json.Time("started"),
            Finished = json.Has("finished") ? json.Time("finished") : null,
            Summary = json.Has("summary") ? (JsonObject)json.Object("summary").Json.DeepClone() : null,
        };
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>A copy with null for NaN and infinities, which JSON does not have: a run must not fail for the sd of a single replicate.</summary>
    private static JsonNode? Finite(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Finite(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Finite)]),
        JsonValue value when value.TryGetValue(out double number) && !double.IsFinite(number) => null,
        JsonValue value when value.TryGetValue(out float number) && !float.IsFinite(number) => null,
        _ => node?.DeepClone(),
    };
}
