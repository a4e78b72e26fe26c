using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>One block of rows of a product with a packed left factor, whose terms are listed: tile by tile along the columns.</summary>
internal static unsafe class ListedBlock<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    /// <summary>C = start + Σ A[:, terms] B[terms, :]</summary>
    /// <param name="terms">What is multiplied.</param>
    /// <param name="count">How many terms there are.</param>
    /// <param name="a">The packed block: <c>[columns of A, rows]</c>.</param>
    /// <param name="rows">Rows of the block, at most 12.</param>
    /// <param name="b">What the terms count from.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="start">What the sums of each row start from: two vectors.</param>
    /// <param name="startStride">Distance between them; 0 where they are all the same.</param>
    /// <param name="c">C at the first row and column.</param>
    /// <param name="stride">Distance between rows of C.</param>
    [SkipLocalsInit]
    public static void Run(TileTerm* terms, int count, T* a, int rows, T* b, int columns, T* start, nint startStride, T* c, nint stride)
    {
        T* sums = stackalloc T[2 * 12 * V.Count];
        Tile<T> t = default;
        t.RowStride = 1;
        t.InnerStride = rows;
        t.K = count;
        t.Terms = terms;
        t.StartStride = startStride;
        t.CStride = stride;
        t.Alpha = T.One;
        t.Edge = sums;
        for (int n = 0; n < columns; n += t.Columns)
        {
            t.Columns = Math.Min(2 * V.Count, columns - n);
            t.B = b + n;
            bool two = t.Columns > V.Count, whole = BlockKernel<V, T>.IsWide && (rows == 12 || (rows == 10 && two));
            for (int r = 0; r < rows; r += t.Rows)
            {
                t.Rows = whole ? rows : Math.Min(6, rows - r);
                t.A = a + r;
                t.C = c + (r * stride) + n;
                t.Start = start + (r * startStride);
                if (two)
                {
                    Two(in t);
                }
                else if (t.Rows == 12)
                {
                    TileKernel<V, T, TileRow1<V, T>, TileRows.Twelve, TileTerms.Listed>.Run(in t);
                }
                else
                {
                    TileKernel<V, T, TileRow1<V, T>, TileRows.Six, TileTerms.Listed>.Run(in t);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Two(in Tile<T> t)
    {
        switch (t.Rows)
        {
            case 12:
                TileKernel<V, T, TileRow2<V, T>, TileRows.Twelve, TileTerms.Listed>.Run(in t);
                break;
            case 10:
                TileKernel<V, T, TileRow2<V, T>, TileRows.Ten, TileTerms.Listed>.Run(in t);
                break;
            default:
                TileKernel<V, T, TileRow2<V, T>, TileRows.Six, TileTerms.Listed>.Run(in t);
                break;
        }
    }
}
