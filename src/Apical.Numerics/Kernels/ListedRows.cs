using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Rows of memory that lie anywhere: their sum, each times a number, and their inner products.</summary>
internal static unsafe class ListedRows<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    /// <summary>to = start + Σ_k c[k] · (the row at source + offset[k]), for n columns; the last block overlaps the one before rather than being cut.</summary>
    public static void Sum(T* c, nint* offset, int count, T* source, T start, T* to, int n)
    {
        int width = n >= 8 * V.Count ? 8 * V.Count : n >= 4 * V.Count ? 4 * V.Count : V.Count;
        if (n < V.Count)
        {
            Short(c, offset, count, source, start, to, n);
            return;
        }

        for (int column = 0; column < n; column += width)
        {
            int at = Math.Min(column, n - width);
            if (width == 8 * V.Count)
            {
                Sum8(c, offset, count, source + at, start, to + at);
            }
            else if (width == 4 * V.Count)
            {
                Sum4(c, offset, count, source + at, start, to + at);
            }
            else
            {
                Sum1(c, offset, count, source + at, start, to + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum8(T* c, nint* offset, int count, T* source, T start, T* to)
    {
        V s0 = V.Broadcast(start), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
        for (int k = 0; k < count; k++)
        {
            V w = V.Broadcast(c[k]);
            T* x = source + offset[k];
            s0 = V.MultiplyAdd(w, V.Load(x), s0);
            s1 = V.MultiplyAdd(w, V.Load(x + V.Count), s1);
            s2 = V.MultiplyAdd(w, V.Load(x + (2 * V.Count)), s2);
            s3 = V.MultiplyAdd(w, V.Load(x + (3 * V.Count)), s3);
            s4 = V.MultiplyAdd(w, V.Load(x + (4 * V.Count)), s4);
            s5 = V.MultiplyAdd(w, V.Load(x + (5 * V.Count)), s5);
            s6 = V.MultiplyAdd(w, V.Load(x + (6 * V.Count)), s6);
            s7 = V.MultiplyAdd(w, V.Load(x + (7 * V.Count)), s7);
        }

        V.Store(s0, to);
        V.Store(s1, to + V.Count);
        V.Store(s2, to + (2 * V.Count));
        V.Store(s3, to + (3 * V.Count));
        V.Store(s4, to + (4 * V.Count));
        V.Store(s5, to + (5 * V.Count));
        V.Store(s6, to + (6 * V.Count));
        V.Store(s7, to + (7 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum4(T* c, nint* offset, int count, T* source, T start, T* to)
    {
        V s0 = V.Broadcast(start), s1 = s0, s2 = s0, s3 = s0;
        for (int k = 0; k < count; k++)
        {
            V w = V.Broadcast(c[k]);
            T* x = source + offset[k];
            s0 = V.MultiplyAdd(w, V.Load(x), s0);
            s1 = V.MultiplyAdd(w, V.Load(x + V.Count), s1);
            s2 = V.MultiplyAdd(w, V.Load(x + (2 * V.Count)), s2);
            s3 = V.MultiplyAdd(w, V.Load(x + (3 * V.Count)), s3);
        }

        V.Store(s0, to);
        V.Store(s1, to + V.Count);
        V.Store(s2, to + (2 * V.Count));
        V.Store(s3, to + (3 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum1(T* c, nint* offset, int count, T* source, T start, T* to)
    {
        V sum = V.Broadcast(start);
        for (int k = 0; k < count; k++)
        {
            sum = V.MultiplyAdd(V.Broadcast(c[k]), V.Load(source + offset[k]), sum);
        }

        V.Store(sum, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Short(T* c, nint* offset, int count, T* source, T start, T* to, int n)
    {
        V sum = V.Broadcast(start);
        for (int k = 0; k < count; k++)
        {
            sum = V.MultiplyAdd(V.Broadcast(c[k]), V.LoadFirst(source + offset[k], n), sum);
        }

        V.StoreFirst(sum, to, n);
    }

    /// <summary>Four inner products of a row with others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dots4(T* y, T* x0, T* x1, T* x2, T* x3, int n, T* sums)
    {
        V s0 = V.Zero, s1 = s0, s2 = s0, s3 = s0;
        int i = 0;
        for (; i <= n - V.Count; i += V.Count)
        {
            V v = V.Load(y + i);
            s0 = V.MultiplyAdd(v, V.Load(x0 + i), s0);
            s1 = V.MultiplyAdd(v, V.Load(x1 + i), s1);
            s2 = V.MultiplyAdd(v, V.Load(x2 + i), s2);
            s3 = V.MultiplyAdd(v, V.Load(x3 + i), s3);
        }

        if (i < n)
        {
            V v = V.LoadFirst(y + i, n - i);
            s0 = V.MultiplyAdd(v, V.LoadFirst(x0 + i, n - i), s0);
            s1 = V.MultiplyAdd(v, V.LoadFirst(x1 + i, n - i), s1);
            s2 = V.MultiplyAdd(v, V.LoadFirst(x2 + i, n - i), s2);
            s3 = V.MultiplyAdd(v, V.LoadFirst(x3 + i, n - i), s3);
        }

        sums[0] = V.Sum(s0);
        sums[1] = V.Sum(s1);
        sums[2] = V.Sum(s2);
        sums[3] = V.Sum(s3);
    }
}
