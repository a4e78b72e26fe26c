using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Entry-by-entry work, shared out in chunks whose size does not depend on the number of threads.</summary>
internal static unsafe class EntryJobs<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Entries in a chunk.</summary>
    public const int ChunkEntries = 16 * 1024;

    /// <summary>Chunks that make up <paramref name="count"/> entries.</summary>
    public static int Parts(int count) => (count + ChunkEntries - 1) / ChunkEntries;

    public struct MapJob : WorkerPool.IJob<MapJob>
    {
        public ScalarFunction F;
        public T Parameter;
        public T* X;
        public T* To;
        public int Count;

        public static void Run(ref MapJob job, int part)
        {
            int first = part * ChunkEntries;
            MapKernel<V, T>.Run(job.F, job.Parameter, job.X + first, job.To + first, Math.Min(ChunkEntries, job.Count - first));
        }
    }

    public struct TimesMapJob : WorkerPool.IJob<TimesMapJob>
    {
        public ScalarFunction F;
        public T Parameter;
        public T* X;
        public T* Y;
        public T* To;
        public int Count;

        public static void Run(ref TimesMapJob job, int part)
        {
            int first = part * ChunkEntries;
            MapKernel<V, T>.Times(job.F, job.Parameter, job.X + first, job.Y + first, job.To + first, Math.Min(ChunkEntries, job.Count - first));
        }
    }

    public struct CombineJob : WorkerPool.IJob<CombineJob>
    {
        public BinaryFunction F;
        public T* X;
        public T* Y;
        public T* To;
        public int Count;

        public static void Run(ref CombineJob job, int part)
        {
            int first = part * ChunkEntries;
            CombineKernel<V, T>.Run(job.F, job.X + first, job.Y + first, job.To + first, Math.Min(ChunkEntries, job.Count - first));
        }
    }

    public struct LinearJob : WorkerPool.IJob<LinearJob>
    {
        public T Alpha, Beta;
        public T* X;
        public T* Y;
        public T* To;
        public int Count;

        public static void Run(ref LinearJob job, int part)
        {
            int first = part * ChunkEntries;
            CombineKernel<V, T>.Linear(job.Alpha, job.X + first, job.Beta, job.Y + first, job.To + first, Math.Min(ChunkEntries, job.Count - first));
        }
    }
}
