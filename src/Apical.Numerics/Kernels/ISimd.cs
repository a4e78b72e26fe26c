using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Lanes that can be loaded from memory and stored to it.</summary>
internal unsafe interface ISimd<TSelf, T> : ILanes<TSelf, T>
    where TSelf : struct, ISimd<TSelf, T>
    where T : unmanaged
{
    /// <summary>Numbers in one vector.</summary>
    static abstract int Count { get; }

    /// <summary>Reads <see cref="Count"/> numbers; no alignment needed.</summary>
    static abstract TSelf Load(T* source);

    /// <summary>Writes <see cref="Count"/> numbers.</summary>
    static abstract void Store(TSelf value, T* destination);

    /// <summary>The first <paramref name="count"/> numbers, zero in the other lanes. Reads a whole vector: the buffer must be padded.</summary>
    static abstract TSelf LoadFirst(T* source, int count);

    /// <summary>Writes the first <paramref name="count"/> lanes and touches nothing beyond them.</summary>
    static abstract void StoreFirst(TSelf value, T* destination, int count);

    /// <summary>The larger of a and b, in one instruction: on x86 it is b where either is NaN, so that a constant goes first.</summary>
    static abstract TSelf QuickMax(TSelf a, TSelf b);

    /// <summary>The smaller of a and b, likewise.</summary>
    static abstract TSelf QuickMin(TSelf a, TSelf b);

    /// <summary>The sum of all lanes, always added in the same order.</summary>
    static abstract T Sum(TSelf a);

    /// <summary>The sums of sixteen vectors, each always added in the same order.</summary>
    static virtual void SumEach(
        TSelf s0, TSelf s1, TSelf s2, TSelf s3, TSelf s4, TSelf s5, TSelf s6, TSelf s7,
        TSelf s8, TSelf s9, TSelf s10, TSelf s11, TSelf s12, TSelf s13, TSelf s14, TSelf s15, T* sums)
    {
        sums[0] = TSelf.Sum(s0);
        sums[1] = TSelf.Sum(s1);
        sums[2] = TSelf.Sum(s2);
        sums[3] = TSelf.Sum(s3);
        sums[4] = TSelf.Sum(s4);
        sums[5] = TSelf.Sum(s5);
        sums[6] = TSelf.Sum(s6);
        sums[7] = TSelf.Sum(s7);
        sums[8] = TSelf.Sum(s8);
        sums[9] = TSelf.Sum(s9);
        sums[10] = TSelf.Sum(s10);
        sums[11] = TSelf.Sum(s11);
        sums[12] = TSelf.Sum(s12);
        sums[13] = TSelf.Sum(s13);
        sums[14] = TSelf.Sum(s14);
        sums[15] = TSelf.Sum(s15);
    }
}
