using Apical.Numerics.Kernels;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Algebra;

/// <summary>Sums over all pairs of points, which t-SNE is made of. Points are columns. Large sets are shared out over the workspace's pool.</summary>
public static class Neighbours
{
    /// <summary>
    /// p_{j|i} = exp(−‖x_i − x_j‖² / 2σ_i²) / Σ_{k≠i} exp(−‖x_i − x_k‖² / 2σ_i²), p_{i|i} = 0, with the σ_i for which e^H(P_i) is the perplexity:
    /// so many neighbours does point i have.
    /// </summary>
    /// <param name="x"><c>[features, points]</c></param>
    /// <param name="perplexity">At least 1, below points − 1. Met to 10⁻⁵ of its logarithm, unless more points than that coincide.</param>
    /// <param name="p">Changed: <c>[points, points]</c>, row i has the neighbours of point i.</param>
    /// <exception cref="ArgumentException">The shape or precision of p differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A perplexity that so many points cannot have.</exception>
    public static void GaussianNeighbours(this Matrix x, double perplexity, Matrix p)
    {
        Guard.Shape(x, p, x.Columns, x.Columns);
        if (!(perplexity >= 1 && perplexity < x.Columns - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(perplexity), perplexity,
                $"The perplexity of {x.Columns} points lies between 1 and {x.Columns - 1}, that excluded; use more points or a smaller one.");
        }

        var work = new Gaussian(x, perplexity, p);
        Widest.Run(x.Precision, ref work);
    }

    /// <summary>
    /// With q_ij = 1 / (1 + ‖y_i − y_j‖²): the attraction Σ_j p_ij q_ij (y_i − y_j), the repulsion Σ_j q_ij² (y_i − y_j) and the weight Σ_{j≠i}
    /// q_ij of every point.
    /// </summary>
    /// <param name="y">Points of the plane, <c>[2, points]</c>.</param>
    /// <param name="p"><c>[points, points]</c></param>
    /// <returns>Attraction and repulsion <c>[2, points]</c>, weights <c>[1, points]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static (Matrix Attraction, Matrix Repulsion, Matrix Weights) StudentForces(this Matrix y, Matrix p)
    {
        CheckPlane(y, p, nameof(StudentForces));
        Matrix attraction = Workspace.Temporary(2, y.Columns, y.Backend), repulsion = Workspace.Temporary(2, y.Columns, y.Backend);
        Matrix weights = Workspace.Temporary(1, y.Columns, y.Backend);
        var work = new Forces(p, y, attraction, repulsion, weights);
        Widest.Run(y.Precision, ref work);
        return (attraction, repulsion, weights);
    }

    /// <summary>Σ_j p_ij (ln p_ij − ln q_ij) of every point, with q_ij = 1 / (1 + ‖y_i − y_j‖²), not normalised.</summary>
    /// <param name="y">Points of the plane, <c>[2, points]</c>.</param>
    /// <param name="p"><c>[points, points]</c></param>
    /// <returns><c>[1, points]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static Matrix StudentCosts(this Matrix y, Matrix p)
    {
        CheckPlane(y, p, nameof(StudentCosts));
        Matrix costs = Workspace.Temporary(1, y.Columns, y.Backend);
        var work = new Costs(p, y, costs);
        Widest.Run(y.Precision, ref work);
        return costs;
    }

    private static void CheckPlane(Matrix y, Matrix p, string operation)
    {
        Guard.Shape(p, y, 2, p.Columns, operation);
        Guard.Shape(y, p, y.Columns, y.Columns, operation);
    }

    private static int Parts(int rows, int rowsPerPart) => (rows + rowsPerPart - 1) / rowsPerPart;

    private readonly struct Gaussian(Matrix x, double perplexity, Matrix p) : IVectorWork
    {
        unsafe void IVectorWork.Run<V, T>()
        {
            var job = new GaussianKernel<V, T>.Job { X = (T*)x.Pointer, P = (T*)p.Pointer, Features = x.Rows, N = x.Columns, Entropy = Math.Log(perplexity) };
            WorkerPool.Run(Workspace.Current?.Pool, ref job, Parts(x.Columns, GaussianKernel<V, T>.RowsPerPart));
            GC.KeepAlive(x);
            GC.KeepAlive(p);
        }
    }

    private readonly struct Forces(Matrix p, Matrix y, Matrix attraction, Matrix repulsion, Matrix weights) : IVectorWork
    {
        unsafe void IVectorWork.Run<V, T>()
        {
            var job = new StudentKernel<V, T>.ForcesJob
            {
                P = (T*)p.Pointer,
                Y = (T*)y.Pointer,
                Attraction = (T*)attraction.Pointer,
                Repulsion = (T*)repulsion.Pointer,
                Weights = (T*)weights.Pointer,
                N = y.Columns,
            };
            WorkerPool.Run(Workspace.Current?.Pool, ref job, Parts(y.Columns, StudentKernel<V, T>.RowsPerPart));
            GC.KeepAlive(p);
            GC.KeepAlive(y);
            GC.KeepAlive(attraction);
            GC.KeepAlive(repulsion);
            GC.KeepAlive(weights);
        }
    }

    private readonly struct Costs(Matrix p, Matrix y, Matrix costs) : IVectorWork
    {
        unsafe void IVectorWork.Run<V, T>()
        {
            var job = new StudentKernel<V, T>.CostJob { P = (T*)p.Pointer, Y = (T*)y.Pointer, Cost = (T*)costs.Pointer, N = y.Columns };
            WorkerPool.Run(Workspace.Current?.Pool, ref job, Parts(y.Columns, StudentKernel<V, T>.RowsPerPart));
            GC.KeepAlive(p);
            GC.KeepAlive(y);
            GC.KeepAlive(costs);
        }
    }
}
