using System.Text.Json.Nodes;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>What a run leaves in its folder, but for what may differ: times, and where it lies.</summary>
internal static class SharedFolders
{
    private static readonly string[] s_free = ["seconds", "started", "finished", "command", "git", "out", "check"];

    /// <summary>The same files, with the same content to the last byte but for times and names of folders.</summary>
    public static void Same(TemporaryFolder folder, string whole, string parts)
    {
        Assert.Equal(Files(folder[whole]), Files(folder[parts]));
        foreach (string name in Files(folder[whole]).Where(name => !name.EndsWith(".html", StringComparison.Ordinal)))
        {
            Assert.Equal(Content(Path.Combine(folder[whole], name)), Content(Path.Combine(folder[parts], name)));
        }
    }

    /// <summary>A file, in the order in which it is, without what may differ.</summary>
    public static string Content(string path) => Path.GetExtension(path) switch
    {
        ".json" => Timeless(JsonNode.Parse(File.ReadAllText(path))!).ToJsonString(),
        ".csv" => string.Join('\n', File.ReadAllLines(path).Where(line => !line.Contains(",seconds,", StringComparison.Ordinal))),
        _ => Convert.ToHexString(File.ReadAllBytes(path)),
    };

    // Locks stay behind where several may work at a time without parts, and tell nothing.
    private static string[] Files(string folder) =>
    [
        .. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path))
            .Where(name => !name.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private static JsonNode Timeless(JsonNode node)
    {
        switch (node)
        {
            case JsonObject json:
                Array.ForEach(s_free, name => json.Remove(name));
                json.Select(member => member.Value).OfType<JsonNode>().ToList().ForEach(member => Timeless(member));
                break;
            case JsonArray items:
                // A row of metrics among the files of jobs.
                items.Where(item => item is JsonObject row && (string?)row["metric"] == "seconds").ToList().ForEach(item => items.Remove(item));
                items.OfType<JsonNode>().ToList().ForEach(item => Timeless(item));
                break;
            default:
                break;
        }

        return node;
    }
}
