using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <summary>Equilibria of chains of layers, a few samples at a time.</summary>
internal sealed unsafe partial class CpuBackend<V, T>
{
    internal override void Settle(Chain chain, Matrix sweeps, Matrix change, Matrix unsettled)
    {
        ChainTerm<T>* layers = Scratch.Get<ChainTerm<T>>(ScratchSlot.Terms, chain.L);
        for (int i = 0; i < chain.L; i++)
        {
            layers[i] = Describe(chain[i + 1]);
        }

        var job = new ChainJob<V, T>
        {
            Layers = layers,
            L = chain.L,
            Batch = sweeps.Columns,
            MostSweeps = chain.MostSweeps,
            First = At(chain.First!),
            Target = Or(chain.Target),
            Step = chain.Target is null ? null : At(chain.Step!),
            Sweeps = At(sweeps),
            Change = At(change),
            Unsettled = At(unsettled),
            Mu = T.CreateTruncating(chain.Mu),
            Tolerance = T.CreateTruncating(chain.Tolerance),
            Output = chain.Output,
            OutputIsSoftmax = chain.OutputIsSoftmax,
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, (sweeps.Columns + ChainKernel<V, T>.Lanes - 1) / ChainKernel<V, T>.Lanes);
        GC.KeepAlive(chain);
        Alive(sweeps, change, unsettled);
    }

    private static ChainTerm<T> Describe(ChainLayer layer) => new()
    {
        W = Or(layer.W),
        Bias = Or(layer.Bias),
        V = Or(layer.V),
        H = At(layer.H!),
        Units = layer.H!.Rows,
        F = layer.Function,
        Inverse = layer.Inverse,
        Parameter = T.CreateTruncating(layer.Parameter),
        InverseParameter = T.CreateTruncating(layer.InverseParameter),
        Low = T.CreateTruncating(layer.Low),
        High = T.CreateTruncating(layer.High),
        HasLow = !double.IsInfinity(layer.Low),
        HasHigh = !double.IsInfinity(layer.High),
    };

    private static T* Or(Matrix? x) => x is null ? null : At(x);
}
