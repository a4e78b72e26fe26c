using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Apical.Cli.Output;
using Apical.Runs;

namespace Apical.Cli.Collection;

/// <summary>What a person says of a run: notes and tags, in a file of its own, so that a run at work is not disturbed.</summary>
/// <param name="Notes">With their times, in order.</param>
/// <param name="Tags">In order.</param>
internal sealed record RunNotes(IReadOnlyList<(DateTimeOffset Time, string Text)> Notes, IReadOnlyList<string> Tags)
{
    /// <summary>Name of the file in the folder of a run.</summary>
    public const string FileName = "notes.json";

    private const string Format = "apical-notes";

    /// <summary>Reads those of a folder; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or something else.</exception>
    public static RunNotes Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return new([], []);
        }

        try
        {
            JsonFields json = new(JsonText.Read(path) as JsonObject ?? throw new FormatException("it is no object"));
            return json.TextOrNull("format") == Format
                ? new([.. json.Objects("notes").Select(note => (note.Time("time"), note.Text("text")))], json.Texts("tags"))
                : throw new FormatException($"it has no \"format\": \"{Format}\"");
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new InvalidDataException($"Expected '{path}' to hold notes, but it is damaged: {Problem.Line(error)}. Mend it, or take it away.", error);
        }
    }

    /// <summary>Writes them; a reader sees the old or the new file, never half of one.</summary>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, FileName), new JsonObject
    {
        ["format"] = Format,
        ["notes"] = NotesJson(),
        ["tags"] = TagsJson(),
    }.ToJsonString(JsonOutput.Readable) + "\n");

    /// <summary>The notes for a program.</summary>
    public JsonArray NotesJson() => new([.. Notes.Select(note => new JsonObject { ["time"] = Time(note.Time), ["text"] = note.Text })]);

    /// <summary>The tags for a program.</summary>
    public JsonArray TagsJson() => new([.. Tags.Select(tag => (JsonNode)tag)]);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
