namespace Apical.Numerics.Kernels;

/// <summary>One term of a tile's sums.</summary>
/// <param name="a">The number of the column of A.</param>
/// <param name="b">Where the row of B lies, in entries from the tile's <see cref="Tile{T}.B"/>.</param>
internal readonly struct TileTerm(nint a, nint b)
{
    /// <summary>The number of the column of A.</summary>
    public readonly nint A = a;

    /// <summary>Where the row of B lies.</summary>
    public readonly nint B = b;
}
