using System.Numerics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Brings some samples of a chain to their equilibrium.</summary>
internal unsafe struct ChainJob<V, T> : WorkerPool.IJob<ChainJob<V, T>>
    where V : struct, ISimd<V, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public ChainTerm<T>* Layers;
    public int L, Batch, MostSweeps;
    public T* First;
    public T* Target;
    public T* Step;
    public T* Sweeps;
    public T* Change;
    public T* Unsettled;
    public T Mu, Tolerance;
    public ScalarFunction Output;
    public bool OutputIsSoftmax;

    public static void Run(ref ChainJob<V, T> job, int part)
    {
        int lanes = ChainKernel<V, T>.Lanes, first = part * lanes, count = Math.Min(lanes, job.Batch - first);
        int units = 0, widest = 0, outputs = job.Layers[job.L - 1].Units;
        for (int i = 0; i < job.L; i++)
        {
            units += job.Layers[i].Units;
            widest = Math.Max(widest, job.Layers[i].Units);
        }

        T* h = Scratch.Get<T>(ScratchSlot.Packed, (units + job.Layers[0].Units + outputs + 2L + (3 * widest)) * lanes);
        T* constant = h + (units * lanes), target = constant + (job.Layers[0].Units * lanes), step = target + (outputs * lanes), rows = step + (2 * lanes);
        T* f = rows, g = f + (widest * lanes), u = g + (widest * lanes);
        ChainKernel<V, T>.Gather(job.First, job.Layers[0].Units, job.Batch, first, count, constant);
        T* to = h;
        for (int i = 0; i < job.L; to += job.Layers[i++].Units * lanes)
        {
            ChainKernel<V, T>.Gather(job.Layers[i].H, job.Layers[i].Units, job.Batch, first, count, to);
        }

        if (job.Target is not null)
        {
            ChainKernel<V, T>.Gather(job.Target, outputs, job.Batch, first, count, target);
            ChainKernel<V, T>.Gather(job.Step, 1, job.Batch, first, count, step);
        }

        ChainKernel<V, T>.Put(V.One, V.One, f);
        var left = new ChainLane<V, T> { Active = V.LoadFirst(f, Math.Min(count, V.Count)) };
        var right = new ChainLane<V, T> { Active = V.LoadFirst(f, Math.Max(0, count - V.Count)) };
        V rest = V.Broadcast(T.One - job.Mu), mu = V.Broadcast(job.Mu), tolerance = V.Broadcast(job.Tolerance);
        for (int sweep = 0; sweep < job.MostSweeps && V.Sum(left.Active + right.Active) > T.Zero; sweep++)
        {
            left.Begin();
            right.Begin();
            T* at = h, below = null;
            for (int i = 0; i < job.L; i++)
            {
                ref ChainTerm<T> layer = ref job.Layers[i];
                T* above = at + (layer.Units * lanes);
                if (i > 0)
                {
                    ChainKernel<V, T>.Multiply(layer.W, layer.Units, job.Layers[i - 1].Units, below, layer.Bias, f);
                    MapKernel<V, T>.Run(layer.F, layer.Parameter, f, f, layer.Units * lanes);
                }

                T* back = g;
                if (i < job.L - 1)
                {
                    ChainKernel<V, T>.Undo(in job.Layers[i + 1], above, u);
                    ChainKernel<V, T>.Multiply(layer.V, layer.Units, job.Layers[i + 1].Units, u, null, g);
                }
                else
                {
                    back = Goal(ref job, at, target, step, outputs, g);
                }

                ChainKernel<V, T>.Mix(rest, mu, i == 0 ? constant : f, back, at, layer.Units, ref left, ref right);
                below = at;
                at = above;
            }

            left.End(tolerance);
            right.End(tolerance);
        }

        to = h;
        for (int i = 0; i < job.L; to += job.Layers[i++].Units * lanes)
        {
            ChainKernel<V, T>.Scatter(to, job.Layers[i].Units, job.Layers[i].H, job.Batch, first, count);
        }

        Report(left.Sweeps, right.Sweeps, f, job.Sweeps + first, count);
        Report(left.Last, right.Last, f, job.Change + first, count);
        Report(left.Active, right.Active, f, job.Unsettled + first, count);
    }

    // h − η̂ (σ(h) − t), or h without a target
    private static T* Goal(ref ChainJob<V, T> job, T* h, T* target, T* step, int units, T* to)
    {
        if (job.Target is null)
        {
            return h;
        }

        if (job.OutputIsSoftmax)
        {
            SoftmaxKernel<V, T>.Softmax(h, units, ChainKernel<V, T>.Lanes, to);
        }
        else
        {
            MapKernel<V, T>.Run(job.Output, T.Zero, h, to, units * ChainKernel<V, T>.Lanes);
        }

        ChainKernel<V, T>.Goal(h, target, step, units, to);
        return to;
    }

    private static void Report(V left, V right, T* row, T* destination, int count)
    {
        ChainKernel<V, T>.Put(left, right, row);
        new ReadOnlySpan<T>(row, count).CopyTo(new Span<T>(destination, count));
    }
}
