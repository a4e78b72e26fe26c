using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>The state of the folder in which a run was begun, where git looks after it.</summary>
/// <param name="Commit">The commit that was checked out, in hexadecimal digits.</param>
/// <param name="Dirty">Whether files that git knows had changes that were not committed.</param>
public sealed record CodeRecord(string Commit, bool Dirty)
{
    internal JsonObject ToJson() => new() { ["commit"] = Commit, ["dirty"] = Dirty };

    internal static CodeRecord FromJson(JsonFields json) => new(json.Text("commit"), json.Flag("dirty"));
}
