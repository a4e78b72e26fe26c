using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>An assembly from outside that brought rules, models, probes, data sets or experiments to a run.</summary>
/// <param name="Name">Of the assembly.</param>
/// <param name="Version">Of the assembly.</param>
/// <param name="Path">Its file, the whole path.</param>
/// <param name="Sha256">Checksum of the file, in lower-case hexadecimal digits. What the file needs from beside it is not in it.</param>
public sealed record PluginRecord(string Name, string Version, string Path, string Sha256)
{
    internal JsonObject ToJson() => new() { ["name"] = Name, ["version"] = Version, ["path"] = Path, ["sha256"] = Sha256 };

    internal static PluginRecord FromJson(JsonFields json) => new(json.Text("name"), json.Text("version"), json.Text("path"), json.Text("sha256"));
}
