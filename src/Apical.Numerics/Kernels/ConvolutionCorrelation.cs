using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// The gradient of a convolution, h δᵀ summed over the positions of a map: position after position, the product of what is seen there with the signals, which
/// are turned round for it so that vectors run along the maps. What is seen is read where it lies, channels being the rows of a tile; few channels would leave
/// most of a tile idle, and then what some positions see is gathered first. A part is some of these tiles, for some of the maps, whose signals it turns round
/// for itself.
/// </summary>
internal unsafe struct ConvolutionCorrelation<V, T> : WorkerPool.IJob<ConvolutionCorrelation<V, T>>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int SamplesAtOnce = 128;              // of the signals: with their maps they stay in the first-level cache, or near it
    private const double WorthGathering = 0.2;          // of the work of a tile

    private readonly PatchShape _s;
    private readonly int _batch, _mapGroups, _tapGroups, _atOnce;
    private readonly bool _gathers;                     // whether the rows of a tile are taps that were gathered, rather than channels
    private readonly int _tileRows, _blockRows, _blocks, _items;
    private readonly T* _h;
    private readonly T* _signal;
    private readonly T* _sums;                          // [taps, maps]

    private ConvolutionCorrelation(in PatchShape s, int batch, int threads, T* h, T* signal)
    {
        (_s, _batch) = (s, batch);
        _h = h;
        _signal = signal;
        _gathers = Idle(s.Channels) - Idle(s.Taps) > WorthGathering;
        _tileRows = _gathers ? s.Taps : s.Channels;
        _blockRows = BlockKernel<V, T>.RowsFor(_tileRows);
        _blocks = (_tileRows + _blockRows - 1) / _blockRows;
        _items = s.Taps / _tileRows * _blocks;
        _mapGroups = threads == 1 ? 1 : (s.Maps + (2 * V.Count) - 1) / (2 * V.Count);
        _tapGroups = threads == 1 ? 1 : Math.Min(_items, ((3 * threads) + _mapGroups - 1) / _mapGroups);
        _atOnce = s.Stride == 1 || _gathers ? Math.Clamp(SamplesAtOnce / batch, 1, s.OutWidth) : 1;
        _sums = Scratch.Get<T>(ScratchSlot.Left, (long)s.Taps * s.Maps);
        new Span<T>(_sums, s.Taps * s.Maps).Clear();
    }

    /// <summary>to = keep · to + factor · (the gradient)</summary>
    /// <param name="pool">Threads, or null.</param>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="factor">Of the gradient.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <param name="keep">Of what was there; 0 overwrites it.</param>
    /// <param name="to"><c>[taps, maps]</c>, or transposed.</param>
    /// <param name="transposed">Whether it is <c>[maps, taps]</c>.</param>
    public static void Run(WorkerPool? pool, in PatchShape s, int batch, T factor, T* h, T* signal, T keep, T* to, bool transposed)
    {
        var job = new ConvolutionCorrelation<V, T>(in s, Math.Max(1, batch), pool?.Threads ?? 1, h, signal);
        if (batch > 0)
        {
            WorkerPool.Run(pool, ref job, job._mapGroups * job._tapGroups);
        }

        job.Put(factor, keep, to, transposed);
    }

    /// <inheritdoc/>
    public static void Run(ref ConvolutionCorrelation<V, T> job, int part)
    {
        PatchShape s = job._s;
        int batch = job._batch, group = part / job._mapGroups, mapGroup = part % job._mapGroups, wide = job._mapGroups == 1 ? s.Maps : 2 * V.Count;
        int first = job._items * group / job._tapGroups, end = job._items * (group + 1) / job._tapGroups;
        int map = mapGroup * wide, width = Math.Min(wide, s.Maps - map);
        T* turned = Scratch.Get<T>(ScratchSlot.Packed, (long)width * job._atOnce * batch);
        (int First, int End) taps = (first * job._blockRows, Math.Min(end * job._blockRows, s.Taps));   // where they are gathered
        T* seen = job._gathers ? Scratch.Get<T>(ScratchSlot.Rows, (long)(taps.End - taps.First) * job._atOnce * batch) : null;
        var p = new Product<T>
        {
            RowStride = (nint)s.Height * s.Width * batch,
            InnerStride = 1,
            BStride = width,
            PanelStride = 2 * V.Count,
            Alpha = T.One,
        };
        for (int y = 0; y < s.OutHeight; y++)
        {
            int positions;
            for (int x = 0; x < s.OutWidth; x += positions)
            {
                positions = Math.Min(job._atOnce, s.OutWidth - x);
                T* signal = job._signal + ((((nint)map * s.Positions) + ((nint)y * s.OutWidth) + x) * batch);
                TransposeKernel.Run(signal, (nint)s.Positions * batch, null, width, positions * batch, turned, width);
                if (job._gathers)
                {
                    p.K = positions * batch;
                    p.RowStride = p.K;
                    p.A = seen;
                    job.Gather(taps, (y, x), positions, seen);
                    T* sums = job._sums + ((nint)taps.First * s.Maps) + map;
                    for (int tap = taps.First; tap < taps.End; tap += job._blockRows)
                    {
                        int row = tap - taps.First, rows = Math.Min(job._blockRows, taps.End - tap);
                        BlockKernel<V, T>.Run(in p, true, FetchAhead.None, row, rows, turned, width, sums + ((nint)row * s.Maps), s.Maps);
                    }

                    continue;
                }

                for (int item = first; item < end; item++)
                {
                    job.Add(ref p, item, (y, x), positions, turned, map, width);
                }
            }
        }
    }

    /// <summary>Adds one tile's part of one run of positions.</summary>
    private readonly void Add(ref Product<T> p, int item, (int Y, int X) at, int positions, T* turned, int map, int maps)
    {
        (int y, int x) = at;
        int group = item / _blocks, row = item % _blocks * _blockRows, rows = Math.Min(_blockRows, _tileRows - row), places = _s.Places;
        (int dy, int dx) = (group / _s.PatchWidth, group % _s.PatchWidth);
        (int First, int End) high = _s.RowsSeeing(dy), wide = _s.ColumnsSeeing(dx);
        int from = Math.Max(x, wide.First), until = Math.Min(x + positions, wide.End);
        if (y < high.First || y >= high.End || from >= until)
        {
            return;
        }

        nint pixel = (((nint)row * _s.Height) + (y * _s.Stride) - _s.Top + dy) * _s.Width + (from * _s.Stride) - _s.Left + dx;
        p.A = _h + (pixel * _batch);
        p.K = (until - from) * _batch;
        T* b = turned + ((nint)(from - x) * _batch * maps), sums = _sums + ((((nint)row * places) + group) * _s.Maps) + map;
        BlockKernel<V, T>.Run(in p, true, FetchAhead.None, 0, rows, b, maps, sums, (nint)places * _s.Maps);
    }

    /// <summary>What some positions of a row see through some taps, side by side: nothing beyond the edge of the image.</summary>
    private readonly void Gather((int First, int End) taps, (int Y, int X) at, int positions, T* to)
    {
        for (int tap = taps.First; tap < taps.End; tap++)
        {
            int place = tap % _s.Places, y = (at.Y * _s.Stride) - _s.Top + (place / _s.PatchWidth);
            T* row = _h + ((((nint)(tap / _s.Places) * _s.Height) + y) * _s.Width * _batch);
            for (int i = 0; i < positions; i++, to += _batch)
            {
                int x = ((at.X + i) * _s.Stride) - _s.Left + (place % _s.PatchWidth);
                var pixel = new Span<T>(to, _batch);
                if (y < 0 || y >= _s.Height || x < 0 || x >= _s.Width)
                {
                    pixel.Clear();
                }
                else
                {
                    new ReadOnlySpan<T>(row + ((nint)x * _batch), _batch).CopyTo(pixel);
                }
            }
        }
    }

    private readonly void Put(T factor, T keep, T* to, bool transposed)
    {
        if (transposed && keep == T.Zero && factor == T.One)
        {
            TransposeKernel.Run(_sums, _s.Maps, null, _s.Taps, _s.Maps, to, _s.Taps);
            return;
        }

        for (int tap = 0; tap < _s.Taps; tap++)
        {
            for (int map = 0; map < _s.Maps; map++)
            {
                T* at = to + (transposed ? ((nint)map * _s.Taps) + tap : ((nint)tap * _s.Maps) + map);
                T sum = factor * _sums[((nint)tap * _s.Maps) + map];
                *at = keep == T.Zero ? sum : (keep * *at) + sum;
            }
        }
    }

    /// <summary>What part of the rows of tiles would be computed for nothing.</summary>
    private static double Idle(int rows) => 1 - ((double)rows / ((rows + 5) / 6 * 6));
}
