namespace Apical.Branches;

/// <summary>A net that foretells branches, of one kind of numbers.</summary>
/// <typeparam name="TSelf">The kind.</typeparam>
/// <typeparam name="T">What its inputs are.</typeparam>
internal interface IBranchUnit<TSelf, T>
    where TSelf : struct, IBranchUnit<TSelf, T>
    where T : struct
{
    /// <summary>What stands for taken and for not taken.</summary>
    static abstract (T Taken, T Not) Signs { get; }

    /// <summary>Bits of a weight.</summary>
    static abstract int Bits { get; }

    /// <summary>Fresh nets: number k from the fork <c>net</c>, number k.</summary>
    static abstract TSelf[] Make(BranchNetOptions options, Rng rng);

    /// <summary>Bytes of a net's state.</summary>
    int StateBytes { get; }

    /// <summary>a_L</summary>
    float Score(ReadOnlySpan<T> x, ReadOnlySpan<int> active);

    /// <summary>Learns the outcome of the branch of the last score.</summary>
    void Learn(bool taken);
}
