using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Apical.Runs;

namespace Apical.Papers;

/// <summary>Keeps a replicate on disk, so that an experiment that was interrupted goes on where it was.</summary>
internal static class ReplicateFile
{
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>Where a replicate lies: <c>replicates/fa-2.json</c>.</summary>
    public static string PathOf(string folder, string group, int run)
    {
        string clean = string.Concat(group.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '=' ? c : '-'));
        return Path.Combine(folder, "replicates", $"{clean}-{Checksum(group):x8}-{run}.json");
    }

    /// <summary>Writes it; a reader sees all of it or nothing.</summary>
    public static void Write(string folder, Replicate replicate)
    {
        var json = new JsonObject
        {
            ["group"] = replicate.Group,
            ["run"] = replicate.Run,
            ["seconds"] = replicate.Seconds,
            ["failure"] = replicate.Failure,
            ["found"] = replicate.Found is { } found
                ? new JsonObject(found.Tracks.Select(track => KeyValuePair.Create(track.Name, JsonSerializer.SerializeToNode(found[track], s_json))))
                : null,
        };
        string path = PathOf(folder, replicate.Group, replicate.Run);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, json.ToJsonString(s_json));
    }

    /// <summary>Reads it; null when it is not there.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static Replicate? Read(string folder, string group, int run)
    {
        string path = PathOf(folder, group, run);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            JsonNode json = JsonNode.Parse(File.ReadAllBytes(path))!;
            Measurements? found = null;
            if (json["found"] is JsonObject tracks)
            {
                found = new();
                foreach ((string name, JsonNode? values) in tracks)
                {
                    found.Add(new Track(name), values.Deserialize<double[]>(s_json)!);
                }
            }

            return new((string)json["group"]!, (int)json["run"]!, found, (string?)json["failure"], (double)json["seconds"]!);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new InvalidDataException($"Expected '{path}' to hold a replicate, but it is damaged: {error.Message} Delete the file to compute it again.", error);
        }
    }

    // Conditions whose names differ in characters that file names cannot have must not share a file (FNV-1a).
    private static uint Checksum(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
