using System.Numerics;
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
                T* h = Corner(job.H, in s, job.Batch, y, x);
                ListedRows<V, T>.Sum(count < taps ? some : w, offset, count, h, bias, job.A + ((nint)unit * job.Batch), job.Batch);
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
            TileTerm* seeing = Scratch.Get<TileTerm>(ScratchSlot.Terms, s.Places);
            for (int x = 0; x < s.Width; x++)
            {
                // only the units whose patch holds the pixel
                int count = 0, inMap = PatchTerms.InOneMap(in s, y, x, seeing);
                for (int map = 0; map < s.Maps; map++)
                {
                    for (int i = 0; i < inMap; i++)
                    {
                        nint unit = ((nint)map * s.Positions) + seeing[i].B, tap = ((nint)channel * s.Places) + seeing[i].A;
                        offset[count] = unit * job.Batch;
                        w[count++] = job.W[(unit * job.UnitStride) + (tap * job.TapStride)];
                    }
                }

                ListedRows<V, T>.Sum(w, offset, count, job.Signal, T.Zero, job.To + ((((nint)part * s.Width) + x) * job.Batch), job.Batch);
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
                    ListedRows<V, T>.Dots4(signal, h + offset[k], h + offset[k1], h + offset[k2], h + offset[k3], job.Batch, sums);
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
