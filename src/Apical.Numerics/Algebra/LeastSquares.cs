using System.Numerics.Tensors;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Algebra;

/// <summary>
/// Symmetric positive systems and pseudo-inverses of full-rank matrices, by Cholesky's method: without allocation inside a workspace, so fit for a
/// training step. Computed in double precision whatever the operand's. <see cref="LinearAlgebra"/> has the decompositions that bear rank deficiency.
/// </summary>
public static class LeastSquares
{
    private const double Negligible = 1e-14;            // pivots below this fraction of the largest diagonal entry count as zero

    // Of its own, because a step whose requests change in precision from time to time would never warm up.
    [ThreadStatic]
    private static Workspace? t_scratch;

    /// <summary>X with (A + λI) X = B.</summary>
    /// <param name="a">A, symmetric and positive (semi-)definite, <c>[n, n]</c>; only its lower triangle is read.</param>
    /// <param name="b">B, <c>[n, m]</c></param>
    /// <param name="damping">λ, at least 0. With λ = 0, directions in which A vanishes are left out of X.</param>
    /// <returns><c>[n, m]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static Matrix Solve(Matrix a, Matrix b, double damping = 0)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (a.Rows != a.Columns || b.Rows != a.Rows)
        {
            throw new ArgumentException(
                $"Solve needs a square matrix and a right side with as many rows, got [{a.Rows}, {a.Columns}] and [{b.Rows}, {b.Columns}].");
        }

        Matrix result = Workspace.Temporary(b.Rows, b.Columns, b.Backend);
        using (Scratch())
        {
            Copy(SolveWide(Wide(a), Wide(b), damping), result);
        }

        return result;
    }

    /// <summary>The Moore–Penrose inverse of a matrix of full rank: xᵀ(x xᵀ + λI)⁻¹, or (xᵀ x + λI)⁻¹ xᵀ where x has more rows than columns.</summary>
    /// <param name="x"><c>[m, n]</c></param>
    /// <param name="damping">λ, at least 0.</param>
    /// <returns><c>[n, m]</c>, from the current workspace. Its relative error grows with the square of the condition number.</returns>
    public static Matrix PseudoInverse(Matrix x, double damping = 0)
    {
        ArgumentNullException.ThrowIfNull(x);
        Matrix result = Workspace.Temporary(x.Columns, x.Rows, x.Backend);
        using (Scratch())
        {
            Matrix wide = Wide(x);
            Copy(x.Rows <= x.Columns
                ? SolveWide(wide.Dot(wide.T), wide, damping).T.ToMatrix()
                : SolveWide(wide.T.Dot(wide), wide.T.ToMatrix(), damping), result);
        }

        return result;
    }

    private static Workspace.Scope Scratch() => (t_scratch ??= new()).Enter();

    /// <summary>Overwrites both.</summary>
    private static Matrix SolveWide(Matrix a, Matrix x, double damping)
    {
        Factorise(a.AsSpan<double>(), a.Rows, damping);
        Substitute(a.AsSpan<double>(), x.AsSpan<double>(), a.Rows, x.Columns);
        return x;
    }

    private static Matrix Wide(Matrix x)
    {
        Matrix copy = Workspace.Temporary(x.Rows, x.Columns, Backend.Cpu(Precision.Double));
        Copy(x, copy);
        return copy;
    }

    private static void Copy(Matrix x, Matrix destination)
    {
        for (int i = 0; i < x.Count; i++)
        {
            destination.Backend.Set(destination, i, x.Backend.Get(x, i));
        }
    }

    /// <summary>A + λI = C Cᵀ, C in the lower triangle; 1/C_kk on the diagonal, 0 for a direction that is left out.</summary>
    private static void Factorise(Span<double> a, int n, double damping)
    {
        double largest = 0;
        for (int k = 0; k < n; k++)
        {
            a[(k * n) + k] += damping;
            largest = Math.Max(largest, a[(k * n) + k]);
        }

        for (int k = 0; k < n; k++)
        {
            Span<double> row = a.Slice(k * n, k + 1);
            for (int l = 0; l < k; l++)
            {
                row[l] = (row[l] - Dot(row[..l], a.Slice(l * n, l))) * a[(l * n) + l];
            }

            double pivot = row[k] - Dot(row[..k], row[..k]);
            row[k] = pivot > Negligible * largest ? 1 / Math.Sqrt(pivot) : 0;
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => TensorPrimitives.Dot(x, y);

    private static void Substitute(ReadOnlySpan<double> c, Span<double> x, int n, int m)
    {
        for (int k = 0; k < n; k++)
        {
            Span<double> row = x.Slice(k * m, m);
            for (int l = 0; l < k; l++)
            {
                AddScaled(-c[(k * n) + l], x.Slice(l * m, m), row);
            }

            TensorPrimitives.Multiply(row, c[(k * n) + k], row);
        }

        for (int k = n - 1; k >= 0; k--)
        {
            Span<double> row = x.Slice(k * m, m);
            for (int l = k + 1; l < n; l++)
            {
                AddScaled(-c[(l * n) + k], x.Slice(l * m, m), row);
            }

            TensorPrimitives.Multiply(row, c[(k * n) + k], row);
        }
    }

    private static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y) =>
        TensorPrimitives.MultiplyAdd(x, factor, y, y);
}
