using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Cli.Teams;

/// <summary>How ranks share one training.</summary>
/// <param name="Over">What each has a share of: every batch, or the layers.</param>
/// <param name="SameBits">Of shares of batches: whether the bits are to be those of one rank.</param>
/// <param name="Stale">Of layers: whether the next batch passes forward while layers still learn.</param>
/// <param name="Micro">Of layers: samples that pass at a time; null for the default.</param>
internal sealed record TeamPlan(string Over, bool SameBits = false, bool Stale = false, int? Micro = null)
{
    /// <summary>Each rank has a share of every batch.</summary>
    public const string Data = "data";

    /// <summary>Each rank has some of the layers.</summary>
    public const string Layers = "layers";

    private const string OverKey = "over", RanksKey = "ranks", SameBitsKey = "sameBits", StaleKey = "stale", MicroKey = "micro";

    /// <summary>Whether any number of ranks gives the bits of one.</summary>
    public bool HasBitsOfOne => Over == Data ? SameBits : !Stale;

    /// <summary>The options that say so.</summary>
    public string Options => $"{TeamOptions.Name} {Over}{(SameBits ? $" {TeamOptions.SameBitsName}" : "")}{(Stale ? $" {TeamOptions.StaleName}" : "")}"
        + (Micro is { } micro ? FormattableString.Invariant($" {TeamOptions.MicroName} {micro}") : "");

    /// <summary>What run.json says of it.</summary>
    /// <param name="ranks">How many ranks there are.</param>
    public JsonObject Record(int ranks)
    {
        var record = new JsonObject { [OverKey] = Over, [RanksKey] = ranks };
        if (Over == Data)
        {
            record[SameBitsKey] = SameBits;
            return record;
        }

        record[StaleKey] = Stale;
        if (Micro is { } micro)
        {
            record[MicroKey] = micro;
        }

        return record;
    }

    /// <summary>Reads what <see cref="Record"/> wrote.</summary>
    public static (TeamPlan Plan, int Ranks) Read(JsonObject record)
    {
        var fields = new JsonFields(record);
        int ranks = fields.Whole(RanksKey, 1);
        return fields.Word(OverKey, [Data, Layers]) == Data ? (new(Data, fields.Flag(SameBitsKey)), ranks)
            : (new(Layers, Stale: fields.Flag(StaleKey), Micro: record.ContainsKey(MicroKey) ? fields.Whole(MicroKey, 1) : null), ranks);
    }
}
