using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Apical.Runs;

/// <summary>
/// The folder <c>parts</c> of a run that several processes share, which is removed when the run is concluded: in it each part says who it is and how it ended.
/// Results do not hang on it; only curves of rates that are found lie there until then. A part also holds a file there, for as long as it lives; machines
/// that do not see each other's locks take it for dead.
/// </summary>
public sealed class PartsFolder : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "parts";

    private const string Notes = "*-of-*.json";

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    private readonly string _run;
    private readonly FileStream? _held;
    private PartNote _note;

    private PartsFolder(string run, PartNote note, FileStream? held) => (_run, _note, _held) = (run, note, held);

    /// <summary>Whether the same part was at work already when this one began.</summary>
    public bool IsTwice { get; private init; }

    /// <summary>Says that a part is at work.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="note">The part.</param>
    /// <exception cref="DiskException">It cannot be written.</exception>
    public static PartsFolder Enter(string run, PartNote note)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        ArgumentNullException.ThrowIfNull(note);
        AtomicFile.MakeFolder(Path.Combine(run, Name));
        FileStream? held = null;
        bool twice = false;
        try
        {
            held = LockFile.Open(PathOf(run, note) + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            twice = error is IOException taken && LockFile.IsTaken(taken);
        }

        var part = new PartsFolder(run, note, held) { IsTwice = twice };
        try
        {
            part.Write();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Another part has concluded the run in this moment, and removed the folder.
        }

        return part;
    }

    /// <summary>Says how the part ended. Where that cannot be written, it stays unsaid.</summary>
    /// <param name="status">How.</param>
    /// <param name="time">When.</param>
    /// <param name="reason">Why it failed, or null.</param>
    public void Leave(RunStatus status, DateTimeOffset time, string? reason = null)
    {
        _note = _note with { Status = status, Ended = time, Reason = reason };
        try
        {
            if (IsShared(_run))
            {
                Write();
            }
        }
        catch (IOException)
        {
            // The disk is full, or another part has just concluded the run and removed the folder.
        }
    }

    /// <summary>Whether there is one in the folder of a run. (A run may have that name itself.)</summary>
    /// <param name="run">The folder of the run.</param>
    public static bool IsShared(string run) =>
        Directory.Exists(Path.Combine(run, Name)) && Directory.EnumerateFiles(Path.Combine(run, Name), Notes).Any();

    /// <summary>What the parts of a run say, in their order.</summary>
    /// <param name="run">The folder of the run.</param>
    public static IReadOnlyList<PartNote> Read(string run)
    {
        string folder = Path.Combine(run, Name);
        return !Directory.Exists(folder) ? []
            : [.. Directory.EnumerateFiles(folder, Notes).Select(ReadOne).OfType<PartNote>().OrderBy(note => (note.Of, note.Number))];
    }

    /// <summary>Whether a part is seen to be at work.</summary>
    /// <param name="run">The folder of the run.</param>
    /// <param name="note">The part.</param>
    public static bool IsAtWork(string run, PartNote note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return LockFile.IsHeld(PathOf(run, note) + MetricsFile.LockEnding);
    }

    /// <summary>Whether a part of a run, or of the list that it belongs to, is seen to be at work.</summary>
    /// <param name="run">The folder of the run.</param>
    public static bool AnyIsAtWork(string run) => Places(run).Any(place => Read(place).Any(note => IsAtWork(place, note)));

    /// <summary>Removes it, with what killed parts were writing; for who has concluded the run.</summary>
    /// <param name="run">The folder of the run, or of a list of runs.</param>
    /// <param name="runs">The folders of the list.</param>
    public static void Remove(string run, params IEnumerable<string> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        try
        {
            if (IsShared(run))
            {
                Directory.Delete(Path.Combine(run, Name), recursive: true);
            }

            foreach (string one in runs.Prepend(run))
            {
                LeftOvers.Remove(one);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another part does the same, or looks on; what is left tells nothing of a run that is finished.
        }
    }

    /// <summary>Lets go of its file.</summary>
    public void Dispose() => _held?.Dispose();

    /// <summary>Whether parts may be at work in a folder: then nobody knows what is left over there.</summary>
    internal static bool MayBeShared(string run) => Places(run).Any(IsShared);

    // Several experiments that are done at once share the folder above theirs.
    private static IEnumerable<string> Places(string run) =>
        new[] { run, Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run))) }.OfType<string>();

    private static string PathOf(string run, PartNote note) =>
        Path.Combine(run, Name, string.Create(CultureInfo.InvariantCulture, $"{note.Number}-of-{note.Of}.json"));

    private static PartNote? ReadOne(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<PartNote>(Utf8Text.Read(path), s_json);
        }
        catch (Exception error) when (error is JsonException or IOException or InvalidDataException)
        {
            return null;                                // removed meanwhile, or damaged: results do not hang on it
        }
    }

    private void Write() => AtomicFile.WriteText(PathOf(_run, _note), JsonSerializer.Serialize(_note, s_json) + "\n");
}
