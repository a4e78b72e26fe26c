using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// a = W ⋆ h + b and s(a): at each position of the maps a product of W with those rows of h that the patch there covers, which are read where they lie. A part
/// is a row of the maps, or some maps of it.
/// </summary>
internal unsafe struct ConvolutionForward<V, T> : WorkerPool.IJob<ConvolutionForward<V, T>>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int NearBytes = 512 * 1024;           // of h, read again for every twelve maps

    private readonly PatchShape _s;
    private readonly RowBlocks _blocks;
    private readonly int _batch, _groups, _atOnce, _whole;
    private readonly TileTerm* _terms;                  // where all of the patch lies within the image
    private readonly T* _w;
    private readonly T* _biases;
    private readonly nint _biasStride;
    private readonly T* _h;
    private readonly T* _a;
    private readonly T* _to;
    private readonly ScalarFunction _f;
    private readonly T _parameter;

    private ConvolutionForward(in PatchShape s, int batch, int threads, T* w, T* bias, T* h, ScalarFunction f, T parameter, T* a, T* to)
    {
        (_s, _batch, _f, _parameter) = (s, batch, f, parameter);
        _h = h;
        _a = a;
        _to = to;
        _blocks = new RowBlocks(s.Maps, BlockKernel<V, T>.IsWide);
        _groups = threads == 1 ? 1 : Math.Min(_blocks.Count, ((4 * threads) + s.OutHeight - 1) / s.OutHeight);
        _w = PackedPatches<T>.Forward(in s, _blocks, w);
        _terms = Scratch.Get<TileTerm>(ScratchSlot.Terms, s.Taps);
        _whole = PatchTerms.OfUnit(in s, batch, (0, s.PatchHeight), (0, s.PatchWidth), _terms);

        // Where patches lie one pixel apart, positions follow each other in memory and can be taken as one row.
        long rowBytes = (long)s.Channels * s.PatchHeight * batch * sizeof(T);
        _atOnce = s.Stride > 1 ? 1 : (int)Math.Max((2 * V.Count / batch) + 1, (NearBytes / rowBytes) - s.PatchWidth + 1);
        _biases = BlockKernel<V, T>.Zeros;
        if (bias != null)
        {
            _biases = Scratch.Get<T>(ScratchSlot.Biases, 2L * V.Count * s.Maps);
            _biasStride = 2 * V.Count;
            BlockKernel<V, T>.Spread(bias, s.Maps, _biases);
        }
    }

    /// <summary>Computes a layer.</summary>
    /// <param name="pool">Threads, or null.</param>
    /// <param name="s">Who sees whom.</param>
    /// <param name="batch">Samples.</param>
    /// <param name="w"><c>[maps, taps]</c></param>
    /// <param name="bias">One for each map, or null.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="f">s</param>
    /// <param name="parameter">Of s.</param>
    /// <param name="a"><c>[outputs, batch]</c></param>
    /// <param name="to">Receives s(a); may be <paramref name="a"/>.</param>
    public static void Run(WorkerPool? pool, in PatchShape s, int batch, T* w, T* bias, T* h, ScalarFunction f, T parameter, T* a, T* to)
    {
        if (batch == 0)
        {
            return;
        }

        var job = new ConvolutionForward<V, T>(in s, batch, pool?.Threads ?? 1, w, bias, h, f, parameter, a, to);
        WorkerPool.Run(pool, ref job, s.OutHeight * job._groups);
    }

    /// <inheritdoc/>
    public static void Run(ref ConvolutionForward<V, T> job, int part)
    {
        PatchShape s = job._s;
        int y = part / job._groups, group = part % job._groups, batch = job._batch;
        int firstBlock = job._blocks.Count * group / job._groups, endBlock = job._blocks.Count * (group + 1) / job._groups;
        nint mapStride = (nint)s.Positions * batch;
        (int First, int End) rows = s.RowsSeen(y), listed = (-1, -1);
        TileTerm* own = Scratch.Get<TileTerm>(ScratchSlot.Offsets, s.Taps), terms = own;
        int count = 0, positions;
        for (int x = 0; x < s.OutWidth; x += positions)
        {
            (int First, int End) columns = s.ColumnsSeen(x);
            for (positions = 1; positions < job._atOnce && x + positions < s.OutWidth && s.ColumnsSeen(x + positions) == columns;)
            {
                positions++;
            }

            if (columns != listed)
            {
                bool whole = rows == (0, s.PatchHeight) && columns == (0, s.PatchWidth);
                terms = whole ? job._terms : own;
                count = whole ? job._whole : PatchTerms.OfUnit(in s, batch, rows, columns, own);
                listed = columns;
            }

            T* h = job._h + ((((nint)(y * s.Stride) - s.Top) * s.Width + (x * s.Stride) - s.Left) * batch);
            for (int block = firstBlock; block < endBlock; block++)
            {
                (int map, int maps) = job._blocks[block];
                T* w = job._w + ((nint)map * s.Taps), biases = job._biases + (map * job._biasStride);
                T* a = job._a + (map * mapStride) + ((((nint)y * s.OutWidth) + x) * batch);
                ListedBlock<V, T>.Run(terms, count, w, maps, h, positions * batch, biases, job._biasStride, a, mapStride);
            }
        }

        job.Activate(y, job._blocks[firstBlock].First, job._blocks[endBlock - 1]);
    }

    private readonly void Activate(int y, int map, (int First, int Rows) last)
    {
        if (_f == ScalarFunction.Identity && _a == _to)
        {
            return;
        }

        for (; map < last.First + last.Rows; map++)
        {
            nint at = (((nint)map * _s.OutHeight) + y) * _s.OutWidth * _batch;
            MapKernel<V, T>.Run(_f, _parameter, _a + at, _to + at, _s.OutWidth * _batch);
        }
    }
}
