using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// The gradient of a convolution: for each map and each place of its patches, the inner product of the map's signals with what is seen there. Signals and
/// images are read where they lie, along positions and batch; a few rows of positions at a time, so that signals stay near while places change. A part is some
/// maps and some places.
/// </summary>
internal unsafe struct ConvolutionCorrelation<V, T> : WorkerPool.IJob<ConvolutionCorrelation<V, T>>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int AtOnce = 4;                       // maps, and places
    private const int NearBytes = 4 * 1024;             // of a map's signals: with those of four maps and what they see in the first-level cache
    private const int ChannelsPerPart = 8;

    private readonly PatchShape _s;
    private readonly int _batch, _mapGroups, _tapGroups, _rowsAtOnce, _columnsAtOnce;
    private readonly bool _padded;
    private readonly T _factor, _keep;
    private readonly T* _h;
    private readonly T* _signal;
    private readonly T* _to;
    private readonly nint _mapStride, _tapStride;

    private ConvolutionCorrelation(in PatchShape s, int batch, int threads, T factor, T* h, T* signal, T keep, T* to, nint mapStride, nint tapStride)
    {
        (_s, _batch, _factor, _keep) = (s, batch, factor, keep);
        (_mapStride, _tapStride) = (mapStride, tapStride);
        _h = h;
        _signal = signal;
        _to = to;
        _padded = s.Same;
        int near = Math.Max(1, NearBytes / (batch * sizeof(T)));
        _columnsAtOnce = Math.Min(s.OutWidth, near);
        _rowsAtOnce = Math.Min(s.OutHeight, Math.Max(1, near / s.OutWidth));
        _tapGroups = Math.Max(1, s.Channels / ChannelsPerPart);
        _mapGroups = threads == 1 ? 1 : Math.Min((s.Maps + AtOnce - 1) / AtOnce, ((4 * threads) + _tapGroups - 1) / _tapGroups);
    }

    /// <summary>to = keep · to + factor · (the gradient)</summary>
    /// <param name="pool">Threads, or null.</param>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="factor">Of the gradient.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <param name="keep">Of what was there; 0 overwrites it.</param>
    /// <param name="to">The weight of map m and tap t lies at m · <paramref name="mapStride"/> + t · <paramref name="tapStride"/>.</param>
    /// <param name="mapStride">Distance between maps.</param>
    /// <param name="tapStride">Distance between taps.</param>
    public static void Run(WorkerPool? pool, in PatchShape s, int batch, T factor, T* h, T* signal, T keep, T* to, nint mapStride, nint tapStride)
    {
        var job = new ConvolutionCorrelation<V, T>(in s, batch, pool?.Threads ?? 1, factor, h, signal, keep, to, mapStride, tapStride);
        WorkerPool.Run(pool, ref job, job._mapGroups * job._tapGroups);
    }

    /// <inheritdoc/>
    public static void Run(ref ConvolutionCorrelation<V, T> job, int part)
    {
        PatchShape s = job._s;
        int tapGroup = part / job._mapGroups, mapGroup = part % job._mapGroups, mapTiles = (s.Maps + AtOnce - 1) / AtOnce;
        (int First, int End) channels = (s.Channels * tapGroup / job._tapGroups, s.Channels * (tapGroup + 1) / job._tapGroups);
        (int First, int End) maps =
            (mapTiles * mapGroup / job._mapGroups * AtOnce, Math.Min(s.Maps, mapTiles * (mapGroup + 1) / job._mapGroups * AtOnce));
        for (int y = 0; y < s.OutHeight; y += job._rowsAtOnce)
        {
            for (int x = 0; x < s.OutWidth; x += job._columnsAtOnce)
            {
                (int First, int End) rows = (y, Math.Min(s.OutHeight, y + job._rowsAtOnce)), columns = (x, Math.Min(s.OutWidth, x + job._columnsAtOnce));
                for (int map = maps.First; map < maps.End; map += AtOnce)
                {
                    job.Places(map, Math.Min(AtOnce, maps.End - map), channels, rows, columns, first: y == 0 && x == 0);
                }
            }
        }
    }

    /// <summary>All places of some channels, four at a time; padded, those of which the same positions lie within the image.</summary>
    [SkipLocalsInit]
    private readonly void Places(int map, int maps, (int First, int End) channels, (int First, int End) rows, (int First, int End) columns, bool first)
    {
        int* taps = stackalloc int[AtOnce];
        int count = channels.End - channels.First, places = _s.Places;
        if (!_padded)
        {
            for (int tap = channels.First * places; tap < channels.End * places; tap += AtOnce)
            {
                int there = Math.Min(AtOnce, (channels.End * places) - tap);
                for (int j = 0; j < AtOnce; j++)
                {
                    taps[j] = tap + Math.Min(j, there - 1);
                }

                Tile(map, maps, taps, there, rows, columns, first);
            }

            return;
        }

        for (int place = 0; place < places; place++)
        {
            (int First, int End) high = Common(rows, _s.RowsSeeing(place / _s.PatchWidth)), wide = Common(columns, _s.ColumnsSeeing(place % _s.PatchWidth));
            for (int c = 0; c < count; c += AtOnce)
            {
                int there = Math.Min(AtOnce, count - c);
                for (int j = 0; j < AtOnce; j++)
                {
                    taps[j] = ((channels.First + c + Math.Min(j, there - 1)) * places) + place;
                }

                Tile(map, maps, taps, there, high, wide, first);
            }
        }
    }

    [SkipLocalsInit]
    private readonly void Tile(int map, int maps, int* taps, int there, (int First, int End) rows, (int First, int End) columns, bool first)
    {
        T* sums = stackalloc T[AtOnce * AtOnce];
        if (rows.First >= rows.End || columns.First >= columns.End)
        {
            new Span<T>(sums, AtOnce * AtOnce).Clear();
        }
        else
        {
            nint mapSize = (nint)_s.Positions * _batch;
            int width = columns.End - columns.First;
            CorrelationTile<T> t = default;
            t.Signal = _signal + (map * mapSize) + ((((nint)rows.First * _s.OutWidth) + columns.First) * _batch);
            t.Map1 = Math.Min(1, maps - 1) * mapSize;
            t.Map2 = Math.Min(2, maps - 1) * mapSize;
            t.Map3 = Math.Min(3, maps - 1) * mapSize;
            t.Seen0 = Seen(taps[0], rows.First, columns.First);
            t.Seen1 = Seen(taps[1], rows.First, columns.First);
            t.Seen2 = Seen(taps[2], rows.First, columns.First);
            t.Seen3 = Seen(taps[3], rows.First, columns.First);
            t.Rows = rows.End - rows.First;
            t.SignalRow = (nint)_s.OutWidth * _batch;
            t.SeenRow = (nint)_s.Stride * _s.Width * _batch;
            bool together = _s.Stride == 1;             // positions follow each other, below too
            t.Pieces = together ? 1 : width;
            t.SignalPiece = _batch;
            t.SeenPiece = (nint)_s.Stride * _batch;
            t.Length = together ? width * _batch : _batch;
            CorrelationTile<T>.Run<V>(in t, sums);
        }

        for (int m = 0; m < maps; m++)
        {
            T* to = _to + ((map + m) * _mapStride);
            for (int j = 0; j < there; j++)
            {
                T* at = to + (taps[j] * _tapStride);
                T kept = !first ? *at : _keep == T.Zero ? T.Zero : _keep * *at;
                *at = kept + (_factor * sums[(AtOnce * m) + j]);
            }
        }
    }

    /// <summary>What the unit in row y and column x sees through a tap.</summary>
    private readonly T* Seen(int tap, int y, int x)
    {
        int channel = tap / _s.Places, place = tap % _s.Places;
        int row = (y * _s.Stride) - _s.Top + (place / _s.PatchWidth), column = (x * _s.Stride) - _s.Left + (place % _s.PatchWidth);
        return _h + (((((nint)channel * _s.Height) + row) * _s.Width + column) * _batch);
    }

    private static (int First, int End) Common((int First, int End) a, (int First, int End) b) => (Math.Max(a.First, b.First), Math.Min(a.End, b.End));
}
