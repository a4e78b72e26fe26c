using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// The few columns of a product that are left over beyond whole vectors: here vectors run along the sums, over the rows of A and the rows of Bᵀ.
/// </summary>
internal static unsafe class DotTile<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>sums[4 r + c] = Σ_k A[r, k] Bᵀ[c, k] for up to 4 rows and 4 columns; missing ones repeat the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run4x4(T* a, nint lda, int rows, T* bt, nint ldbt, int columns, int k, T* sums)
    {
        T* a1 = a + (Math.Min(1, rows - 1) * lda), a2 = a + (Math.Min(2, rows - 1) * lda), a3 = a + (Math.Min(3, rows - 1) * lda);
        T* b1 = bt + (Math.Min(1, columns - 1) * ldbt), b2 = bt + (Math.Min(2, columns - 1) * ldbt), b3 = bt + (Math.Min(3, columns - 1) * ldbt);
        V s00 = V.Zero, s01 = s00, s02 = s00, s03 = s00, s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        V s20 = V.Zero, s21 = s00, s22 = s00, s23 = s00, s30 = s00, s31 = s00, s32 = s00, s33 = s00;

        int i = 0;
        for (; i <= k - V.Count; i += V.Count)
        {
            V y0 = V.Load(bt + i), y1 = V.Load(b1 + i), y2 = V.Load(b2 + i), y3 = V.Load(b3 + i);
            V x = V.Load(a + i);
            s00 = V.MultiplyAdd(x, y0, s00);
            s01 = V.MultiplyAdd(x, y1, s01);
            s02 = V.MultiplyAdd(x, y2, s02);
            s03 = V.MultiplyAdd(x, y3, s03);
            x = V.Load(a1 + i);
            s10 = V.MultiplyAdd(x, y0, s10);
            s11 = V.MultiplyAdd(x, y1, s11);
            s12 = V.MultiplyAdd(x, y2, s12);
            s13 = V.MultiplyAdd(x, y3, s13);
            x = V.Load(a2 + i);
            s20 = V.MultiplyAdd(x, y0, s20);
            s21 = V.MultiplyAdd(x, y1, s21);
            s22 = V.MultiplyAdd(x, y2, s22);
            s23 = V.MultiplyAdd(x, y3, s23);
            x = V.Load(a3 + i);
            s30 = V.MultiplyAdd(x, y0, s30);
            s31 = V.MultiplyAdd(x, y1, s31);
            s32 = V.MultiplyAdd(x, y2, s32);
            s33 = V.MultiplyAdd(x, y3, s33);
        }

        if (i < k)
        {
            int left = k - i;
            V y0 = V.LoadFirst(bt + i, left), y1 = V.LoadFirst(b1 + i, left), y2 = V.LoadFirst(b2 + i, left), y3 = V.LoadFirst(b3 + i, left);
            V x = V.LoadFirst(a + i, left);
            s00 = V.MultiplyAdd(x, y0, s00);
            s01 = V.MultiplyAdd(x, y1, s01);
            s02 = V.MultiplyAdd(x, y2, s02);
            s03 = V.MultiplyAdd(x, y3, s03);
            x = V.LoadFirst(a1 + i, left);
            s10 = V.MultiplyAdd(x, y0, s10);
            s11 = V.MultiplyAdd(x, y1, s11);
            s12 = V.MultiplyAdd(x, y2, s12);
            s13 = V.MultiplyAdd(x, y3, s13);
            x = V.LoadFirst(a2 + i, left);
            s20 = V.MultiplyAdd(x, y0, s20);
            s21 = V.MultiplyAdd(x, y1, s21);
            s22 = V.MultiplyAdd(x, y2, s22);
            s23 = V.MultiplyAdd(x, y3, s23);
            x = V.LoadFirst(a3 + i, left);
            s30 = V.MultiplyAdd(x, y0, s30);
            s31 = V.MultiplyAdd(x, y1, s31);
            s32 = V.MultiplyAdd(x, y2, s32);
            s33 = V.MultiplyAdd(x, y3, s33);
        }

        V.SumEach(s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33, sums);
    }
}
