using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apical.Runs;

/// <summary>The result of one experiment of a paper, as its folder keeps it in <c>reproduction.json</c>.</summary>
public sealed record Reproduction
{
    /// <summary>The file in the folder of an experiment.</summary>
    public const string FileName = "reproduction.json";

    /// <summary>Name of the experiment, e.g. <c>lillicrap2016/s6</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it shows.</summary>
    public required string Title { get; init; }

    /// <summary>The paper: authors, title, place, year.</summary>
    public required string Paper { get; init; }

    /// <summary>How much of it was done.</summary>
    public required Scale Scale { get; init; }

    /// <summary>How far it has come.</summary>
    public RunStatus Status { get; init; } = RunStatus.Running;

    /// <summary>Why there are no claims, where the experiment could not be done for want of data; else null.</summary>
    public string? Skipped { get; init; }

    /// <summary>The command line.</summary>
    public required string Command { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Version of Apical.</summary>
    public string ApicalVersion { get; init; } = typeof(Reproduction).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Assemblies from outside that it was made with; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<PluginRecord>? Plugins { get; init; }

    /// <summary>Where it was computed.</summary>
    public MachineFacts Machine { get; init; } = MachineFacts.Current();

    /// <summary>When it began, UTC; null where an earlier version did not note it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Started { get; init; }

    /// <summary>Seconds from start to end, all sittings together.</summary>
    public double Seconds { get; init; }

    /// <summary>Every parameter with its source.</summary>
    public IReadOnlyList<SettingNote> Settings { get; init; } = [];

    /// <summary>Parameters that were set to other values than the paper's, with the values; its claims are then judged by no band. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Set { get; init; }

    /// <summary>Replicates of each condition at most, as it was asked for; null for as many as there are at its scale.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Runs { get; init; }

    /// <summary>The sets of files that it learned from; null where there were none, or an earlier version did not note them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DataRecord>? Data { get; init; }

    /// <summary>The paper's statements and what was found.</summary>
    public IReadOnlyList<Claim> Claims { get; init; } = [];

    /// <summary>The figure.</summary>
    public IReadOnlyList<Picture> Pictures { get; init; } = [];

    /// <summary>What a reader should know: stand-ins for data, differences from the paper, findings.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Replicates by condition.</summary>
    public IReadOnlyList<GroupCount> Groups { get; init; } = [];

    /// <summary>Reads <see cref="FileName"/> from a folder.</summary>
    /// <param name="folder">Folder of an experiment.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="DirectoryNotFoundException">There is none.</exception>
    public static Reproduction Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!RegularFile.IsThere(path))
        {
            throw new DirectoryNotFoundException($"Expected the folder of an experiment, but '{folder}' has no {FileName}.");
        }

        try
        {
            Reproduction read = JsonText.Deserialize<Reproduction>(Utf8Text.Read(path), PicturesFile.Json);
            _ = PictureCheck.Of(read.Pictures);
            return read;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"Expected '{path}' to describe an experiment, but it is damaged: {error.Message} Put it back from a copy, "
                + "or delete it: the command that made it writes it anew from the replicates, which have files of their own.", error);
        }
    }

    /// <summary>Writes <see cref="FileName"/> into a folder; a reader sees the old or the new file, never half of one.</summary>
    /// <param name="folder">An existing folder.</param>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), Text);

    /// <summary>Writes <see cref="FileName"/> into a folder that has none: of several processes that try, one does.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>Whether this process wrote it.</returns>
    public bool Create(string folder) => AtomicFile.CreateText(Path.Combine(folder, FileName), Text);

    private string Text => JsonSerializer.Serialize(this, PicturesFile.Json) + "\n";
}
