using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <content>Locally connected layers, convolutions and pooling.</content>
internal sealed unsafe partial class CpuBackend<V, T>
{
    internal override void LocalAffine(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
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

    internal override void LocalBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination)
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

    internal override void LocalCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination)
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

    internal override void Convolve(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        ConvolutionForward<V, T>.Run(
            Workspace.Current?.Pool, in shape, h.Columns, At(w), bias is null ? null : At(bias), At(h), f, T.CreateTruncating(parameter), At(a), At(result));
        Alive(w, h, a, result);
        GC.KeepAlive(bias);
    }

    internal override void ConvolveBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination)
    {
        (int map, int tap) = weights.IsTransposed ? (shape.Taps, 1) : (1, shape.Maps);
        ConvolutionBack<V, T>.Run(Workspace.Current?.Pool, in shape, signal.Columns, At(weights.Matrix), map, tap, At(signal), At(destination));
        Alive(weights.Matrix, signal, destination);
    }

    internal override void ConvolutionCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination)
    {
        ConvolutionCorrelation<V, T>.Run(
            Workspace.Current?.Pool, in shape, h.Columns, T.CreateTruncating(factor), At(h), At(signal), T.CreateTruncating(keep), At(destination.Matrix),
            destination.IsTransposed);
        Alive(h, signal, destination.Matrix);
    }

    internal override void Pool(in PatchShape shape, bool largest, Matrix x, Matrix destination)
    {
        var job = new PoolKernel<V, T>.Job { S = shape, Batch = x.Columns, Largest = largest, X = At(x), To = At(destination) };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, shape.Channels);
        Alive(x, destination);
    }

    internal override void PoolBack(in PatchShape shape, bool largest, Matrix signal, Matrix x, Matrix pooled, Matrix destination)
    {
        var job = new PoolKernel<V, T>.BackJob
        {
            S = shape,
            Batch = x.Columns,
            Largest = largest,
            Signal = At(signal),
            X = At(x),
            Pooled = At(pooled),
            To = At(destination),
        };
        WorkerPool.Run(Workspace.Current?.Pool, ref job, shape.Channels);
        Alive(signal, x, pooled, destination);
    }
}
