using Apical.Analysis;
using Apical.Numerics.Algebra;

namespace Apical.Tests.Analysis;

/// <summary>Oracle: networks worked by hand, and what a small step of feedback alignment does to the outputs.</summary>
public sealed class FeedbackKernelTests
{
    public static TheoryData<ScalarFunction> Activations =>
        [ScalarFunction.Identity, ScalarFunction.Tanh, ScalarFunction.Sigmoid, ScalarFunction.Softplus, ScalarFunction.Relu];

    [Fact]
    public void One_linear_unit_by_hand()
    {
        Matrix w = Of([[3]]), x = Of([[1, 2]]);
        Equal([9, 18, 18, 36], FeedbackKernel.G(w, x, ScalarFunction.Identity));
        Equal([-10, -20, -20, -40], FeedbackKernel.H(w, Of([[5]]), Of([[-2]]), x, ScalarFunction.Identity));
    }

    /// <summary>W x = (1, −1) and (2, 3): unit 1 is on for both samples, unit 2 for the second only. ⟨x_1, x_2⟩ = −1.</summary>
    [Fact]
    public void Two_rectified_units_by_hand()
    {
        Matrix w = Of([[1, 0], [0, 1]]), x = Of([[1, 2], [-1, 3]]);
        Equal([0.5, 1, 1, 6.5], FeedbackKernel.G(w, x, ScalarFunction.Relu));

        // b β = (2, −3): H = (2·2, 2·(−1), 2·(−1), (2 − 3)·13) / 2
        Equal([2, -1, -1, -6.5], FeedbackKernel.H(w, Of([[1], [3]]), Of([[2], [-1]]), x, ScalarFunction.Relu));
    }

    [Theory, MemberData(nameof(Activations))]
    public void The_outputs_move_by_minus_G_plus_H_times_the_error(ScalarFunction psi)
    {
        const int P = 6, D = 3, N = 4;
        Matrix w = Random(P, D, 1), beta = Random(P, 1, 2), b = Random(P, 1, 3), x = Random(D, N, 4), y = Random(1, N, 5);
        Matrix error = Output(w, beta).Minus(y);

        // Algorithm 1, both matrices at once; ψ' by differences, so that nothing of the code under test is used.
        Matrix a = w.Dot(x), slope = a.Shifted(1e-6).Map(psi).Minus(a.Shifted(-1e-6).Map(psi)).Scaled(5e5);
        Matrix dBeta = a.Map(psi).Dot(error.T).Scaled(-1 / Math.Sqrt(P)), dW = b.Dot(error).Times(slope).Dot(x.T).Scaled(-1 / Math.Sqrt(P));
        const double Eta = 1e-5;
        Matrix up = Output(w.Plus(dW.Scaled(Eta)), beta.Plus(dBeta.Scaled(Eta))), down = Output(w.Minus(dW.Scaled(Eta)), beta.Minus(dBeta.Scaled(Eta)));

        Matrix kernel = FeedbackKernel.G(w, x, psi).Plus(FeedbackKernel.H(w, beta, b, x, psi));
        Matrix expected = kernel.Dot(error.T).Scaled(-1);

        Equal(expected.ToArray(), up.Minus(down).Scaled(0.5 / Eta), 1e-7);

        Matrix Output(Matrix weights, Matrix readout) => readout.T.Dot(weights.Dot(x).Map(psi)).Scaled(1 / Math.Sqrt(P));
    }

    [Fact]
    public void Backpropagation_has_no_negative_eigenvalue_and_opposed_feedback_no_positive_one()
    {
        Matrix w = Random(6, 3, 1), beta = Random(6, 1, 2), x = Random(3, 4, 4);
        Assert.True(LinearAlgebra.SymmetricEigen(FeedbackKernel.H(w, beta, beta, x, ScalarFunction.Tanh)).Values[0] >= -1e-12);
        Assert.True(LinearAlgebra.SymmetricEigen(FeedbackKernel.H(w, beta, beta.Negated(), x, ScalarFunction.Tanh)).Values[^1] <= 1e-12);
    }

    [Fact]
    public void Refuses_activations_without_a_slope() =>
        Assert.Contains("Identity, Relu, Tanh", Assert.Throws<ArgumentOutOfRangeException>(() =>
            FeedbackKernel.G(Of([[1]]), Of([[1]]), ScalarFunction.Log)).Message);

    /// <summary>Singular values 2 and 4 by hand, whichever way the data are longer.</summary>
    [Fact]
    public void Isometry_by_hand()
    {
        Matrix x = Of([[2.4, -1.6, 0], [3.2, 1.2, 0]]);
        foreach (double unit in new[] { 1e-200, 1e-160, 1e160, 1e200 })         // ε is a quotient, and the squares are no numbers
        {
            Assert.Equal(Isometry.Of(x).Epsilon, Isometry.Of(x.Scaled(unit)).Epsilon, 1e-9);
        }

        foreach (Isometry found in new[] { Isometry.Of(x), Isometry.Of(x.T.ToMatrix()) })
        {
            Assert.Equal(4, found.LambdaMin, 1e-12);
            Assert.Equal(16, found.LambdaMax, 1e-12);
            Assert.Equal(3, found.Epsilon, 1e-11);
        }

        var isometry = new Isometry(1, 4);
        Assert.True(isometry.Holds(1, 3));
        Assert.False(isometry.Holds(1, 2.9));
        Assert.False(isometry.Holds(1.1, 9));

        // c γ √(γ p) / (η √n M) = 1 · √16 / (0.5 · 2 · 4)
        Assert.Equal(1, isometry.RegularizationBudget(16, 4, 0.5), 1e-12);
        Assert.Equal(3, Isometry.CutOff(1, 0.3));
    }

    private static Matrix Of(double[][] rows) => Matrix.Of(rows, Precision.Double);

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        var x = new Matrix(rows, columns, Precision.Double);
        x.FillNormal(new Rng(seed));
        return x;
    }

    private static void Equal(double[] expected, Matrix actual, double tolerance = 1e-12) =>
        Assert.All(expected.Zip(actual.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
