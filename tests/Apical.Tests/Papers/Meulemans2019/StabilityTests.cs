using System.Numerics;
using Apical.Numerics.Algebra;
using Apical.Papers;
using Apical.Papers.Meulemans2019;
using Apical.Runs;
using Apical.Training;

namespace Apical.Tests.Papers.Meulemans2019;

/// <summary>
/// The eigenvalues of the linearised dynamics of chapter 6 are those of a matrix of three numbers; the rest follows from mathematics worked by hand.
/// </summary>
public sealed class StabilityTests
{
    /// <summary>−1 + 2√(μ(1 − μ)) cos(kπ/(L + 1)), each n times, for weights of any kind: MathNet's eigenvalues know nothing of the formula.</summary>
    [Theory]
    [InlineData(2, 1, 0.1)]
    [InlineData(3, 5, 0.3)]
    [InlineData(6, 3, 0.49)]
    [InlineData(4, 2, 0.9)]
    public void Eigenvalues_do_not_depend_on_the_weights(int layers, int units, double mu)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            (Matrix[] up, Matrix[] down) = Draw(seed, layers, units);
            Matrix all = StabilityMatrix.Of(up, down, mu);
            Complex[] found = LinearAlgebra.Eigenvalues(all);
            double[] known = [.. Enumerable.Range(1, layers).Select(k => -1 + 2 * Math.Sqrt(mu * (1 - mu)) * Math.Cos(k * Math.PI / (layers + 1)))];

            Assert.Equal(known, StabilityMatrix.Eigenvalues(layers, mu));
            Assert.InRange(StabilityMatrix.Deviation(found, known), 0, 1e-9);
            Assert.InRange(StabilityMatrix.Deviation(found, known), 0, StabilityMatrix.Rounding(up, down, mu, all));
        }
    }

    /// <summary>A feedback that is not the inverse leaves the formula: L = 2, n = 1, K = 2/J gives −1 ± √(2μ(1 − μ)).</summary>
    [Fact]
    public void Other_feedback_has_other_eigenvalues()
    {
        Matrix all = StabilityMatrix.Of([Scalar(0.7)], [Scalar(2 / 0.7)], 0.2);

        Assert.Equal(0, StabilityMatrix.Deviation(LinearAlgebra.Eigenvalues(all), [-1 + Math.Sqrt(0.32), -1 - Math.Sqrt(0.32)]), 1e-12);
        Assert.InRange(StabilityMatrix.Deviation(LinearAlgebra.Eigenvalues(all), StabilityMatrix.Eigenvalues(2, 0.2)), 0.1, 1);
    }

    /// <summary>With two layers (λ + 1)(λ + 1 − μ(1 − η̂)) = μ(1 − μ).</summary>
    [Fact]
    public void A_moving_target_changes_the_last_number_only()
    {
        const double Mu = 0.3, Eta = 0.2;
        (Matrix[] up, Matrix[] down) = Draw(3, 2, 4);
        double[] known = StabilityMatrix.Eigenvalues(2, Mu, Eta);

        Assert.All(known, value => Assert.Equal(Mu * (1 - Mu), (value + 1) * (value + 1 - Mu * (1 - Eta)), 1e-12));
        Assert.All(known, value => Assert.True(value < 0));
        Assert.Equal(0, StabilityMatrix.Deviation(LinearAlgebra.Eigenvalues(StabilityMatrix.Of(up, down, Mu, Eta)), known), 1e-10);
    }

    /// <summary>exp(J̄t) of two layers with J = cI: e⁻ᵗ [cosh st, (μ/cs) sinh st; ((1 − μ)c/s) sinh st, cosh st], s = √(μ(1 − μ)).</summary>
    [Fact]
    public void Distances_grow_and_decay_as_the_matrix_exponential_says()
    {
        const double C = 3, Mu = 0.1;
        Measurements found = Ch6Stability.Follow(C, Mu);
        double s = Math.Sqrt(Mu * (1 - Mu));

        // From the direction in which both components are alike: that of the greatest eigenvalue of [−1, b; b, −1], b > 0.
        double NormAt(double t)
        {
            double first = Math.Cosh(s * t) + Mu / (C * s) * Math.Sinh(s * t), second = Math.Cosh(s * t) + (1 - Mu) * C / s * Math.Sinh(s * t);
            return Math.Exp(-t) * Math.Sqrt((first * first + second * second) / 2);
        }

        for (int i = 0; i < 80; i++)
        {
            Assert.Equal(NormAt(i * 0.125), found[Ch6Stability.Norm][i], 1e-7);
        }

        Assert.True(found[Ch6Stability.Norm].Max() > 1.1);
        Assert.Equal(1 / (1 - s), found.Last(Ch6Stability.Time), 1e-3);         // 2 cos(π/3) = 1
        Assert.Equal(Ch6Stability.Peak(C, Mu), found.Last(Ch6Stability.Grows), 1e-3);
    }

    [Fact]
    public void Random_cases_are_stable_and_yet_many_are_not_negative_definite()
    {
        Measurements found = Ch6Stability.TryRandom(Context(), 300, 3, [2, 3]);

        Assert.Equal(0, found.Last(Ch6Stability.Unstable));
        Assert.Equal(0, found.Last(Ch6Stability.Moving));
        Assert.InRange(found.Last(Ch6Stability.Indefinite), 1, 300);
        Assert.InRange(found.Last(Ch6Stability.OverRounding), 0, 1);
    }

    /// <summary>‖K J‖ &lt; 4 is enough for two layers, as μ(1 − μ) ≤ 1/4; of unrelated feedback some is stronger.</summary>
    [Fact]
    public void Two_layers_stand_a_great_deal_of_error_in_their_inverse()
    {
        Measurements loose = Ch6Stability.TryApproximate(Context(), 300, related: true),
            unrelated = Ch6Stability.TryApproximate(Context(), 300, related: false);

        Assert.Equal(0, loose.Last(Ch6Stability.Unstable));
        Assert.InRange(unrelated.Last(Ch6Stability.Unstable), 1, 299);
        Assert.Equal(0, loose.Last(Ch6Stability.Mismatch) + unrelated.Last(Ch6Stability.Mismatch));
    }

    [Fact]
    public void The_symmetric_part_turns_at_the_threshold()
    {
        Assert.True(Ch6Stability.Threshold(0.99).Last(Ch6Stability.Symmetric) < 0);
        Assert.True(Ch6Stability.Threshold(1.01).Last(Ch6Stability.Symmetric) > 0);
    }

    /// <summary>One unstable case among many is enough to make the claim fail.</summary>
    [Fact]
    public void A_single_unstable_case_breaks_the_claim()
    {
        var experiment = new Ch6Stability();
        Measurements found = Ch6Stability.TryRandom(Context(), 20, 2, [2]);
        Claim Stable(Measurements all) => experiment.Conclude(new Setup(), new Results(
            [new JobResult<Measurements>("random J", 1, all, null, 0)])).Claims[0];

        Assert.True(Stable(found).Holds);
        Assert.False(Stable(found.Add(Ch6Stability.Unstable, 1)).Holds);
    }

    private static (Matrix[] Up, Matrix[] Down) Draw(ulong seed, int layers, int units)
    {
        var rng = new Rng(seed);
        Matrix[] up =
        [
            .. Enumerable.Range(2, layers - 1).Select(_ =>
            {
                Matrix x = LinearAlgebra.Identity(units);
                for (int i = 0; i < units; i++)
                {
                    for (int j = 0; j < units; j++)
                    {
                        x[i, j] = (i == j ? 1.2 : 0) + (0.6 * rng.Uniform(-1, 1) / units);
                    }
                }

                return x;
            }),
        ];
        return (up, [.. up.Select(LinearAlgebra.Inverse)]);
    }

    private static Matrix Scalar(double value) => Matrix.Of([[value]], Precision.Double);

    private static JobContext Context() => new(new JobState("", 1), new Rng(7));
}
