using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace Apical.Numerics.Kernels;

/// <summary>One block of rows of a product, tile by tile.</summary>
internal static unsafe class BlockKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    /// <summary>Rows of a block, the last one excepted.</summary>
    public const int Rows = 12;

    private static readonly T[] s_zeros = GC.AllocateArray<T>(128, pinned: true);
    private static readonly T* s_zero = (T*)(((nint)Unsafe.AsPointer(ref s_zeros[0]) + 63) & ~63);

    /// <summary>Whether there are 32 vector registers.</summary>
    public static bool IsWide => Vector512.IsHardwareAccelerated || AdvSimd.IsSupported;

    /// <summary>Zeros that sums start from: two vectors.</summary>
    public static T* Zeros => s_zero;

    /// <summary>Ten where tens cover the rows with clearly less waste than twelves, as with ten classes.</summary>
    public static int RowsFor(int m) => IsWide && 100 * Computed(m, 10) < 95 * Computed(m, Rows) ? 10 : Rows;

    /// <summary>Computes up to 12 rows by any number of columns.</summary>
    /// <param name="p">The product, or a slice of it along its sums.</param>
    /// <param name="resume">Whether C holds the sums so far.</param>
    /// <param name="ahead">What to fetch meanwhile.</param>
    /// <param name="row">First row, for A and the biases.</param>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="b">B at the first column.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="c">C at the first row and column.</param>
    /// <param name="stride">Distance between rows of C.</param>
    [SkipLocalsInit]
    public static void Run(in Product<T> p, bool resume, FetchAhead ahead, int row, int rows, T* b, int columns, T* c, nint stride)
    {
        int panel = 2 * V.Count;
        T* sums = stackalloc T[2 * Rows * V.Count];
        T* biases = stackalloc T[2 * Rows * V.Count];
        Tile<T> t = default;
        t.RowStride = p.RowStride;
        t.InnerStride = p.InnerStride;
        t.K = p.K;
        t.BStride = p.BStride;
        t.CStride = stride;
        t.Alpha = p.Alpha;
        t.Accumulate = p.Accumulate;
        t.Edge = sums;
        T* a = p.A + (row * p.RowStride);
        if (p.Bias != null && !resume)
        {
            Spread(p.Bias + row, rows, biases);
        }

        if (p.Accumulate && p.Beta != T.One)
        {
            Scale(p.Beta, c, stride, rows, columns);
        }

        T* start = p.Bias == null ? s_zero : biases;
        t.StartStride = resume ? stride : p.Bias == null ? 0 : panel;
        t.A = a;
        t.Rows = rows;
        bool twelve = IsWide && rows == 12;
        int tiles = (columns + panel - 1) / panel;
        bool fewRows = IsWide && rows <= 4 && p.PanelStride == panel && p.Bias == null;
        for (int n = 0; n < columns; n += t.Columns)
        {
            t.Columns = fewRows && columns - n >= 2 * panel ? 2 * panel : Math.Min(panel, columns - n);
            t.B = b + (n / panel * p.PanelStride);
            switch (ahead)
            {
                case FetchAhead.Rows:
                    t.AheadStep = (rows + tiles - 1) / tiles;
                    t.Ahead = a + (rows * p.RowStride) + (n / panel * p.K * t.AheadStep);
                    break;
                case FetchAhead.Terms:
                    t.AheadStep = n == 0 ? p.InnerStride : 0;
                    t.Ahead = a + (p.K * t.AheadStep);
                    break;
                case FetchAhead.Result:
                    T* next = c + n + panel;
                    for (int r = 0; r < rows; r++, next += stride)
                    {
                        Ahead.Fetch(next);
                        Ahead.Fetch(next + V.Count);
                    }

                    goto default;
                default:
                    t.AheadStep = 0;
                    t.Ahead = a;
                    break;
            }

            if (twelve)
            {
                t.C = c + n;
                t.Start = resume ? t.C : start;
                if (t.Columns > V.Count)
                {
                    TileKernel<V, T, TileRow2<V, T>, TileRows.Twelve, TileTerms.InOrder>.Run(in t);
                }
                else
                {
                    TileKernel<V, T, TileRow1<V, T>, TileRows.Twelve, TileTerms.InOrder>.Run(in t);
                }

                continue;
            }

            for (int r = 0; r < rows; r += t.Rows)
            {
                t.Rows = IsWide && rows == 10 && t.Columns > V.Count ? rows : Math.Min(6, rows - r);
                t.A = a + (r * p.RowStride);
                t.C = c + (r * stride) + n;
                t.Start = resume ? t.C : start + (r * t.StartStride);
                Tile(in t);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tile(in Tile<T> t)
    {
        bool one = t.Columns <= V.Count;
        switch (t.Rows)
        {
            case <= 4 when t.Columns > 2 * V.Count:
                TileKernel<V, T, TileRow4<V, T>, TileRows.Four, TileTerms.InOrder>.Run(in t);
                break;
            case 10:
                TileKernel<V, T, TileRow2<V, T>, TileRows.Ten, TileTerms.InOrder>.Run(in t);
                break;
            default:
                if (one)
                {
                    TileKernel<V, T, TileRow1<V, T>, TileRows.Six, TileTerms.InOrder>.Run(in t);
                }
                else
                {
                    TileKernel<V, T, TileRow2<V, T>, TileRows.Six, TileTerms.InOrder>.Run(in t);
                }

                break;
        }
    }

    private static int Computed(int m, int rows) => (m / rows * rows) + (((m % rows) + 5) / 6 * 6);

    /// <summary>Each bias in two vectors' lanes, which a tile's row starts from.</summary>
    public static void Spread(T* bias, int rows, T* to)
    {
        for (int r = 0; r < rows; r++, to += 2 * V.Count)
        {
            V x = V.Broadcast(bias[r]);
            V.Store(x, to);
            V.Store(x, to + V.Count);
        }
    }

    /// <summary>C = beta C: weight decay, before the update is added.</summary>
    private static void Scale(T beta, T* c, nint stride, int rows, int columns)
    {
        V factor = V.Broadcast(beta);
        for (int r = 0; r < rows; r++, c += stride)
        {
            int n = 0;
            for (; n <= columns - V.Count; n += V.Count)
            {
                V.Store(factor * V.Load(c + n), c + n);
            }

            if (n < columns)
            {
                V.StoreFirst(factor * V.LoadFirst(c + n, columns - n), c + n, columns - n);
            }
        }
    }
}
