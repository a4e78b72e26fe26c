using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>A column times a row, the update δ hᵀ at batch 1: there are no sums.</summary>
internal static unsafe class OuterKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    /// <summary>C = alpha (bias + A B) + beta C for the rows from <paramref name="row"/> on.</summary>
    public static void Run(in Product<T> p, int row, int rows, T* c, nint stride)
    {
        if (p.N >= 8 * V.Count)
        {
            for (int r = 0; r < rows; r++, c += stride)
            {
                Row(in p, row + r, c);
            }

            return;
        }

        // Short rows: down the columns, one vector wide. What is left at the end takes short vectors, for a long one that is only partly stored
        // would hold up the load of the next row, which begins within it.
        int n = 0;
        for (; n <= p.N - V.Count; n += V.Count)
        {
            Strip<V>(in p, row, rows, n, c + n, stride);
        }

        for (; n < p.N; n += Simd128<T>.Count)
        {
            Strip<Simd128<T>>(in p, row, rows, n, c + n, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(in Product<T> p, int row, T* c)
    {
        V x = V.Broadcast(p.Alpha * p.A[row * p.RowStride]), beta = V.Broadcast(p.Beta), start = V.Broadcast(p.Bias == null ? T.Zero : p.Alpha * p.Bias[row]);
        bool accumulate = p.Accumulate;
        T* b = p.B;
        int n = 0;
        for (; n <= p.N - V.Count; n += V.Count)
        {
            V.Store(V.MultiplyAdd(x, V.Load(b + n), accumulate ? V.MultiplyAdd(beta, V.Load(c + n), start) : start), c + n);
        }

        if (n < p.N)
        {
            int left = p.N - n;
            V.StoreFirst(V.MultiplyAdd(x, V.LoadFirst(b + n, left), accumulate ? V.MultiplyAdd(beta, V.LoadFirst(c + n, left), start) : start), c + n, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strip<W>(in Product<T> p, int row, int rows, int column, T* c, nint stride)
        where W : struct, ISimd<W, T>
    {
        int left = p.N - column;
        nint step = p.RowStride;
        bool accumulate = p.Accumulate;
        T alpha = p.Alpha;
        T* a = p.A + (row * step), bias = p.Bias == null ? null : p.Bias + row;
        W b = left >= W.Count ? W.Load(p.B + column) : W.LoadFirst(p.B + column, left), beta = W.Broadcast(p.Beta), start = W.Zero;
        for (; rows > 0; rows--, a += step, c += stride)
        {
            if (bias != null)
            {
                start = W.Broadcast(alpha * *bias++);
            }

            W before = accumulate ? W.MultiplyAdd(beta, left >= W.Count ? W.Load(c) : W.LoadFirst(c, left), start) : start;
            W value = W.MultiplyAdd(W.Broadcast(alpha * *a), b, before);
            if (left >= W.Count)
            {
                W.Store(value, c);
            }
            else
            {
                W.StoreFirst(value, c, left);
            }
        }
    }
}
