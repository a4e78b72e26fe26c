using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>A row-major matrix times a column vector: W h at batch 1. Vectors run along the sums.</summary>
internal static unsafe class RowDots<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    /// <summary>Rows that are taken together; parts of a product must begin at multiples of it, so that a row is always added up in the same way.</summary>
    public const int RowsAtOnce = 16;

    /// <summary>c[r] = alpha (bias[r] + Σ_k A[r, k] B[k]) + beta c[r] for the rows from <paramref name="row"/> on.</summary>
    public static void Run(in Product<T> p, int row, int rows, T* c)
    {
        T* sums = stackalloc T[RowsAtOnce];
        for (int r = 0; r < rows; r += RowsAtOnce)
        {
            T* a = p.A + ((row + r) * p.RowStride);
            int some = Math.Min(RowsAtOnce, rows - r);
            if (some == RowsAtOnce)
            {
                Sixteen(a, p.RowStride, p.B, p.K, sums);
            }
            else
            {
                for (int i = 0; i < some; i += 4)
                {
                    Four(a + (i * p.RowStride), p.RowStride, Math.Min(4, some - i), p.B, p.K, sums + i);
                }
            }

            for (int i = 0; i < some; i++)
            {
                T value = p.Alpha * (p.Bias == null ? sums[i] : sums[i] + p.Bias[row + r + i]);
                c[r + i] = p.Accumulate ? value + (p.Beta * c[r + i]) : value;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sixteen(T* a, nint s, T* b, int k, T* sums)
    {
        nint s2 = 2 * s, s3 = 3 * s;
        T* a4 = a + (4 * s), a8 = a4 + (4 * s), a12 = a8 + (4 * s);
        V c0 = V.Zero, c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
        V c8 = c0, c9 = c0, c10 = c0, c11 = c0, c12 = c0, c13 = c0, c14 = c0, c15 = c0;
        for (; k >= V.Count; k -= V.Count)
        {
            V x = V.Load(b);
            c0 = V.MultiplyAdd(V.Load(a), x, c0);
            c1 = V.MultiplyAdd(V.Load(a + s), x, c1);
            c2 = V.MultiplyAdd(V.Load(a + s2), x, c2);
            c3 = V.MultiplyAdd(V.Load(a + s3), x, c3);
            c4 = V.MultiplyAdd(V.Load(a4), x, c4);
            c5 = V.MultiplyAdd(V.Load(a4 + s), x, c5);
            c6 = V.MultiplyAdd(V.Load(a4 + s2), x, c6);
            c7 = V.MultiplyAdd(V.Load(a4 + s3), x, c7);
            c8 = V.MultiplyAdd(V.Load(a8), x, c8);
            c9 = V.MultiplyAdd(V.Load(a8 + s), x, c9);
            c10 = V.MultiplyAdd(V.Load(a8 + s2), x, c10);
            c11 = V.MultiplyAdd(V.Load(a8 + s3), x, c11);
            c12 = V.MultiplyAdd(V.Load(a12), x, c12);
            c13 = V.MultiplyAdd(V.Load(a12 + s), x, c13);
            c14 = V.MultiplyAdd(V.Load(a12 + s2), x, c14);
            c15 = V.MultiplyAdd(V.Load(a12 + s3), x, c15);
            a += V.Count;
            a4 += V.Count;
            a8 += V.Count;
            a12 += V.Count;
            b += V.Count;
        }

        if (k > 0)
        {
            V x = V.LoadFirst(b, k);
            c0 = V.MultiplyAdd(V.LoadFirst(a, k), x, c0);
            c1 = V.MultiplyAdd(V.LoadFirst(a + s, k), x, c1);
            c2 = V.MultiplyAdd(V.LoadFirst(a + s2, k), x, c2);
            c3 = V.MultiplyAdd(V.LoadFirst(a + s3, k), x, c3);
            c4 = V.MultiplyAdd(V.LoadFirst(a4, k), x, c4);
            c5 = V.MultiplyAdd(V.LoadFirst(a4 + s, k), x, c5);
            c6 = V.MultiplyAdd(V.LoadFirst(a4 + s2, k), x, c6);
            c7 = V.MultiplyAdd(V.LoadFirst(a4 + s3, k), x, c7);
            c8 = V.MultiplyAdd(V.LoadFirst(a8, k), x, c8);
            c9 = V.MultiplyAdd(V.LoadFirst(a8 + s, k), x, c9);
            c10 = V.MultiplyAdd(V.LoadFirst(a8 + s2, k), x, c10);
            c11 = V.MultiplyAdd(V.LoadFirst(a8 + s3, k), x, c11);
            c12 = V.MultiplyAdd(V.LoadFirst(a12, k), x, c12);
            c13 = V.MultiplyAdd(V.LoadFirst(a12 + s, k), x, c13);
            c14 = V.MultiplyAdd(V.LoadFirst(a12 + s2, k), x, c14);
            c15 = V.MultiplyAdd(V.LoadFirst(a12 + s3, k), x, c15);
        }

        V.SumEach(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, sums);
    }

    /// <summary>Up to four rows; missing ones repeat the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Four(T* a0, nint s, int rows, T* b, int k, T* sums)
    {
        T* a1 = a0 + (Math.Min(1, rows - 1) * s), a2 = a0 + (Math.Min(2, rows - 1) * s), a3 = a0 + (Math.Min(3, rows - 1) * s);
        V c0 = V.Zero, c1 = c0, c2 = c0, c3 = c0;
        nint i = 0;
        for (; i <= k - V.Count; i += V.Count)
        {
            V x = V.Load(b + i);
            c0 = V.MultiplyAdd(V.Load(a0 + i), x, c0);
            c1 = V.MultiplyAdd(V.Load(a1 + i), x, c1);
            c2 = V.MultiplyAdd(V.Load(a2 + i), x, c2);
            c3 = V.MultiplyAdd(V.Load(a3 + i), x, c3);
        }

        if (i < k)
        {
            int left = (int)(k - i);
            V x = V.LoadFirst(b + i, left);
            c0 = V.MultiplyAdd(V.LoadFirst(a0 + i, left), x, c0);
            c1 = V.MultiplyAdd(V.LoadFirst(a1 + i, left), x, c1);
            c2 = V.MultiplyAdd(V.LoadFirst(a2 + i, left), x, c2);
            c3 = V.MultiplyAdd(V.LoadFirst(a3 + i, left), x, c3);
        }

        sums[0] = V.Sum(c0);
        sums[1] = V.Sum(c1);
        sums[2] = V.Sum(c2);
        sums[3] = V.Sum(c3);
    }
}
