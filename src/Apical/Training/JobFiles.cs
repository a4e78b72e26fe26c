using System.Text.Json;
using System.Text.Json.Serialization;
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
    private static readonly JsonSerializerOptions s_json =
        new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Where they lie.</summary>
    public string Folder { get; } = folder;

    /// <summary>The file of a job: <c>fa-1a2b3c4d-2.json</c>.</summary>
    /// <param name="group">What the job belongs to.</param>
    /// <param name="run">Its number.</param>
    public string PathOf(string group, int run)
    {
        string clean = string.Concat(group.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '=' ? c : '-'));
        return Path.Combine(Folder, $"{clean[..Math.Min(clean.Length, 150)]}-{Checksum(group):x8}-{run}.json");
    }

    /// <summary>Writes the file of a job.</summary>
    /// <param name="result">What came of it.</param>
    public void Write(JobResult<T> result)
    {
        ArgumentNullException.ThrowIfNull(result);
        Directory.CreateDirectory(Folder);
        AtomicFile.WriteText(PathOf(result.Group, result.Run), JsonSerializer.Serialize(result, s_json));
    }

    /// <summary>Reads the file of a job; null when it is not there.</summary>
    /// <param name="group">What the job belongs to.</param>
    /// <param name="run">Its number.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public JobResult<T>? Read(string group, int run)
    {
        string path = PathOf(group, run);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JobResult<T>? result = JsonSerializer.Deserialize<JobResult<T>>(File.ReadAllBytes(path), s_json);
            return result is not null && (result.Group, result.Run) == (group, run) && (result.Found is not null || result.Failure is not null) ? result
                : throw new JsonException($"it is not that of run {run} of '{group}'.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException(
                $"Expected '{path}' to hold what a job found, but it is damaged: {error.Message} Delete it to compute it again.", error);
        }
    }

    // Groups whose names differ in characters that file names cannot have must not share a file (FNV-1a).
    private static uint Checksum(string text) => text.Aggregate(2166136261, (hash, c) => unchecked((hash ^ c) * 16777619));
}
