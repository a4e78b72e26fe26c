using System.Numerics;
using Apical.Numerics.Algebra;
using Apical.Numerics.Matrices;

namespace Apical.Tests.Numerics;

/// <summary>Oracle: the equations that define each result.</summary>
public sealed class LinearAlgebraTests
{
    private const double Tolerance = 1e-12;

    private static readonly (int Rows, int Columns)[] s_shapes = [(1, 1), (4, 4), (3, 7), (7, 3), (1, 5), (5, 1), (12, 10)];

    [Fact]
    public void Singular_vectors_are_orthonormal_and_rebuild_the_matrix()
    {
        foreach ((int rows, int columns) in s_shapes)
        {
            Matrix x = Numbers(rows, columns);

            (Matrix u, double[] sigma, Matrix vt) = LinearAlgebra.Svd(x);

            Assert.Equal((rows, rows, columns, columns), (u.Rows, u.Columns, vt.Rows, vt.Columns));
            Assert.Equal(Math.Min(rows, columns), sigma.Length);
            Assert.Equal(sigma.OrderDescending(), sigma);
            Assert.All(sigma, s => Assert.True(s >= 0));
            var diagonal = new Matrix(rows, columns, Precision.Double);
            for (int i = 0; i < sigma.Length; i++)
            {
                diagonal[i, i] = sigma[i];
            }

            Close(x, u.Dot(diagonal).Dot(vt));
            Close(Identity(rows), u.T.Dot(u));
            Close(Identity(columns), vt.Dot(vt.T));
            Assert.Equal(sigma.Length, LinearAlgebra.SingularValues(x).Length);
            Assert.All(LinearAlgebra.SingularValues(x).Zip(sigma), p => Assert.Equal(p.First, p.Second, Tolerance));
            Assert.Equal(x.Norm(), Math.Sqrt(sigma.Sum(s => s * s)), Tolerance);
        }
    }

    [Fact]
    public void Symmetric_eigenvectors_are_orthonormal_and_rebuild_the_matrix()
    {
        foreach (int n in new[] { 1, 2, 5, 12 })
        {
            Matrix x = Numbers(n, n);
            x = x.Plus(x.T.ToMatrix());

            (double[] values, Matrix v) = LinearAlgebra.SymmetricEigen(x);

            Assert.Equal(values.Order(), values);
            Close(Identity(n), v.T.Dot(v));
            Close(x, v.TimesRow(Matrix.Of([values], Precision.Double)).Dot(v.T), 1e-11);
            Assert.Equal(values.Max(Math.Abs), LinearAlgebra.SpectralNorm(x), 1e-11);
        }
    }

    [Fact]
    public void The_largest_singular_value_by_hand()
    {
        Assert.Equal(4, LinearAlgebra.SpectralNorm(Matrix.Of([[0, -4, 0], [3, 0, 0]])), 1e-6);
        Assert.Contains("Use Eigenvalues", Assert.Throws<ArgumentException>(() => LinearAlgebra.SymmetricEigen(Matrix.Of([[1, 2], [3, 1]]))).Message);
    }

    /// <summary>Moore and Penrose: A X A = A, X A X = X, (A X)ᵀ = A X, (X A)ᵀ = X A. Only one X fulfils all four.</summary>
    [Fact]
    public void The_pseudo_inverse_fulfils_its_four_conditions()
    {
        IEnumerable<Matrix> matrices =
        [
            .. s_shapes.Select(s => Numbers(s.Rows, s.Columns)),
            Numbers(6, 2).Dot(Numbers(2, 9)),           // rank 2, wide
            Numbers(9, 2).Dot(Numbers(2, 6)),           // rank 2, tall
            new Matrix(3, 4, Precision.Double),         // rank 0
            Matrix.Of([[1, 2, 3], [4, 5, 6], [7, 8, 9]], Precision.Double),
        ];
        foreach (Matrix a in matrices)
        {
            Matrix x = LinearAlgebra.PseudoInverse(a);

            Assert.Equal((a.Columns, a.Rows), (x.Rows, x.Columns));
            Matrix ax = a.Dot(x), xa = x.Dot(a);
            Close(a, ax.Dot(a), 1e-11);
            Close(x, xa.Dot(x), 1e-11);
            Close(ax, ax.T.ToMatrix(), 1e-11);
            Close(xa, xa.T.ToMatrix(), 1e-11);
        }
    }

    /// <summary>diag(4, 2, 1) with a cut at 0.3 · 4 keeps 4 and 2.</summary>
    [Fact]
    public void The_pseudo_inverse_takes_small_singular_values_for_zero()
    {
        Matrix x = Matrix.Of([[4, 0, 0], [0, 2, 0], [0, 0, 1]], Precision.Double);

        Close(Matrix.Of([[0.25, 0, 0], [0, 0.5, 0], [0, 0, 0]], Precision.Double), LinearAlgebra.PseudoInverse(x, rcond: 0.3));
        Close(Matrix.Of([[0.25, 0, 0], [0, 0.5, 0], [0, 0, 1]], Precision.Double), LinearAlgebra.PseudoInverse(x));
    }

    [Fact]
    public void The_inverse_times_the_matrix_is_the_identity()
    {
        foreach (int n in new[] { 1, 2, 6, 25 })
        {
            Matrix x = Numbers(n, n);
            for (int i = 0; i < n; i++)
            {
                x[i, i] += 3;                           // well away from singular
            }

            Close(Identity(n), x.Dot(LinearAlgebra.Inverse(x)));
            Close(Identity(n), LinearAlgebra.Inverse(x).Dot(x));
            Close(LinearAlgebra.Inverse(x), LinearAlgebra.PseudoInverse(x));
        }

        Close(Matrix.Of([[0, 0.5], [1, 0]], Precision.Double), LinearAlgebra.Inverse(Matrix.Of([[0, 1], [2, 0]], Precision.Double)));
    }

    [Fact]
    public void A_singular_matrix_has_no_inverse()
    {
        Matrix[] singular =
        [
            new Matrix(2, 2, Precision.Double),
            Matrix.Of([[1, 2], [2, 4]], Precision.Double),
            Matrix.Of([[1, 2, 3], [4, 5, 6], [7, 8, 9]], Precision.Double),        // elimination leaves a pivot of 10⁻¹⁶ instead of 0
            Numbers(6, 3).Dot(Numbers(3, 6)),
        ];
        foreach (Matrix x in singular)
        {
            var error = Assert.Throws<ArgumentException>(() => LinearAlgebra.Inverse(x));
            Assert.Equal($"This [{x.Rows}, {x.Columns}] matrix is singular; use PseudoInverse. (Parameter 'x')", error.Message);
        }
    }

    /// <summary>A tiny but harmless matrix: all entries small is not singular.</summary>
    [Fact]
    public void A_small_scale_is_not_taken_for_singular() =>
        Assert.Equal([5e199, 0, 0, 1e200], LinearAlgebra.Inverse(Matrix.Of([[2e-200, 0], [0, 1e-200]], Precision.Double)).ToArray());

    [Fact]
    public void Eigenvalues_of_known_matrices()
    {
        Same([1, 2, 3], Matrix.Of([[1, 5, -7], [0, 2, 9], [0, 0, 3]], Precision.Double));       // triangular: the diagonal
        Same([-1, 5], Matrix.Of([[1, 4], [2, 3]], Precision.Double));                           // trace 4, determinant −5
        Same([-3, 0, 0], Matrix.Of([[-1, -1, -1], [-1, -1, -1], [-1, -1, -1]], Precision.Double));
        double angle = 0.7;
        Same(
            [Complex.FromPolarCoordinates(1, -angle), Complex.FromPolarCoordinates(1, angle)],
            Matrix.Of([[Math.Cos(angle), -Math.Sin(angle)], [Math.Sin(angle), Math.Cos(angle)]], Precision.Double));     // a turn: e^±iθ

        static void Same(Complex[] expected, Matrix x)
        {
            Complex[] actual = [.. LinearAlgebra.Eigenvalues(x).OrderBy(z => Math.Round(z.Real, 9)).ThenBy(z => z.Imaginary)];
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), p => Assert.True((p.First - p.Second).Magnitude < 1e-9, $"{p.Second} instead of {p.First}"));
        }
    }

    [Fact]
    public void Results_have_the_precision_of_the_operand()
    {
        Matrix x = Matrix.Of([[2, 1], [0, 4]]);

        Assert.Equal(Precision.Single, LinearAlgebra.Inverse(x).Precision);
        Assert.Equal(Precision.Single, LinearAlgebra.PseudoInverse(x).Precision);
        Assert.Equal(Precision.Single, LinearAlgebra.Svd(x).U.Precision);
        Assert.Equal([0.5, -0.125, 0, 0.25], LinearAlgebra.Inverse(x).ToArray());
    }

    [Fact]
    public void No_workspace_owns_the_results()
    {
        var workspace = new Workspace();
        Matrix inverse;
        using (workspace.Enter())
        {
            inverse = LinearAlgebra.Inverse(Matrix.Of([[2, 0], [0, 4]]));
        }

        using (workspace.Enter())
        {
            Matrix.Of([[9, 9], [9, 9]]).Scaled(2).Plus(new Matrix(2, 2));
            Assert.Equal([0.5, 0, 0, 0.25], inverse.ToArray());
        }
    }

    [Fact]
    public void Matrices_that_are_not_square_or_empty_are_named()
    {
        Says("Needs a square matrix, got [2, 3]. (Parameter 'x')", () => LinearAlgebra.Inverse(new Matrix(2, 3)));
        Says("Needs a square matrix, got [2, 3]. (Parameter 'x')", () => LinearAlgebra.Eigenvalues(new Matrix(2, 3)));
        Says("Svd of an empty [0, 3] matrix. (Parameter 'x')", () => LinearAlgebra.Svd(new Matrix(0, 3)));
        Says("PseudoInverse of an empty [3, 0] matrix. (Parameter 'x')", () => LinearAlgebra.PseudoInverse(new Matrix(3, 0)));

        static void Says(string message, Func<object> act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
    }

    private static Matrix Numbers(int rows, int columns) => Backend.Cpu(Precision.Double).Fill(rows, columns, (rows * 31) + columns);

    private static Matrix Identity(int n)
    {
        var identity = new Matrix(n, n, Precision.Double);
        for (int i = 0; i < n; i++)
        {
            identity[i, i] = 1;
        }

        return identity;
    }

    private static void Close(Matrix expected, Matrix actual, double tolerance = Tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        Assert.All(expected.ToArray().Zip(actual.ToArray()), p => Assert.Equal(p.First, p.Second, tolerance));
    }
}
