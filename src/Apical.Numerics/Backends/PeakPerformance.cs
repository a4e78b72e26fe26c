using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <summary>The speed limit of this machine: multiply-adds in registers, at the widest vectors, with nothing to wait for.</summary>
public static class PeakPerformance
{
    private const long Rounds = 200_000;                // about a millisecond: short enough to find a moment without neighbours
    private static readonly TimeSpan s_duration = TimeSpan.FromMilliseconds(250);

    /// <summary>Measures for about a quarter of a second and takes the best millisecond.</summary>
    /// <param name="threads">Threads that compute at once; at least 1.</param>
    /// <param name="precision">Default: single.</param>
    /// <returns>GFLOP/s of all threads together; a multiply-add counts as two.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 1024 threads.</exception>
    public static double Measure(int threads, Precision precision = Precision.Single)
    {
        using var pool = new WorkerPool(threads);
        var measurement = new Measurement(pool);
        Widest.Run(precision, ref measurement);
        return measurement.Speed;
    }

    private struct Measurement(WorkerPool pool) : IVectorWork
    {
        public double Speed;

        void IVectorWork.Run<V, T>()
        {
            var job = new Job<V, T> { Factor = T.One / (T.One + T.One), Term = T.One };
            TimeProvider time = TimeProvider.System;
            double best = double.PositiveInfinity;
            long start = time.GetTimestamp();
            do
            {
                long before = time.GetTimestamp();
                WorkerPool.Run(pool, ref job, pool.Threads);
                best = Math.Min(best, time.GetElapsedTime(before).TotalSeconds);
            }
            while (time.GetElapsedTime(start) < s_duration);

            Speed = pool.Threads * (double)Rounds * PeakKernel<V, T>.Sums * V.Count * 2 / best / 1e9;
        }
    }

    private struct Job<V, T> : WorkerPool.IJob<Job<V, T>>
        where V : struct, ISimd<V, T>
        where T : unmanaged
    {
        public T Factor;
        public T Term;

        public static void Run(ref Job<V, T> job, int part)
        {
            _ = PeakKernel<V, T>.Run(Rounds, job.Factor, job.Term);
        }
    }
}
