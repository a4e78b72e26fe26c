using System.Numerics;
using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Gaussian neighbourhoods of a given perplexity: for each point the width is found by bisection.</summary>
internal static unsafe class GaussianKernel<V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int RowsPerPart = 16;
    private const int MaxSteps = 200;
    private const double Largest = 1e37;                // where only coinciding points are left, no β is large enough
    private const double EntropyTolerance = 1e-5;       // nats, as in the authors' implementation

    /// <summary>d[j] = ‖x_i − x_j‖², summed from differences: nothing cancels where points lie close together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SquaredDistances(T* x, int features, int n, int i, T* d)
    {
        new Span<T>(d, n).Clear();
        for (int k = 0; k < features; k++, x += n)
        {
            V a = V.Broadcast(x[i]);
            int j = 0;
            for (; j <= n - V.Count; j += V.Count)
            {
                V difference = a - V.Load(x + j);
                V.Store(V.MultiplyAdd(difference, difference, V.Load(d + j)), d + j);
            }

            if (j < n)
            {
                V difference = a - V.LoadFirst(x + j, n - j);
                V.StoreFirst(V.MultiplyAdd(difference, difference, V.LoadFirst(d + j, n - j)), d + j, n - j);
            }
        }
    }

    /// <summary>p[j] = e^(−β d[j]) / Σ e^(−β d), p[i] = 0, with the β for which the entropy of p is that given.</summary>
    private static void Fit(T* d, int n, int i, double entropy, T* p)
    {
        // Distances count from the nearest neighbour on: it changes no p, and not all of them can underflow.
        T own = d[i];
        d[i] = T.PositiveInfinity;
        T nearest = T.CreateTruncating(ReduceKernel<V, T>.Total(Reduction.Min, d, n));
        d[i] = own;
        MapKernel<V, T>.Run(ScalarFunction.Shift, -nearest, d, d, n);
        d[i] = T.Zero;
        double mean = ReduceKernel<V, T>.Total(Reduction.Sum, d, n) / (n - 1);
        double beta = mean > 0 ? 1 / mean : 1, low = 0, high = double.PositiveInfinity, sum = 0;
        for (int step = 0; step < MaxSteps; step++)
        {
            MapKernel<V, T>.Run(ScalarFunction.Scale, T.CreateTruncating(-beta), d, p, n);
            MapKernel<V, T>.Run(ScalarFunction.Exp, T.Zero, p, p, n);
            p[i] = T.Zero;
            sum = Sums(p, d, n, out double weighted);
            double excess = Math.Log(sum) + (beta * weighted / sum) - entropy;
            (low, high) = excess > 0 ? (beta, high) : (low, beta);
            beta = double.IsPositiveInfinity(high) ? 2 * beta : (low + high) / 2;
            if (Math.Abs(excess) < EntropyTolerance || beta > Largest)
            {
                break;                                  // p belongs to the β before
            }
        }

        MapKernel<V, T>.Run(ScalarFunction.Scale, T.CreateTruncating(1 / sum), p, p, n);
    }

    /// <summary>Σ p and Σ p d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sums(T* p, T* d, int n, out double weighted)
    {
        V sum = V.Zero, product = V.Zero;
        int j = 0;
        for (; j <= n - V.Count; j += V.Count)
        {
            V value = V.Load(p + j);
            sum += value;
            product = V.MultiplyAdd(value, V.Load(d + j), product);
        }

        if (j < n)
        {
            V value = V.LoadFirst(p + j, n - j);
            sum += value;
            product = V.MultiplyAdd(value, V.LoadFirst(d + j, n - j), product);
        }

        weighted = double.CreateTruncating(V.Sum(product));
        return double.CreateTruncating(V.Sum(sum));
    }

    public struct Job : WorkerPool.IJob<Job>
    {
        public T* X, P;
        public int Features, N;
        public double Entropy;

        public static void Run(ref Job job, int part)
        {
            T* d = Scratch.Get<T>(ScratchSlot.Rows, job.N);
            int last = Math.Min(job.N, (part + 1) * RowsPerPart);
            for (int i = part * RowsPerPart; i < last; i++)
            {
                SquaredDistances(job.X, job.Features, job.N, i, d);
                Fit(d, job.N, i, job.Entropy, job.P + ((nint)i * job.N));
            }
        }
    }
}
