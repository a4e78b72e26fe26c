namespace Apical.Numerics.Kernels;

/// <summary>One row of a tile: a few accumulators. Its methods are inlined, so that the JIT keeps them in registers.</summary>
internal unsafe interface ITileRow<TSelf, V, T>
    where TSelf : struct, ITileRow<TSelf, V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>How many vectors it is.</summary>
    static abstract int Vectors { get; }

    /// <summary>Reads the row.</summary>
    void Load(T* from);

    /// <summary>Adds a times a row of B.</summary>
    void Add(V a, in TSelf b);

    /// <summary>to = alpha row</summary>
    void Store(V alpha, T* to);

    /// <summary>to = to + alpha row</summary>
    void AddTo(V alpha, T* to);
}
