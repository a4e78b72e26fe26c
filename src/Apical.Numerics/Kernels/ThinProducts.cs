using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Products with a vector in them, as at batch 1: matrix times column, and column times row. Memory bounds them, so they go along it.</summary>
internal static unsafe class ThinProducts<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, System.Numerics.INumber<T>
{
    private const int EntriesAtOnce = 4096;             // of a result that is looked at again at once

    /// <summary>Whether the product is one of them.</summary>
    public static bool Take(in Product<T> p) => p.K == 1 || (p.N == 1 && (p.InnerStride == 1 || p.RowStride == 1));

    /// <summary>Computes the product; each row goes through <paramref name="sink"/>.</summary>
    public static void Run<TSink>(WorkerPool? pool, int threads, in Product<T> p, TSink sink)
        where TSink : struct, IRowSink<T>
    {
        int wanted = threads == 1 ? p.M : (p.M + (4 * threads) - 1) / (4 * threads);
        int rows = Math.Max(1, Math.Min(wanted, EntriesAtOnce / p.N));
        int atOnce = RowDots<V, T>.RowsAtOnce;
        var job = new Job<TSink> { P = p, Sink = sink, RowsPerPart = (rows + atOnce - 1) / atOnce * atOnce };
        WorkerPool.Run(pool, ref job, (p.M + job.RowsPerPart - 1) / job.RowsPerPart);
    }

    private struct Job<TSink> : WorkerPool.IJob<Job<TSink>>
        where TSink : struct, IRowSink<T>
    {
        public Product<T> P;
        public TSink Sink;
        public int RowsPerPart;

        public static void Run(ref Job<TSink> job, int part)
        {
            int row = part * job.RowsPerPart, rows = Math.Min(job.RowsPerPart, job.P.M - row);
            T* c = job.Sink.Begin(row, 0, rows, job.P.N, out nint stride);
            if (job.P.K == 1)
            {
                OuterKernel<V, T>.Run(in job.P, row, rows, c, stride);
            }
            else if (job.P.InnerStride == 1)
            {
                RowDots<V, T>.Run(in job.P, row, rows, c);
            }
            else
            {
                RowTimesMatrix<V, T>.Run(in job.P, row, rows, c);
            }

            job.Sink.End(row, 0, rows, job.P.N, c, stride);
        }
    }
}
