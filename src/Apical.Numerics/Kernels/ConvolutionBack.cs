using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// Wᵀ δ of a convolution: at each pixel of the image below a product with the signals of those units that see it, which are read where they lie. A part is a
/// row of the image, or some channels of it.
/// </summary>
internal unsafe struct ConvolutionBack<V, T> : WorkerPool.IJob<ConvolutionBack<V, T>>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int NearBytes = 512 * 1024;           // of δ, read again for every twelve channels

    private readonly PatchShape _s;
    private readonly RowBlocks _blocks;
    private readonly int _batch, _groups, _atOnce;
    private readonly T* _w;
    private readonly T* _signal;
    private readonly T* _to;

    private ConvolutionBack(in PatchShape s, int batch, int threads, T* w, nint mapStride, nint tapStride, T* signal, T* to)
    {
        (_s, _batch) = (s, batch);
        _signal = signal;
        _to = to;
        _blocks = new RowBlocks(s.Channels, BlockKernel<V, T>.IsWide);
        _groups = threads == 1 ? 1 : Math.Min(_blocks.Count, ((4 * threads) + s.Height - 1) / s.Height);
        _w = PackedPatches<T>.Back(in s, _blocks, w, mapStride, tapStride);
        long rowBytes = (long)s.Maps * s.PatchHeight * batch * sizeof(T);
        _atOnce = s.Stride > 1 ? 1 : (int)Math.Max((2 * V.Count / batch) + 1, (NearBytes / rowBytes) - s.PatchWidth + 1);
    }

    /// <summary>Carries a signal back.</summary>
    /// <param name="pool">Threads, or null.</param>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="w">The weight of map m and tap t lies at m · <paramref name="mapStride"/> + t · <paramref name="tapStride"/>, one of which is 1.</param>
    /// <param name="mapStride">Distance between maps.</param>
    /// <param name="tapStride">Distance between taps.</param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <param name="to">Receives the signal below, <c>[inputs, batch]</c>.</param>
    public static void Run(WorkerPool? pool, in PatchShape s, int batch, T* w, nint mapStride, nint tapStride, T* signal, T* to)
    {
        if (batch == 0)
        {
            return;
        }

        var job = new ConvolutionBack<V, T>(in s, batch, pool?.Threads ?? 1, w, mapStride, tapStride, signal, to);
        WorkerPool.Run(pool, ref job, s.Height * job._groups);
    }

    /// <inheritdoc/>
    public static void Run(ref ConvolutionBack<V, T> job, int part)
    {
        PatchShape s = job._s;
        int y = part / job._groups, group = part % job._groups, batch = job._batch;
        int firstBlock = job._blocks.Count * group / job._groups, endBlock = job._blocks.Count * (group + 1) / job._groups;
        nint channelStride = (nint)s.Height * s.Width * batch;
        TileTerm* terms = Scratch.Get<TileTerm>(ScratchSlot.Offsets, (long)s.Maps * s.Places);
        int pixels;
        for (int x = 0; x < s.Width; x += pixels)
        {
            for (pixels = 1; pixels < job._atOnce && x + pixels < s.Width && AreSeenAlike(in s, x, x + pixels);)
            {
                pixels++;
            }

            int count = PatchTerms.OfPixel(in s, batch, y, x, terms);
            for (int block = firstBlock; block < endBlock; block++)
            {
                (int channel, int channels) = job._blocks[block];
                T* w = job._w + ((nint)channel * s.Maps * s.Places), to = job._to + (channel * channelStride) + ((((nint)y * s.Width) + x) * batch);
                ListedBlock<V, T>.Run(terms, count, w, channels, job._signal, pixels * batch, BlockKernel<V, T>.Zeros, 0, to, channelStride);
            }
        }
    }

    /// <summary>Whether the same columns of patches see both pixels, where patches are one pixel apart.</summary>
    private static bool AreSeenAlike(in PatchShape s, int x, int other) =>
        Math.Max(0, x + s.Left - s.OutWidth + 1) == Math.Max(0, other + s.Left - s.OutWidth + 1)
        && Math.Min(s.PatchWidth - 1, x + s.Left) == Math.Min(s.PatchWidth - 1, other + s.Left);
}
