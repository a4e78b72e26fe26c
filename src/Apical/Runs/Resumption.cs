using System.Globalization;
using System.Text.Json.Nodes;

namespace Apical.Runs;

/// <summary>One time that a run went on after it had stopped.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Epoch">The last epoch that was kept, 0 for the start; null for a list of runs, which keeps those that ended.</param>
/// <param name="ApicalVersion">The version that went on.</param>
/// <param name="Machine">Where.</param>
public sealed record Resumption(DateTimeOffset Time, int? Epoch, string ApicalVersion, MachineFacts Machine)
{
    internal JsonObject ToJson() => new()
    {
        ["time"] = Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
        ["epoch"] = Epoch,
        ["apicalVersion"] = ApicalVersion,
        ["machine"] = Machine.ToJson(),
    };

    internal static Resumption FromJson(JsonFields json) => new(
        json.Time("time"), json.WholeOrNull("epoch", 0), json.Text("apicalVersion"), MachineFacts.FromJson(json.Object("machine")));
}
