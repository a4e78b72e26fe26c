using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Work on whole rows, shared out by rows in parts whose size does not depend on the number of threads.</summary>
internal static unsafe class RowJobs<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows in a part: about a chunk of entries, and where rows are taken several at once as many of those groups as it takes.</summary>
    /// <param name="rows">Rows of the matrix.</param>
    /// <param name="columns">Entries of a row.</param>
    /// <param name="group">Rows that are taken at once.</param>
    public static int RowsOfPart(int rows, int columns, int group = 1)
    {
        int together = rows < group ? 1 : group;
        return together * (int)Math.Max(1, EntryJobs<V, T>.ChunkEntries / Math.Max(1, (long)together * columns));
    }

    public struct CombineColumnJob : WorkerPool.IJob<CombineColumnJob>
    {
        public BinaryFunction F;
        public T* X;
        public T* Y;
        public T* To;
        public int Rows, Columns, RowsOfPart;

        public readonly int Parts => (Rows + RowsOfPart - 1) / RowsOfPart;

        public static void Run(ref CombineColumnJob job, int part)
        {
            int first = part * job.RowsOfPart;
            for (int r = first; r < Math.Min(first + job.RowsOfPart, job.Rows); r++)
            {
                nint at = (nint)r * job.Columns;
                CombineKernel<V, T>.RunConstant(job.F, job.X + at, job.Y[r], job.To + at, job.Columns);
            }
        }
    }

    public struct ReduceJob : WorkerPool.IJob<ReduceJob>
    {
        public Reduction Reduction;
        public T* X;
        public T* To;
        public int Rows, Columns, RowsOfPart;

        public readonly int Parts => (Rows + RowsOfPart - 1) / RowsOfPart;

        public static void Run(ref ReduceJob job, int part)
        {
            int first = part * job.RowsOfPart;
            ReduceKernel<V, T>.Rows(
                job.Reduction, job.X + ((nint)first * job.Columns), Math.Min(job.RowsOfPart, job.Rows - first), job.Columns, job.To + first);
        }
    }
}
