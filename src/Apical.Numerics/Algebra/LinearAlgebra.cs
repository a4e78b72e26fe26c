using System.Numerics;
using Apical.Numerics.Matrices;
using DenseMatrix = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix;

namespace Apical.Numerics.Algebra;

/// <summary>
/// Decompositions, through MathNet.Numerics. They are computed in double precision whatever the operand's, allocate freely and belong in
/// initialisers, probes and theorem checks, not in a training step. Results have the operand's precision and no workspace owns them.
/// </summary>
public static class LinearAlgebra
{
    /// <summary>x = U diag(σ) Vᵀ.</summary>
    /// <param name="x"><c>[m, n]</c></param>
    /// <returns>U <c>[m, m]</c>, σ descending (min(m, n) of them), Vᵀ <c>[n, n]</c>.</returns>
    public static (Matrix U, double[] Sigma, Matrix VT) Svd(Matrix x)
    {
        var svd = Dense(x, nameof(Svd)).Svd();
        return (From(svd.U, x.Precision), svd.S.ToArray(), From(svd.VT, x.Precision));
    }

    /// <summary>I</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="precision">Default: double.</param>
    public static Matrix Identity(int size, Precision precision = Precision.Double)
    {
        var identity = new Matrix(size, size, precision);
        for (int i = 0; i < size; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    /// <summary>The singular values, descending.</summary>
    /// <param name="x"><c>[m, n]</c></param>
    public static double[] SingularValues(Matrix x)
    {
        int power = FarOut(x);
        double[] values = Dense(x.TimesTwoTo(-power), nameof(SingularValues)).Svd(computeVectors: false).S.ToArray();
        return power == 0 ? values : [.. values.Select(value => Math.ScaleB(value, power))];
    }

    /// <summary>The Moore–Penrose inverse x⁺; singular values below rcond · σ_max count as zero.</summary>
    /// <param name="x"><c>[m, n]</c></param>
    /// <param name="rcond">Relative cut-off; default max(m, n) · 2.2·10⁻¹⁶.</param>
    /// <returns><c>[n, m]</c></returns>
    public static Matrix PseudoInverse(Matrix x, double? rcond = null)
    {
        int power = FarOut(x);
        var svd = Dense(x.TimesTwoTo(-power), nameof(PseudoInverse)).Svd();
        double cut = (rcond ?? (Math.Max(x.Rows, x.Columns) * (double.BitIncrement(1) - 1))) * (svd.S.Count == 0 ? 0 : svd.S[0]);
        var inverse = new DenseMatrix(x.Columns, x.Rows);
        for (int i = 0; i < svd.S.Count; i++)
        {
            if (svd.S[i] > cut)
            {
                inverse += (DenseMatrix)svd.VT.Row(i).OuterProduct(svd.U.Column(i)).Multiply(1 / svd.S[i]);
            }
        }

        return From(inverse, x.Precision).TimesTwoTo(-power);
    }

    /// <summary>x⁻¹</summary>
    /// <param name="x">Square, <c>[n, n]</c>.</param>
    /// <exception cref="ArgumentException">Not square, or singular to working precision.</exception>
    public static Matrix Inverse(Matrix x)
    {
        RequireSquare(x);
        DenseMatrix dense = Dense(x, nameof(Inverse));
        var inverse = dense.Inverse();
        return dense.L1Norm() * inverse.L1Norm() < 1 / (double.BitIncrement(1) - 1)      // the condition number; infinite or NaN after a pivot of 0
            ? From(inverse, x.Precision)
            : throw new ArgumentException($"This [{x.Rows}, {x.Columns}] matrix is singular; use PseudoInverse.", nameof(x));
    }

    /// <summary>The eigenvalues, in no particular order.</summary>
    /// <param name="x">Square, <c>[n, n]</c>.</param>
    /// <exception cref="ArgumentException">Not square.</exception>
    public static Complex[] Eigenvalues(Matrix x)
    {
        RequireSquare(x);
        return Dense(x, nameof(Eigenvalues)).Evd().EigenValues.ToArray();
    }

    /// <summary>The eigenvalues and eigenvectors of a symmetric matrix, x = V diag(λ) Vᵀ.</summary>
    /// <param name="x">Symmetric, <c>[n, n]</c>; of two opposite entries the mean counts, so rounding does no harm.</param>
    /// <returns>λ ascending: the first is λ_min, the last λ_max; V <c>[n, n]</c> with the eigenvectors in its columns.</returns>
    /// <exception cref="ArgumentException">Not square, or opposite entries that differ by more than 10⁻⁴ of the largest.</exception>
    public static (double[] Values, Matrix Vectors) SymmetricEigen(Matrix x)
    {
        RequireSquare(x);
        DenseMatrix dense = Dense(x, nameof(SymmetricEigen));
        var transposed = dense.Transpose();
        if ((dense - transposed).InfinityNorm() > 1e-4 * dense.InfinityNorm())
        {
            throw new ArgumentException(
                $"Needs a symmetric matrix; opposite entries of this [{x.Rows}, {x.Columns}] matrix differ. Use Eigenvalues.", nameof(x));
        }

        var eigen = ((dense + transposed) / 2).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric);
        return ([.. eigen.EigenValues.Select(value => value.Real)], From(eigen.EigenVectors, x.Precision));
    }

    /// <summary>‖x‖₂, the largest singular value: by how much x can stretch a vector.</summary>
    /// <param name="x"><c>[m, n]</c></param>
    public static double SpectralNorm(Matrix x) => SingularValues(x)[0];

    // The power of two of entries of which squares would leave the range of numbers; 0 in the usual range, where nothing is to be scaled.
    private static int FarOut(Matrix x) => x.SizePower() is var power && Math.Abs(power) > 300 ? power : 0;

    private static void RequireSquare(Matrix x)
    {
        if (x.Rows != x.Columns)
        {
            throw new ArgumentException($"Needs a square matrix, got [{x.Rows}, {x.Columns}].", nameof(x));
        }
    }

    private static DenseMatrix Dense(Matrix x, string operation)
    {
        if (x.Count == 0)
        {
            throw new ArgumentException($"{operation} of an empty [{x.Rows}, {x.Columns}] matrix.", nameof(x));
        }

        // MathNet stores columns one after another.
        return new DenseMatrix(x.Rows, x.Columns, x.T.ToMatrix().ToArray());
    }

    private static Matrix From(MathNet.Numerics.LinearAlgebra.Matrix<double> x, Precision precision) =>
        Matrix.Of(x.RowCount, x.ColumnCount, x.ToRowMajorArray(), precision);
}
