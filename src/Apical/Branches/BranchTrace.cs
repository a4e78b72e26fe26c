namespace Apical.Branches;

/// <summary>Branches in the order in which a program came to them: address and outcome of each.</summary>
public sealed class BranchTrace
{
    private readonly ulong[] _addresses;
    private readonly int[] _index;
    private readonly byte[] _taken;

    /// <summary>A trace of the branches given.</summary>
    /// <param name="name">For tables: the name of the program.</param>
    /// <param name="branches">In order.</param>
    public BranchTrace(string name, IEnumerable<(ulong Address, bool Taken)> branches)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(branches);
        (ulong Address, bool Taken)[] all = [.. branches];
        _addresses = [.. all.Select(branch => branch.Address).Distinct().Order()];
        var places = _addresses.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        _index = [.. all.Select(branch => places[branch.Address])];
        _taken = new byte[(all.Length + 7) / 8];
        for (int i = 0; i < all.Length; i++)
        {
            _taken[i >> 3] |= (byte)(all[i].Taken ? 1 << (i & 7) : 0);
        }

        Name = name;
    }

    internal BranchTrace(string name, ulong[] addresses, int[] index, byte[] taken) => (Name, _addresses, _index, _taken) = (name, addresses, index, taken);

    /// <summary>The program.</summary>
    public string Name { get; }

    /// <summary>Branches that were come to.</summary>
    public int Count => _index.Length;

    /// <summary>Addresses at which there are branches, rising.</summary>
    public IReadOnlyList<ulong> Addresses => _addresses;

    /// <summary>Share of the branches that were taken.</summary>
    public double TakenShare => Count == 0 ? double.NaN : (double)Enumerable.Range(0, Count).Count(Taken) / Count;

    /// <summary>The address of a branch.</summary>
    /// <param name="i">From 0.</param>
    public ulong Address(int i) => _addresses[_index[i]];

    /// <summary>Where the address of a branch stands in <see cref="Addresses"/>.</summary>
    /// <param name="i">From 0.</param>
    public int Place(int i) => _index[i];

    /// <summary>Whether a branch was taken.</summary>
    /// <param name="i">From 0.</param>
    public bool Taken(int i) => (_taken[i >> 3] >> (i & 7) & 1) == 1;

    /// <summary>The beginning of the trace.</summary>
    /// <param name="count">Branches at most.</param>
    public BranchTrace First(int count) => count >= Count ? this : new(Name, _addresses, _index[..Math.Max(0, count)], _taken);
}
