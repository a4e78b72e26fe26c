using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Sums of the rows that are listed.</summary>
internal static unsafe class EventKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private const int Together = 8;                     // vectors that stay in registers while the rows go by

    /// <summary>destination[c] = Σ w[row, c] over the rows, added in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfRows(T* w, int columns, int* rows, int count, T* destination)
    {
        int c = 0;
        for (; c <= columns - Together * V.Count; c += Together * V.Count)
        {
            V s0 = V.Zero, s1 = V.Zero, s2 = V.Zero, s3 = V.Zero, s4 = V.Zero, s5 = V.Zero, s6 = V.Zero, s7 = V.Zero;
            for (int i = 0; i < count; i++)
            {
                T* row = w + ((nint)rows[i] * columns) + c;
                s0 += V.Load(row);
                s1 += V.Load(row + V.Count);
                s2 += V.Load(row + 2 * V.Count);
                s3 += V.Load(row + 3 * V.Count);
                s4 += V.Load(row + 4 * V.Count);
                s5 += V.Load(row + 5 * V.Count);
                s6 += V.Load(row + 6 * V.Count);
                s7 += V.Load(row + 7 * V.Count);
            }

            V.Store(s0, destination + c);
            V.Store(s1, destination + c + V.Count);
            V.Store(s2, destination + c + 2 * V.Count);
            V.Store(s3, destination + c + 3 * V.Count);
            V.Store(s4, destination + c + 4 * V.Count);
            V.Store(s5, destination + c + 5 * V.Count);
            V.Store(s6, destination + c + 6 * V.Count);
            V.Store(s7, destination + c + 7 * V.Count);
        }

        for (; c < columns; c += V.Count)
        {
            int left = Math.Min(V.Count, columns - c);
            V sum = V.Zero;
            for (int i = 0; i < count; i++)
            {
                sum += V.LoadFirst(w + ((nint)rows[i] * columns) + c, left);
            }

            V.StoreFirst(sum, destination + c, left);
        }
    }
}
