using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// Locally connected layers. Everything runs along the batch: a sum of scaled rows forward and backward, inner products of rows for the update.
/// A part is a row of units of one map, or a row of pixels of one channel.
/// </summary>
internal static unsafe class LocalKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>to = start + Σ_k c[k] · (the row at source + offset[k]), for n columns; the last block overlaps the one before rather than being cut.</summary>
    private static void Sum(T* c, nint* offset, int count, T* source, T start, T* to, int n)
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
    private static void Dots4(T* y, T* x0, T* x1, T* x2, T* x3, int n, T* sums)
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

    /// <summary>Which taps of the unit at (y, x) lie within the image, and where, counted from its upper left corner.</summary>
    private static int Seen(in PatchShape s, int batch, int y, int x, int* tap, nint* offset)
    {
        (int First, int End) rows = s.RowsSeen(y), columns = s.ColumnsSeen(x);
        int count = 0;
        for (int c = 0; c < s.Channels; c++)
        {
            for (int dy = rows.First; dy < rows.End; dy++)
            {
                for (int dx = columns.First; dx < columns.End; dx++)
                {
                    tap[count] = (((c * s.PatchHeight) + dy) * s.PatchWidth) + dx;
                    offset[count++] = ((((nint)c * s.Height) + dy) * s.Width + dx) * batch;
                }
            }
        }

        return count;
    }

    /// <summary>The upper left corner of what the unit at (y, x) sees; its patch may begin outside the image.</summary>
    private static T* Corner(T* h, in PatchShape s, int batch, int y, int x) =>
        h + (((((nint)y * s.Stride) - s.Top) * s.Width + (x * s.Stride) - s.Left) * batch);

    /// <summary>The units of row part % OutHeight of map part / OutHeight.</summary>
    public struct ForwardJob : WorkerPool.IJob<ForwardJob>
    {
        public PatchShape S;
        public int Batch;
        public ScalarFunction F;
        public T Parameter;
        public T* W;
        public T* Bias;
        public T* H;
        public T* A;
        public T* To;

        public static void Run(ref ForwardJob job, int part)
        {
            PatchShape s = job.S;
            int taps = s.Taps, y = part % s.OutHeight, first = part * s.OutWidth, count = 0;
            nint* offset = Scratch.Get<nint>(ScratchSlot.Offsets, taps);
            int* tap = Scratch.Get<int>(ScratchSlot.Terms, taps);
            T* some = Scratch.Get<T>(ScratchSlot.Sums, taps);
            for (int x = 0; x < s.OutWidth; x++)
            {
                if (x == 0 || s.ColumnsSeen(x) != s.ColumnsSeen(x - 1))
                {
                    count = Seen(in s, job.Batch, y, x, tap, offset);
                }

                int unit = first + x;
                T* w = job.W + ((nint)unit * taps);
                for (int k = 0; count < taps && k < count; k++)
                {
                    some[k] = w[tap[k]];
                }

                T bias = job.Bias == null ? T.Zero : job.Bias[unit];
                Sum(count < taps ? some : w, offset, count, Corner(job.H, in s, job.Batch, y, x), bias, job.A + ((nint)unit * job.Batch), job.Batch);
            }

            nint start = (nint)first * job.Batch;
            MapKernel<V, T>.Run(job.F, job.Parameter, job.A + start, job.To + start, s.OutWidth * job.Batch);
        }
    }

    /// <summary>The pixels of row part % Height of channel part / Height.</summary>
    public struct BackJob : WorkerPool.IJob<BackJob>
    {
        public PatchShape S;
        public int Batch;
        public nint UnitStride, TapStride;
        public T* W;
        public T* Signal;
        public T* To;

        public static void Run(ref BackJob job, int part)
        {
            PatchShape s = job.S;
            int channel = part / s.Height, y = part % s.Height, most = s.Maps * s.PatchHeight * s.PatchWidth;
            nint* offset = Scratch.Get<nint>(ScratchSlot.Offsets, most);
            T* w = Scratch.Get<T>(ScratchSlot.Sums, most);
            for (int x = 0; x < s.Width; x++)
            {
                int count = 0;
                for (int map = 0; map < s.Maps; map++)
                {
                    // only the units whose patch holds the pixel
                    for (int dy = 0; dy < s.PatchHeight; dy++)
                    {
                        if (!PatchTerms.Sees(y + s.Top - dy, s.Stride, s.OutHeight, out int above))
                        {
                            continue;
                        }

                        for (int dx = 0; dx < s.PatchWidth; dx++)
                        {
                            if (!PatchTerms.Sees(x + s.Left - dx, s.Stride, s.OutWidth, out int across))
                            {
                                continue;
                            }

                            nint unit = (((nint)map * s.OutHeight) + above) * s.OutWidth + across;
                            int tap = (((channel * s.PatchHeight) + dy) * s.PatchWidth) + dx;
                            offset[count] = unit * job.Batch;
                            w[count++] = job.W[(unit * job.UnitStride) + (tap * job.TapStride)];
                        }
                    }
                }

                Sum(w, offset, count, job.Signal, T.Zero, job.To + ((((nint)part * s.Width) + x) * job.Batch), job.Batch);
            }
        }
    }

    /// <summary>The connections of the units of row part % OutHeight of map part / OutHeight.</summary>
    public struct CorrelationJob : WorkerPool.IJob<CorrelationJob>
    {
        public PatchShape S;
        public int Batch;
        public nint UnitStride, TapStride;
        public T Factor, Keep;
        public T* H;
        public T* Signal;
        public T* To;

        public static void Run(ref CorrelationJob job, int part)
        {
            PatchShape s = job.S;
            int taps = s.Taps, y = part % s.OutHeight, count = 0;
            nint* offset = Scratch.Get<nint>(ScratchSlot.Offsets, taps);
            int* tap = Scratch.Get<int>(ScratchSlot.Terms, taps);
            T* sums = stackalloc T[4];
            for (int x = 0; x < s.OutWidth; x++)
            {
                if (x == 0 || s.ColumnsSeen(x) != s.ColumnsSeen(x - 1))
                {
                    count = Seen(in s, job.Batch, y, x, tap, offset);
                }

                nint unit = ((nint)part * s.OutWidth) + x;
                T* h = Corner(job.H, in s, job.Batch, y, x), signal = job.Signal + (unit * job.Batch), to = job.To + (unit * job.UnitStride);
                for (int k = 0; count < taps && k < taps; k++)
                {
                    to[k * job.TapStride] = job.Keep == T.Zero ? T.Zero : job.Keep * to[k * job.TapStride];     // those outside the image see zeros
                }

                for (int k = 0; k < count; k += 4)
                {
                    int last = count - 1;                // the fourth of three is the third once more
                    int k1 = Math.Min(k + 1, last), k2 = Math.Min(k + 2, last), k3 = Math.Min(k + 3, last);
                    Dots4(signal, h + offset[k], h + offset[k1], h + offset[k2], h + offset[k3], job.Batch, sums);
                    for (int j = 0; j < Math.Min(4, count - k); j++)
                    {
                        T* at = to + (tap[k + j] * job.TapStride);
                        *at = count < taps ? *at + (job.Factor * sums[j])
                            : job.Keep == T.Zero ? job.Factor * sums[j] : (job.Keep * *at) + (job.Factor * sums[j]);
                    }
                }
            }
        }
    }
}
