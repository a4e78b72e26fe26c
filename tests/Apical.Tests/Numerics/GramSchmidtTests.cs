using Apical.Numerics.Algebra;

namespace Apical.Tests.Numerics;

/// <summary>Oracle: the four Penrose conditions, which hold for the pseudo-inverse and nothing else.</summary>
public sealed class GramSchmidtTests
{
    [Fact]
    public void Worked_by_hand()
    {
        // x xᵀ/‖x‖⁴ for a matrix of rank one x xᵀ with x = (1, 1); a diagonal; and nothing.
        Same([[0.25, 0.25], [0.25, 0.25]], [[1, 1], [1, 1]]);
        Same([[0.5, 0], [0, 0], [0, 0.25]], [[2, 0, 0], [0, 0, 4]]);
        Same([[0, 0], [0, 0], [0, 0]], [[0, 0, 0], [0, 0, 0]]);
        Same([[0.2, 0.4]], [[1], [2]]);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 5, 5)]
    [InlineData(4, 9, 4)]
    [InlineData(9, 4, 4)]
    [InlineData(8, 8, 3)]
    [InlineData(6, 11, 2)]
    [InlineData(11, 6, 5)]
    [InlineData(40, 60, 17)]
    public void Meets_the_Penrose_conditions_at_any_shape_and_rank(int m, int n, int rank)
    {
        foreach (Precision precision in new[] { Precision.Double, Precision.Single })
        {
            for (ulong seed = 1; seed <= 10; seed++)
            {
                Matrix left = Normal(m, rank, seed), right = Normal(rank, n, seed + 100);
                Matrix a = left.Dot(right).To(precision).To(Precision.Double),
                    x = GramSchmidt.PseudoInverse(left.Dot(right).To(precision)).To(Precision.Double);

                // An error of ε in A or A⁺ is seen magnified by the condition number.
                double[] sigma = LinearAlgebra.SingularValues(a);
                double tolerance = (precision == Precision.Double ? 1e-14 : 4e-6) * sigma[0] / sigma[rank - 1] * Math.Max(m, n);
                Assert.Equal((n, m), (x.Rows, x.Columns));
                Close(a, a.Dot(x).Dot(a), tolerance);
                Close(x, x.Dot(a).Dot(x), tolerance * 10);
                Close(a.Dot(x).T.ToMatrix(), a.Dot(x), tolerance);
                Close(x.Dot(a).T.ToMatrix(), x.Dot(a), tolerance);
            }
        }
    }

    [Fact]
    public void Keeps_its_accuracy_when_the_matrix_is_nearly_singular()
    {
        // A = U diag(1, 1e-2, …, 1e-10) Vᵀ: A⁺ is known, and its largest entries are 1e10.
        var (u, _, vt) = LinearAlgebra.Svd(Normal(6, 6, 1));
        Matrix sigma = new(6, 6, Precision.Double), inverse = new(6, 6, Precision.Double);
        for (int i = 0; i < 6; i++)
        {
            (sigma[i, i], inverse[i, i]) = (Math.Pow(10, -2 * i), Math.Pow(10, 2 * i));
        }

        Close(vt.T.Dot(inverse).Dot(u.T), GramSchmidt.PseudoInverse(u.Dot(sigma).Dot(vt)), 1e-15 * 1e10 * 10);
    }

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Allocates_nothing_once_warm_and_leaves_its_operand_alone(Precision precision)
    {
        Matrix a = Normal(12, 7, 3).To(precision), before = a.Clone();
        var workspace = new Workspace();
        long taken = 1;
        for (int round = 0; round < 50 && taken > 0; round++)
        {
            taken = -GC.GetAllocatedBytesForCurrentThread();
            using (workspace.Enter())
            {
                GramSchmidt.PseudoInverse(a);
            }

            taken += GC.GetAllocatedBytesForCurrentThread();
        }

        Assert.Equal(0, taken);
        Assert.Equal(before.ToArray(), a.ToArray());
    }

    private static Matrix Normal(int rows, int columns, ulong seed)
    {
        var matrix = new Matrix(rows, columns, Precision.Double);
        matrix.FillNormal(new Rng(seed));
        return matrix;
    }

    private static void Same(double[][] expected, double[][] a) =>
        Close(Matrix.Of(expected, Precision.Double), GramSchmidt.PseudoInverse(Matrix.Of(a, Precision.Double)), 1e-15);

    private static void Close(Matrix expected, Matrix actual, double tolerance) =>
        Assert.True(expected.Minus(actual).Norm() <= tolerance * Math.Max(expected.Norm(), 1e-300), $"{expected.Minus(actual).Norm()} of {expected.Norm()}");
}
