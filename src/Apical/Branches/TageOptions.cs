namespace Apical.Branches;

/// <summary>The tables of a <see cref="Tage"/>.</summary>
/// <param name="Histories">Outcomes that each tagged table looks back, rising.</param>
/// <param name="TagBits">Bits of the tags of each.</param>
/// <param name="LogEntries">Each tagged table has two to this power entries.</param>
/// <param name="LogBase">The untagged table has two to this power.</param>
public sealed record TageOptions(IReadOnlyList<int> Histories, IReadOnlyList<int> TagBits, int LogEntries, int LogBase)
{
    private const int Longest = 4096, Largest = 24;

    /// <summary>Eight tables in 63.5 Kbit: 7 × 512 tagged entries and 8192 untagged ones (Seznec and Michaud 2006).</summary>
    public static TageOptions Published { get; } = new([5, 9, 15, 25, 44, 76, 130], [9, 9, 10, 10, 11, 11, 12], 9, 13);

    /// <summary>Bits of a prediction counter of a tagged entry.</summary>
    /// <value>Default 3; 2 to 7.</value>
    public int CounterBits { get; init; } = 3;

    /// <summary>Entries of the untagged table that share the second bit of their counter: two to this power.</summary>
    /// <value>Default 2; at most <see cref="LogBase"/>.</value>
    public int LogShared { get; init; } = 2;

    /// <summary>Branches after which the marks of useful entries are halved: two to this power.</summary>
    /// <value>Default 18; 1 to 30.</value>
    public int LogReset { get; init; } = 18;

    /// <summary>Sees to it that there can be such tables.</summary>
    /// <exception cref="ArgumentException">There cannot; the message says why.</exception>
    internal void Check()
    {
        int tables = Histories.Count;
        Require(tables > 0 && Histories[0] >= 1 && Histories[^1] <= Longest && Histories.Zip(Histories.Skip(1)).All(pair => pair.First < pair.Second),
            $"rising histories from 1 to {Longest}", string.Join(", ", Histories));
        Require(TagBits.Count == tables && TagBits.All(bits => bits is >= 2 and <= 16), "a tag of 2 to 16 bits for each history", string.Join(", ", TagBits));
        Require(LogEntries >= tables && LogEntries <= Largest, $"2^{tables} to 2^{Largest} entries", $"2^{LogEntries}");
        Require(LogBase is >= 1 and <= Largest, $"2^1 to 2^{Largest} untagged entries", $"2^{LogBase}");
        Require(LogShared >= 0 && LogShared <= LogBase, $"second bits shared among 2^0 to 2^{LogBase} untagged entries", $"2^{LogShared}");
        Require(CounterBits is >= 2 and <= 7, "counters of 2 to 7 bits", $"{CounterBits}");
        Require(LogReset is >= 1 and <= 30, "2^1 to 2^30 branches between halvings", $"2^{LogReset}");
    }

    private static void Require(bool condition, string expected, string got)
    {
        if (!condition)
        {
            throw new ArgumentException($"Expected {expected}; got {got}.");
        }
    }
}
