namespace Apical.Numerics.Matrices;

/// <summary>
/// A handful of numbers that are computed on together: one CPU vector, or a single number. A formula written once against this
/// interface runs at every vector width and on the odd entries at the end.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public interface ILanes<TSelf, T>
    where TSelf : struct, ILanes<TSelf, T>
    where T : unmanaged
{
    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1 in every lane.</summary>
    static abstract TSelf One { get; }

    /// <summary><paramref name="x"/> in every lane.</summary>
    static abstract TSelf Broadcast(T x);

    /// <summary>a + b</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>a − b</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>−a</summary>
    static abstract TSelf operator -(TSelf a);

    /// <summary>a b</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>a / b</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The square root.</summary>
    static abstract TSelf Sqrt(TSelf a);

    /// <summary>The absolute value.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>The larger of a and b; NaN where either is NaN.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller of a and b; NaN where either is NaN.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary><paramref name="yes"/> in the lanes where a &gt; b, <paramref name="no"/> in the others.</summary>
    static abstract TSelf WhereGreater(TSelf a, TSelf b, TSelf yes, TSelf no);
}
