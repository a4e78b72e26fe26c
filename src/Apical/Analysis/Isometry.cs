using Apical.Numerics.Algebra;

namespace Apical.Analysis;

/// <summary>How nearly orthonormal, up to a factor, the samples of a data set are (song2021 definition 4.4).</summary>
/// <param name="LambdaMin">
/// λ_min(X Xᵀ); with more samples than features, of its d eigenvalues that need not vanish (song2021 §4.2, large sample scenario).
/// </param>
/// <param name="LambdaMax">λ_max(X Xᵀ).</param>
public readonly record struct Isometry(double LambdaMin, double LambdaMax)
{
    /// <summary>The smallest ε for which X is (λ_min, ε)-isometric: λ_max / λ_min − 1.</summary>
    public double Epsilon { get; private init; } = (LambdaMax / LambdaMin) - 1;

    /// <summary>Measures a data set.</summary>
    /// <param name="x"><c>[d, n]</c>, samples in columns: the paper's Xᵀ.</param>
    public static Isometry Of(Matrix x)
    {
        double[] sigma = LinearAlgebra.SingularValues(x);
        double ratio = sigma[0] / sigma[^1];            // of data of any size, where the squares may be no numbers
        return new(sigma[^1] * sigma[^1], sigma[0] * sigma[0]) { Epsilon = (ratio * ratio) - 1 };
    }

    /// <summary>Whether X is (γ, ε)-isometric: λ_min ≥ γ and λ_max ≤ (1 + ε) γ.</summary>
    /// <param name="gamma">γ</param>
    /// <param name="epsilon">ε</param>
    public bool Holds(double gamma, double epsilon) => LambdaMin >= gamma && LambdaMax <= (1 + epsilon) * gamma;

    /// <summary>S_λ = c γ √(γ p) / (η √n M), with γ = λ_min and M = λ_max: how much regularisation Σ_t λ(t) theorem 4.3 allows in all.</summary>
    /// <param name="p">Hidden units.</param>
    /// <param name="n">Samples.</param>
    /// <param name="eta">η</param>
    /// <param name="c">c_S, which the theorem leaves open. Default 1.</param>
    public double RegularizationBudget(int p, int n, double eta, double c = 1) => c * LambdaMin * Math.Sqrt(LambdaMin * p) / (eta * Math.Sqrt(n) * LambdaMax);

    /// <summary>T = ⌊S_λ / λ⌋ (theorem 4.6): the step after which the regularisation is cut off.</summary>
    /// <param name="budget">S_λ</param>
    /// <param name="lambda">λ until then; above 0.</param>
    public static long CutOff(double budget, double lambda)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(lambda);
        return (long)Math.Floor(budget / lambda);
    }
}
