using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Apical.Runs;

namespace Apical.Training;

/// <summary>
/// Keeps the jobs of a list on disk, one file for each that ended: a reader sees all of it or nothing, and any process may have written it.
/// docs/runs.md has the format.
/// </summary>
/// <param name="folder">Where they lie.</param>
public sealed class JobFiles<T>(string folder)
    where T : class
{
    private const string Check = "{\"check\":\"";

    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };

    /// <summary>Where they lie.</summary>
    public string Folder { get; } = folder;

    /// <summary>The file of a job: <c>fa-1a2b3c4d-2.json</c>.</summary>
    /// <param name="group">What the job belongs to.</param>
    /// <param name="run">Its number.</param>
    public string PathOf(string group, int run) => Path.Combine(Folder, $"{FileNames.Unique(group, "._=", '-')}-{run}.json");

    /// <summary>Where a job that is not at its end may keep what it goes on from: <c>fa-1a2b3c4d-2.safetensors</c>.</summary>
    /// <param name="group">What the job belongs to.</param>
    /// <param name="run">Its number.</param>
    public string CheckpointOf(string group, int run) => Path.ChangeExtension(PathOf(group, run), ".safetensors");

    /// <summary>Writes the file of a job.</summary>
    /// <param name="result">What came of it.</param>
    public void Write(JobResult<T> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        AtomicFile.MakePart(Folder);

        // A checksum of the rest stands first: {"check":"0a1b2c3d","group":…
        string text = JsonSerializer.Serialize(result, s_json);
        AtomicFile.WriteText(PathOf(result.Group, result.Run), $"{Check}{Crc32C.Of(text)}\",{text.AsSpan(1)}");
    }

    /// <summary>Reads the file of a job; null when it is not there.</summary>
    /// <param name="group">What the job belongs to.</param>
    /// <param name="run">Its number.</param>
    /// <param name="of">What the job computes, or null when that is not known; a file that does not say is believed.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or of something else.</exception>
    public JobResult<T>? Read(string group, int run, string? of = null)
    {
        string path = PathOf(group, run);
        if (!RegularFile.IsThere(path))
        {
            return null;
        }

        JobResult<T> result;
        try
        {
            string text = Utf8Text.Read(path);
            int end = text.IndexOf(',');
            if (text.StartsWith(Check, StringComparison.Ordinal) && end > Check.Length
                && Crc32C.Of($"{{{text.AsSpan(end + 1)}") != text[Check.Length..(end - 1)])
            {
                throw new JsonException("it is not what was written there.");
            }

            result = JsonText.Deserialize<JobResult<T>>(text, s_json);
            if ((result.Group, result.Run) != (group, run) || (result.Found is null && result.Failure is null))
            {
                throw new JsonException($"it is not that of run {run} of '{group}'.");
            }
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"Expected '{path}' to hold what a job found, but it is damaged: {error.Message} Delete it to compute it again.", error);
        }

        return of is null || result.Of is not { } theirs || theirs == of ? result
            : throw new InvalidDataException($"Expected '{path}' to be of {of}, but it is of {theirs}: their numbers must not be mixed. "
                + "Choose another folder, or delete the file to compute it again.");
    }
}
