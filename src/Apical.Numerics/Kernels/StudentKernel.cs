using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Forces between all pairs of points in the plane, for t-SNE: distance, Student-t weight, attraction and repulsion in one pass over P.</summary>
internal static unsafe class StudentKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Points in one part: enough work to be worth sharing, few enough that no thread waits long for the last.</summary>
    public const int RowsPerPart = 16;

    /// <summary>The sums over j of point i: Σ q, Σ p q (y_i − y_j) and Σ q² (y_i − y_j), with q = 1 / (1 + ‖y_i − y_j‖²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forces(T* p, T* y, int n, int i, T* attraction, T* repulsion, T* weights)
    {
        T* y0 = y, y1 = y + n;
        V a = V.Broadcast(y0[i]), b = V.Broadcast(y1[i]);
        V attraction0 = V.Zero, attraction1 = V.Zero, repulsion0 = V.Zero, repulsion1 = V.Zero, sum = V.Zero;
        int j = 0;
        for (; j <= n - V.Count; j += V.Count)
        {
            V d0 = a - V.Load(y0 + j), d1 = b - V.Load(y1 + j);
            V q = V.One / V.MultiplyAdd(d0, d0, V.MultiplyAdd(d1, d1, V.One));
            V pq = V.Load(p + j) * q, qq = q * q;
            sum += q;
            attraction0 = V.MultiplyAdd(pq, d0, attraction0);
            attraction1 = V.MultiplyAdd(pq, d1, attraction1);
            repulsion0 = V.MultiplyAdd(qq, d0, repulsion0);
            repulsion1 = V.MultiplyAdd(qq, d1, repulsion1);
        }

        if (j < n)
        {
            int left = n - j;
            T* ones = stackalloc T[V.Count];
            V.Store(V.One, ones);
            V d0 = a - V.LoadFirst(y0 + j, left), d1 = b - V.LoadFirst(y1 + j, left);
            V q = V.LoadFirst(ones, left) / V.MultiplyAdd(d0, d0, V.MultiplyAdd(d1, d1, V.One));
            V pq = V.LoadFirst(p + j, left) * q, qq = q * q;
            sum += q;
            attraction0 = V.MultiplyAdd(pq, d0, attraction0);
            attraction1 = V.MultiplyAdd(pq, d1, attraction1);
            repulsion0 = V.MultiplyAdd(qq, d0, repulsion0);
            repulsion1 = V.MultiplyAdd(qq, d1, repulsion1);
        }

        weights[i] = V.Sum(sum) - T.One;                // the point itself has q = 1 and pulls nowhere
        attraction[i] = V.Sum(attraction0);
        attraction[n + i] = V.Sum(attraction1);
        repulsion[i] = V.Sum(repulsion0);
        repulsion[n + i] = V.Sum(repulsion1);
    }

    /// <summary>Σ_j p (ln p − ln q) of point i, where p is not zero.</summary>
    private static T Cost(T* p, T* y, int n, int i)
    {
        T* d = Scratch.Get<T>(ScratchSlot.Rows, n), logP = Scratch.Get<T>(ScratchSlot.Sums, n);
        V a = V.Broadcast(y[i]), b = V.Broadcast(y[n + i]), least = V.Broadcast(T.CreateTruncating(1e-37));
        for (int j = 0; j < n; j += V.Count)
        {
            int some = Math.Min(V.Count, n - j);
            V d0 = a - V.LoadFirst(y + j, some), d1 = b - V.LoadFirst(y + n + j, some);
            V.StoreFirst(V.MultiplyAdd(d0, d0, V.MultiplyAdd(d1, d1, V.One)), d + j, some);
            V.StoreFirst(V.Max(V.LoadFirst(p + j, some), least), logP + j, some);
        }

        MapKernel<V, T>.Run(ScalarFunction.Log, T.Zero, d, d, n);
        MapKernel<V, T>.Run(ScalarFunction.Log, T.Zero, logP, logP, n);
        V sum = V.Zero;
        for (int j = 0; j < n; j += V.Count)
        {
            int some = Math.Min(V.Count, n - j);
            sum = V.MultiplyAdd(V.LoadFirst(p + j, some), V.LoadFirst(logP + j, some) + V.LoadFirst(d + j, some), sum);
        }

        return V.Sum(sum);
    }

    public struct ForcesJob : WorkerPool.IJob<ForcesJob>
    {
        public T* P, Y, Attraction, Repulsion, Weights;
        public int N;

        public static void Run(ref ForcesJob job, int part)
        {
            int last = Math.Min(job.N, (part + 1) * RowsPerPart);
            for (int i = part * RowsPerPart; i < last; i++)
            {
                Forces(job.P + ((nint)i * job.N), job.Y, job.N, i, job.Attraction, job.Repulsion, job.Weights);
            }
        }
    }

    public struct CostJob : WorkerPool.IJob<CostJob>
    {
        public T* P, Y, Cost;
        public int N;

        public static void Run(ref CostJob job, int part)
        {
            int last = Math.Min(job.N, (part + 1) * RowsPerPart);
            for (int i = part * RowsPerPart; i < last; i++)
            {
                job.Cost[i] = StudentKernel<V, T>.Cost(job.P + ((nint)i * job.N), job.Y, job.N, i);
            }
        }
    }
}
