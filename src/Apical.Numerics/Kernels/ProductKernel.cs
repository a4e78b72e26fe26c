using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>
/// Runs a product: rows in blocks, columns in panels of two vectors. Long sums are taken in slices so that what they read stays near, but always
/// added up one term after another. So an entry's bits depend on the operands alone, not on slices or on how the rows are shared out among threads.
/// </summary>
internal static unsafe class ProductKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    private const int NearBytes = 640 * 1024;           // stays in a 1 MiB second-level cache beside the rest
    private const int TermsAtOnce = 128;                 // of Wᵀ δ: its rows of W lie in as many pages of memory
    private const long ParallelFrom = 400_000;          // multiply-adds; below, waking a thread costs more than it saves
    private const int FewBlocks = 4;

    /// <summary>Computes the product; each row goes through <paramref name="sink"/>.</summary>
    public static void Run<TSink>(WorkerPool? pool, ref Product<T> p, TSink sink)
        where TSink : struct, IRowSink<T>
    {
        if (p.M == 0 || p.N == 0)
        {
            return;
        }

        int threads = pool is null || (long)p.M * p.N * p.K < ParallelFrom ? 1 : pool.Threads;
        if (ThinProducts<V, T>.Take(in p))
        {
            ThinProducts<V, T>.Run(threads == 1 ? null : pool, threads, in p, sink);
            return;
        }

        Job<TSink> job = Plan(ref p, sink, threads, threads == 1 ? null : pool);
        WorkerPool.Run(threads == 1 ? null : pool, ref job, job.RowParts * job.ColumnParts);
    }

    private static Job<TSink> Plan<TSink>(ref Product<T> p, TSink sink, int threads, WorkerPool? pool)
        where TSink : struct, IRowSink<T>
    {
        int panel = 2 * V.Count, blockRows = BlockKernel<V, T>.RowsFor(p.M), blocks = (p.M + blockRows - 1) / blockRows;
        var job = new Job<TSink>
        {
            Sink = sink,
            Tail = TailKernel<V, T>.Choose(in p, out int left),
            Full = p.N - left,
            BlockRows = blockRows,
            Blocks = blocks,
            Slice = Math.Max(1, p.K),
            RowParts = threads == 1 ? 1 : Math.Min(blocks, 8 * threads),
        };
        if (job.Tail == Tail.Dots)
        {
            job.TailData = TailKernel<V, T>.Transpose(in p, left);
        }

        long rightBytes = (long)p.K * p.N * sizeof(T), leftBytes = (long)p.K * p.M * sizeof(T), resultBytes = (long)p.M * p.N * sizeof(T);
        int perPart = Math.Max(1, (int)Math.Min(p.N, NearBytes / Math.Max(1, (long)p.K * sizeof(T))) / panel) * panel;
        bool canSlice = TSink.Keeps && !p.Accumulate && p.Alpha == T.One && p.BT == null;
        if (canSlice && p.RowStride == 1 && p.InnerStride > 1 && leftBytes > NearBytes && p.K > 3 * TermsAtOnce / 2)
        {
            // Wᵀ δ: a few rows of W at a time, with the sums so far of a part of the result beside them.
            job.Slice = TermsAtOnce;
            job.Ahead = FetchAhead.Terms;
            job.RowParts = Math.Max(job.RowParts, (int)Math.Min(blocks, (resultBytes * 3 / 2 / NearBytes) + 1));
            perPart = p.N;
        }
        else if (p.InnerStride == 1 && p.RowStride == p.K && leftBytes > NearBytes)
        {
            job.Ahead = FetchAhead.Rows;
        }

        if (p.Accumulate && resultBytes > NearBytes)
        {
            job.Ahead = FetchAhead.Result;
        }

        if (p.BT != null && blocks <= FewBlocks)
        {
            (job.PackParts, perPart, job.RowParts) = (true, panel, 1);
        }
        else
        {
            if (p.BT != null)
            {
                Panels<V, T>.PackAll(pool, ref p);
            }

            if (threads > 1 && blocks < 2 * threads)
            {
                // Few rows (an output layer): share the columns out instead.
                perPart = Math.Min(perPart, Math.Max(1, (p.N + (panel * threads) - 1) / (panel * threads)) * panel);
                job.RowParts = 1;
            }
        }

        job.P = p;
        job.ColumnsPerPart = Math.Max(job.Full, 1) <= perPart ? p.N : perPart;
        job.ColumnParts = (Math.Max(job.Full, 1) + job.ColumnsPerPart - 1) / job.ColumnsPerPart;
        return job;
    }

    private struct Job<TSink> : WorkerPool.IJob<Job<TSink>>
        where TSink : struct, IRowSink<T>
    {
        public Product<T> P;
        public TSink Sink;
        public Tail Tail;
        public T* TailData;
        public FetchAhead Ahead;
        public bool PackParts;                          // each part packs its own panel of B
        public int Full;                                // columns that the tiles do
        public int ColumnsPerPart, ColumnParts, RowParts, BlockRows, Blocks;
        public int Slice;                               // terms of the sums taken at once

        public static void Run(ref Job<TSink> job, int part)
        {
            int columnPart = part / job.RowParts, rowPart = part % job.RowParts, k = job.P.K;
            int firstRow = (int)((long)job.Blocks * rowPart / job.RowParts) * job.BlockRows;
            int lastRow = Math.Min(job.P.M, (int)((long)job.Blocks * (rowPart + 1) / job.RowParts) * job.BlockRows);
            int column = columnPart * job.ColumnsPerPart;
            int tiled = Math.Min(job.Full, column + job.ColumnsPerPart) - column;
            bool last = columnPart == job.ColumnParts - 1;
            int columns = last ? job.P.N - column : tiled, left = columns - tiled;
            T* side = job.Tail == Tail.Side && left > 0 ? TailKernel<V, T>.SideRoom(lastRow - firstRow, left) : null, turned = null;

            Product<T> p = job.P;
            T* b = p.B + (column / (2 * V.Count) * p.PanelStride);
            if (job.PackParts)
            {
                Panels<V, T>.PackOne(ref p, column);
                b = p.B;
            }

            for (int term = 0; term == 0 || term < k; term += job.Slice)
            {
                p.K = Math.Min(job.Slice, k - term);
                bool resume = term > 0, complete = term + p.K == k;
                if (side != null)
                {
                    TailKernel<V, T>.Side(in p, resume, firstRow, lastRow - firstRow, left, side);
                    turned = complete ? TailKernel<V, T>.Turn(side, lastRow - firstRow, left) : null;
                }

                for (int row = firstRow; row < lastRow; row += job.BlockRows)
                {
                    int rows = Math.Min(job.BlockRows, lastRow - row);
                    T* c = job.Sink.Begin(row, column, rows, columns, out nint stride);
                    BlockKernel<V, T>.Run(in p, resume, job.Ahead, row, rows, b, tiled, c, stride);
                    if (!complete)
                    {
                        continue;
                    }

                    if (side != null)
                    {
                        TailKernel<V, T>.PutSide(in p, turned + (4 * (row - firstRow)), lastRow - firstRow, row, rows, left, c + tiled, stride);
                    }
                    else if (left > 0)
                    {
                        TailKernel<V, T>.Dots(in job.P, job.TailData, row, rows, left, c + tiled, stride);
                    }

                    job.Sink.End(row, column, rows, columns, c, stride);
                }

                p.A += p.K * p.InnerStride;
                p.B += p.K * p.BStride;
                b += p.K * p.BStride;
            }
        }
    }
}
