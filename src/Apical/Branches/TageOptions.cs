namespace Apical.Branches;

/// <summary>The tables of a <see cref="Tage"/>.</summary>
/// <param name="Histories">Outcomes that each tagged table looks back, rising.</param>
/// <param name="TagBits">Bits of the tags of each.</param>
/// <param name="LogEntries">Each tagged table has two to this power entries.</param>
/// <param name="LogBase">The untagged table has two to this power.</param>
public sealed record TageOptions(IReadOnlyList<int> Histories, IReadOnlyList<int> TagBits, int LogEntries, int LogBase)
{
    /// <summary>Eight tables in 63.5 Kbit: 7 × 512 tagged entries and 8192 untagged ones (Seznec and Michaud 2006).</summary>
    public static TageOptions Published { get; } = new([5, 9, 15, 25, 44, 76, 130], [9, 9, 10, 10, 11, 11, 12], 9, 13);

    /// <summary>Bits of a prediction counter of a tagged entry.</summary>
    /// <value>Default 3.</value>
    public int CounterBits { get; init; } = 3;

    /// <summary>Entries of the untagged table that share the second bit of their counter: two to this power.</summary>
    /// <value>Default 2.</value>
    public int LogShared { get; init; } = 2;

    /// <summary>Branches after which the marks of useful entries are halved: two to this power.</summary>
    /// <value>Default 18.</value>
    public int LogReset { get; init; } = 18;
}
