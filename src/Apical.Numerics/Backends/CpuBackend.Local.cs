using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <content>Locally connected layers.</content>
internal sealed unsafe partial class CpuBackend<V, T>
{
    internal override void LocalAffine(in LocalShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        var job = new LocalKernel<V, T>.ForwardJob
        {
            S = shape,
            Batch = h.Columns,
            F = f,
            Parameter = T.CreateTruncating(parameter),
            W = At(w),
            Bias = bias is null ? null : At(bias),
            H = At(h),
            A = At(a),
            To = At(result),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, shape.Maps * shape.OutHeight);
        Alive(w, h, a, result);
        GC.KeepAlive(bias);
    }

    internal override void LocalBack(in LocalShape shape, Operand weights, Matrix signal, Matrix destination)
    {
        var job = new LocalKernel<V, T>.BackJob
        {
            S = shape,
            Batch = signal.Columns,
            UnitStride = weights.IsTransposed ? shape.Taps : 1,
            TapStride = weights.IsTransposed ? 1 : shape.Outputs,
            W = At(weights.Matrix),
            Signal = At(signal),
            To = At(destination),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, shape.Channels * shape.Height);
        Alive(weights.Matrix, signal, destination);
    }

    internal override void LocalCorrelation(in LocalShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination)
    {
        var job = new LocalKernel<V, T>.CorrelationJob
        {
            S = shape,
            Batch = h.Columns,
            UnitStride = destination.IsTransposed ? shape.Taps : 1,
            TapStride = destination.IsTransposed ? 1 : shape.Outputs,
            Factor = T.CreateTruncating(factor),
            Keep = T.CreateTruncating(keep),
            H = At(h),
            Signal = At(signal),
            To = At(destination.Matrix),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, shape.Maps * shape.OutHeight);
        Alive(h, signal, destination.Matrix);
    }
}
