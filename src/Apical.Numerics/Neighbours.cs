namespace Apical.Numerics;

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
                nameof(perplexity), perplexity, $"The perplexity of {x.Columns} points lies between 1 and {x.Columns - 1}, that excluded; use more points or a smaller one.");
        }

        x.Backend.GaussianNeighbours(x, perplexity, p);
    }

    /// <summary>With q_ij = 1 / (1 + ‖y_i − y_j‖²): the attraction Σ_j p_ij q_ij (y_i − y_j), the repulsion Σ_j q_ij² (y_i − y_j) and the weight Σ_{j≠i} q_ij of every point.</summary>
    /// <param name="y">Points of the plane, <c>[2, points]</c>.</param>
    /// <param name="p"><c>[points, points]</c></param>
    /// <returns>Attraction and repulsion <c>[2, points]</c>, weights <c>[1, points]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static (Matrix Attraction, Matrix Repulsion, Matrix Weights) StudentForces(this Matrix y, Matrix p)
    {
        CheckPlane(y, p, nameof(StudentForces));
        Matrix attraction = Workspace.Temporary(2, y.Columns, y.Backend), repulsion = Workspace.Temporary(2, y.Columns, y.Backend);
        Matrix weights = Workspace.Temporary(1, y.Columns, y.Backend);
        y.Backend.StudentForces(p, y, attraction, repulsion, weights);
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
        y.Backend.StudentCosts(p, y, costs);
        return costs;
    }

    private static void CheckPlane(Matrix y, Matrix p, string operation)
    {
        Guard.Shape(p, y, 2, p.Columns, operation);
        Guard.Shape(y, p, y.Columns, y.Columns, operation);
    }
}
