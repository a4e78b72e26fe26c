using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>A few rows by a few vectors of a product, all sums in registers. W is read where it lies, one entry broadcast at a time.</summary>
internal static unsafe class TileKernel<V, T, TRow, TRows, TTerms>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TRow : struct, ITileRow<TRow, V, T>
    where TRows : struct, ITileRows
    where TTerms : struct, ITileTerms
{
    /// <summary>
    /// C = alpha (start + Σ_k A[r, k] B[k, :]), or added to C. Of up to six rows, those that are missing repeat the last and are not stored; ten
    /// and twelve must all be there. With listed terms A is packed, so that its rows lie side by side, and those that are missing need only be readable.
    /// </summary>
    /// <remarks>
    /// No call may follow the loop while the accumulators are live: it would make the JIT keep them in memory. It inlines only so much into one method,
    /// so the rows left out are told by type: what such a condition excludes is never read, and does not count.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(in Tile<T> t)
    {
        bool listed = typeof(TTerms) == typeof(TileTerms.Listed);
        int last = TRows.Rows > 6 ? TRows.Rows - 1 : t.Rows - 1;
        nint s1 = listed ? 1 : Math.Min(1, last) * t.RowStride, s2 = listed ? 2 : Math.Min(2, last) * t.RowStride;
        nint s3 = listed ? 3 : Math.Min(3, last) * t.RowStride, s5 = listed ? 1 : (Math.Min(5, last) - Math.Min(4, last)) * t.RowStride;
        T* a0 = t.A, a4 = a0 + (Math.Min(4, last) * t.RowStride), a8 = a0 + (8 * t.RowStride);
        nint step = t.InnerStride, ldb = t.BStride, aheadStep = t.AheadStep;
        T* b = t.B, ahead = t.Ahead, a = t.A, source = t.B;
        TileTerm* terms = t.Terms;
        Unsafe.SkipInit(out TRow c0);
        Unsafe.SkipInit(out TRow c1);
        Unsafe.SkipInit(out TRow c2);
        Unsafe.SkipInit(out TRow c3);
        Unsafe.SkipInit(out TRow c4);
        Unsafe.SkipInit(out TRow c5);
        Unsafe.SkipInit(out TRow c6);
        Unsafe.SkipInit(out TRow c7);
        Unsafe.SkipInit(out TRow c8);
        Unsafe.SkipInit(out TRow c9);
        Unsafe.SkipInit(out TRow c10);
        Unsafe.SkipInit(out TRow c11);
        nint ldStart = t.StartStride;
        T* start = t.Start;
        c0.Load(start);
        start += 1 <= last ? ldStart : 0;
        c1.Load(start);
        start += 2 <= last ? ldStart : 0;
        c2.Load(start);
        start += 3 <= last ? ldStart : 0;
        c3.Load(start);
        if (typeof(TRows) != typeof(TileRows.Four))
        {
            start += 4 <= last ? ldStart : 0;
            c4.Load(start);
            start += 5 <= last ? ldStart : 0;
            c5.Load(start);
        }

        if (typeof(TRows) == typeof(TileRows.Ten) || typeof(TRows) == typeof(TileRows.Twelve))
        {
            start += ldStart;
            c6.Load(start);
            start += ldStart;
            c7.Load(start);
            start += ldStart;
            c8.Load(start);
            start += ldStart;
            c9.Load(start);
        }

        if (typeof(TRows) == typeof(TileRows.Twelve))
        {
            start += ldStart;
            c10.Load(start);
            start += ldStart;
            c11.Load(start);
        }

        for (int k = t.K; k > 0; k--)
        {
            if (listed)
            {
                a0 = a + (terms->A * step);
                a4 = a0 + 4;
                a8 = a0 + 8;
                b = source + terms->B;
                terms++;
            }

            Unsafe.SkipInit(out TRow row);
            row.Load(b);
            c0.Add(V.Broadcast(a0[0]), in row);
            c1.Add(V.Broadcast(a0[s1]), in row);
            c2.Add(V.Broadcast(a0[s2]), in row);
            c3.Add(V.Broadcast(a0[s3]), in row);
            if (typeof(TRows) != typeof(TileRows.Four))
            {
                c4.Add(V.Broadcast(a4[0]), in row);
                c5.Add(V.Broadcast(a4[typeof(TRows) == typeof(TileRows.Six) ? s5 : s1]), in row);
            }

            if (typeof(TRows) == typeof(TileRows.Ten) || typeof(TRows) == typeof(TileRows.Twelve))
            {
                c6.Add(V.Broadcast(a4[s2]), in row);
                c7.Add(V.Broadcast(a4[s3]), in row);
                c8.Add(V.Broadcast(a8[0]), in row);
                c9.Add(V.Broadcast(a8[s1]), in row);
            }

            if (typeof(TRows) == typeof(TileRows.Twelve))
            {
                c10.Add(V.Broadcast(a8[s2]), in row);
                c11.Add(V.Broadcast(a8[s3]), in row);
            }

            if (!listed)
            {
                a0 += step;
                a4 += step;
                a8 += step;
                b += ldb;
                Ahead.Fetch(ahead);
                ahead += aheadStep;
            }
        }

        // A tile that reaches over the edge goes to the side first.
        bool edge = last < TRows.Rows - 1 || t.Columns < TRow.Vectors * V.Count;
        T* to = t.C;
        nint ldTo = t.CStride;
        V alpha = V.Broadcast(t.Alpha);
        if (edge)
        {
            to = t.Edge;
            ldTo = TRow.Vectors * V.Count;
            alpha = V.One;
        }
        else if (t.Accumulate)
        {
            c0.AddTo(alpha, to);
            to += ldTo;
            c1.AddTo(alpha, to);
            to += ldTo;
            c2.AddTo(alpha, to);
            to += ldTo;
            c3.AddTo(alpha, to);
            if (typeof(TRows) != typeof(TileRows.Four))
            {
                to += ldTo;
                c4.AddTo(alpha, to);
                to += ldTo;
                c5.AddTo(alpha, to);
            }

            if (typeof(TRows) == typeof(TileRows.Ten) || typeof(TRows) == typeof(TileRows.Twelve))
            {
                to += ldTo;
                c6.AddTo(alpha, to);
                to += ldTo;
                c7.AddTo(alpha, to);
                to += ldTo;
                c8.AddTo(alpha, to);
                to += ldTo;
                c9.AddTo(alpha, to);
            }

            if (typeof(TRows) == typeof(TileRows.Twelve))
            {
                to += ldTo;
                c10.AddTo(alpha, to);
                to += ldTo;
                c11.AddTo(alpha, to);
            }
            return;
        }

        c0.Store(alpha, to);
        to += ldTo;
        c1.Store(alpha, to);
        to += ldTo;
        c2.Store(alpha, to);
        to += ldTo;
        c3.Store(alpha, to);
        if (typeof(TRows) != typeof(TileRows.Four))
        {
            to += ldTo;
            c4.Store(alpha, to);
            to += ldTo;
            c5.Store(alpha, to);
        }

        if (typeof(TRows) == typeof(TileRows.Ten) || typeof(TRows) == typeof(TileRows.Twelve))
        {
            to += ldTo;
            c6.Store(alpha, to);
            to += ldTo;
            c7.Store(alpha, to);
            to += ldTo;
            c8.Store(alpha, to);
            to += ldTo;
            c9.Store(alpha, to);
        }

        if (typeof(TRows) == typeof(TileRows.Twelve))
        {
            to += ldTo;
            c10.Store(alpha, to);
            to += ldTo;
            c11.Store(alpha, to);
        }

        if (edge)
        {
            TileEdge<V, T>.Write(in t, t.Edge, TRow.Vectors);
        }
    }
}
