using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Sums per row, sixteen rows at once: so their vectors are added up together at the end.</summary>
internal static unsafe class RowSums<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>Rows that are taken together.</summary>
    public const int RowsAtOnce = 16;

    /// <summary>sums[r] = Σ_c x[r, c] for sixteen rows, one after another in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sixteen(T* x, int columns, T* sums)
    {
        nint s = columns, s2 = 2 * s, s3 = 3 * s;
        T* x4 = x + (4 * s), x8 = x4 + (4 * s), x12 = x8 + (4 * s);
        V c0 = V.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        V c8 = c0, c9 = c0, c10 = c0, c11 = c0, c12 = c0, c13 = c0, c14 = c0, c15 = c0;
        int left = columns;
        for (; left >= V.Count; left -= V.Count)
        {
            c0 += V.Load(x);
            c1 += V.Load(x + s);
            c2 += V.Load(x + s2);
            c3 += V.Load(x + s3);
            c4 += V.Load(x4);
            c5 += V.Load(x4 + s);
            c6 += V.Load(x4 + s2);
            c7 += V.Load(x4 + s3);
            c8 += V.Load(x8);
            c9 += V.Load(x8 + s);
            c10 += V.Load(x8 + s2);
            c11 += V.Load(x8 + s3);
            c12 += V.Load(x12);
            c13 += V.Load(x12 + s);
            c14 += V.Load(x12 + s2);
            c15 += V.Load(x12 + s3);
            x += V.Count;
            x4 += V.Count;
            x8 += V.Count;
            x12 += V.Count;
        }

        if (left > 0)
        {
            c0 += V.LoadFirst(x, left);
            c1 += V.LoadFirst(x + s, left);
            c2 += V.LoadFirst(x + s2, left);
            c3 += V.LoadFirst(x + s3, left);
            c4 += V.LoadFirst(x4, left);
            c5 += V.LoadFirst(x4 + s, left);
            c6 += V.LoadFirst(x4 + s2, left);
            c7 += V.LoadFirst(x4 + s3, left);
            c8 += V.LoadFirst(x8, left);
            c9 += V.LoadFirst(x8 + s, left);
            c10 += V.LoadFirst(x8 + s2, left);
            c11 += V.LoadFirst(x8 + s3, left);
            c12 += V.LoadFirst(x12, left);
            c13 += V.LoadFirst(x12 + s, left);
            c14 += V.LoadFirst(x12 + s2, left);
            c15 += V.LoadFirst(x12 + s3, left);
        }

        V.SumEach(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, sums);
    }
}
