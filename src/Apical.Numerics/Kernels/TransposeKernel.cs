using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Apical.Numerics.Kernels;

/// <summary>Transposes, 16 by 16 or 8 by 8 floats in registers where the CPU can, in small blocks otherwise.</summary>
internal static unsafe class TransposeKernel
{
    /// <summary>destination[c, r] = source[rows[r], c] (rows null: r itself).</summary>
    /// <param name="source">First entry of the source.</param>
    /// <param name="ld">Distance between its rows.</param>
    /// <param name="chosen">Which rows, or null for 0, 1, 2 …</param>
    /// <param name="rows">How many rows to take.</param>
    /// <param name="columns">How many columns they have.</param>
    /// <param name="destination">First entry of the result.</param>
    /// <param name="ldd">Distance between its rows, at least <paramref name="rows"/>.</param>
    [SkipLocalsInit]
    public static void Run<T>(T* source, nint ld, int* chosen, int rows, int columns, T* destination, nint ldd)
        where T : unmanaged
    {
        int r = 0;
        if (typeof(T) == typeof(float) && Avx.IsSupported)
        {
            float** from = stackalloc float*[16];
            while (r + 4 <= rows)
            {
                int some = Avx512F.IsSupported && r + 16 <= rows ? 16 : r + 8 <= rows ? 8 : 4;
                for (int i = 0; i < some; i++)
                {
                    from[i] = (float*)source + ((chosen == null ? r + i : chosen[r + i]) * ld);
                }

                float* to = (float*)destination + r;
                int done = some == 16 ? SixteenRows(from, columns, to, ldd) : 0;
                for (int i = 0; i + 8 <= some; i += 8)
                {
                    EightRows(from + i, done, columns, to + i, ldd);
                }

                if (some == 4)
                {
                    FourRows(from, 0, columns, to, ldd);
                }

                r += some;
            }
        }

        for (; r < rows; r += 8)
        {
            int some = Math.Min(8, rows - r);
            for (int c = 0; c < columns; c += 8)
            {
                int end = Math.Min(columns, c + 8);
                for (int i = r; i < r + some; i++)
                {
                    T* row = source + ((chosen == null ? i : chosen[i]) * ld);
                    for (int j = c; j < end; j++)
                    {
                        destination[(j * ldd) + i] = row[j];
                    }
                }
            }
        }
    }

    /// <summary>16 columns at a time; returns how many were done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int SixteenRows(float** from, int columns, float* to, nint ldd)
    {
        int c = 0;
        for (; c + 16 <= columns; c += 16)
        {
            Quadruples(from, c, out Vector512<float> a0, out Vector512<float> a1, out Vector512<float> a2, out Vector512<float> a3);
            Quadruples(from + 4, c, out Vector512<float> b0, out Vector512<float> b1, out Vector512<float> b2, out Vector512<float> b3);
            Quadruples(from + 8, c, out Vector512<float> c0, out Vector512<float> c1, out Vector512<float> c2, out Vector512<float> c3);
            Quadruples(from + 12, c, out Vector512<float> d0, out Vector512<float> d1, out Vector512<float> d2, out Vector512<float> d3);
            float* at = to + (c * ldd);
            EveryFourthRow(a0, b0, c0, d0, at, 4 * ldd);
            EveryFourthRow(a1, b1, c1, d1, at + ldd, 4 * ldd);
            EveryFourthRow(a2, b2, c2, d2, at + (2 * ldd), 4 * ldd);
            EveryFourthRow(a3, b3, c3, d3, at + (3 * ldd), 4 * ldd);
        }

        return c;
    }

    /// <summary>Four rows: quarter q of result j holds their entries in column 4 q + j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quadruples(float** from, int c, out Vector512<float> q0, out Vector512<float> q1, out Vector512<float> q2, out Vector512<float> q3)
    {
        Vector512<float> r0 = Vector512.Load(from[0] + c), r1 = Vector512.Load(from[1] + c), r2 = Vector512.Load(from[2] + c), r3 = Vector512.Load(from[3] + c);
        Vector512<double> t0 = Avx512F.UnpackLow(r0, r1).AsDouble(), t1 = Avx512F.UnpackHigh(r0, r1).AsDouble();
        Vector512<double> t2 = Avx512F.UnpackLow(r2, r3).AsDouble(), t3 = Avx512F.UnpackHigh(r2, r3).AsDouble();
        q0 = Avx512F.UnpackLow(t0, t2).AsSingle();
        q1 = Avx512F.UnpackHigh(t0, t2).AsSingle();
        q2 = Avx512F.UnpackLow(t1, t3).AsSingle();
        q3 = Avx512F.UnpackHigh(t1, t3).AsSingle();
    }

    /// <summary>Four vectors of four quarters: transposes the quarters and stores each row of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void EveryFourthRow(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint step)
    {
        Vector512<float> evenAB = Avx512F.Shuffle4x128(a, b, 0x88), oddAB = Avx512F.Shuffle4x128(a, b, 0xDD);
        Vector512<float> evenCD = Avx512F.Shuffle4x128(c, d, 0x88), oddCD = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(evenAB, evenCD, 0x88).Store(to);
        Avx512F.Shuffle4x128(oddAB, oddCD, 0x88).Store(to + step);
        Avx512F.Shuffle4x128(evenAB, evenCD, 0xDD).Store(to + (2 * step));
        Avx512F.Shuffle4x128(oddAB, oddCD, 0xDD).Store(to + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void EightRows(float** from, int c, int columns, float* to, nint ldd)
    {
        for (; c + 8 <= columns; c += 8)
        {
            // Pairs, then quadruples within each half, then the halves change places.
            Vector256<float> r0 = Vector256.Load(from[0] + c), r1 = Vector256.Load(from[1] + c);
            Vector256<float> r2 = Vector256.Load(from[2] + c), r3 = Vector256.Load(from[3] + c);
            Vector256<float> r4 = Vector256.Load(from[4] + c), r5 = Vector256.Load(from[5] + c);
            Vector256<float> r6 = Vector256.Load(from[6] + c), r7 = Vector256.Load(from[7] + c);
            Vector256<float> t0 = Avx.UnpackLow(r0, r1), t1 = Avx.UnpackHigh(r0, r1), t2 = Avx.UnpackLow(r2, r3), t3 = Avx.UnpackHigh(r2, r3);
            Vector256<float> t4 = Avx.UnpackLow(r4, r5), t5 = Avx.UnpackHigh(r4, r5), t6 = Avx.UnpackLow(r6, r7), t7 = Avx.UnpackHigh(r6, r7);
            r0 = Avx.Shuffle(t0, t2, 0x44);
            r1 = Avx.Shuffle(t0, t2, 0xEE);
            r2 = Avx.Shuffle(t1, t3, 0x44);
            r3 = Avx.Shuffle(t1, t3, 0xEE);
            r4 = Avx.Shuffle(t4, t6, 0x44);
            r5 = Avx.Shuffle(t4, t6, 0xEE);
            r6 = Avx.Shuffle(t5, t7, 0x44);
            r7 = Avx.Shuffle(t5, t7, 0xEE);
            float* d = to + (c * ldd);
            Avx.Permute2x128(r0, r4, 0x20).Store(d);
            Avx.Permute2x128(r1, r5, 0x20).Store(d + ldd);
            Avx.Permute2x128(r2, r6, 0x20).Store(d + (2 * ldd));
            Avx.Permute2x128(r3, r7, 0x20).Store(d + (3 * ldd));
            Avx.Permute2x128(r0, r4, 0x31).Store(d + (4 * ldd));
            Avx.Permute2x128(r1, r5, 0x31).Store(d + (5 * ldd));
            Avx.Permute2x128(r2, r6, 0x31).Store(d + (6 * ldd));
            Avx.Permute2x128(r3, r7, 0x31).Store(d + (7 * ldd));
        }

        if (c < columns)
        {
            FourRows(from, c, columns, to, ldd);
            FourRows(from + 4, c, columns, to + 4, ldd);
        }
    }

    private static void FourRows(float** from, int c, int columns, float* to, nint ldd)
    {
        for (; c + 4 <= columns; c += 4)
        {
            FourByFour(from, c, to + (c * ldd), ldd);
        }

        for (; c < columns; c++)
        {
            for (int i = 0; i < 4; i++)
            {
                to[(c * ldd) + i] = from[i][c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourByFour(float** from, int c, float* to, nint ldd)
    {
        Vector128<float> r0 = Vector128.Load(from[0] + c), r1 = Vector128.Load(from[1] + c), r2 = Vector128.Load(from[2] + c), r3 = Vector128.Load(from[3] + c);
        Vector128<float> t0 = Sse.UnpackLow(r0, r1), t1 = Sse.UnpackHigh(r0, r1), t2 = Sse.UnpackLow(r2, r3), t3 = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(t0, t2).Store(to);
        Sse.MoveHighToLow(t2, t0).Store(to + ldd);
        Sse.MoveLowToHigh(t1, t3).Store(to + (2 * ldd));
        Sse.MoveHighToLow(t3, t1).Store(to + (3 * ldd));
    }
}
