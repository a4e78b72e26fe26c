using Apical.Numerics.Algebra;
using Apical.Numerics.Matrices;
using Apical.Rules;

namespace Apical.Probes;

/// <summary>
/// How far weights are from singular, <c>largestSingularValue</c> and <c>smallestSingularValue</c> of W_i; and, where the rule keeps exact inverses,
/// <c>inverseError</c> ‖W_i⁻¹ W_i − I‖ (Frobenius) and <c>shermanMorrisonDenominator</c> |1 + d| of the last step, from the first step on.
/// </summary>
public sealed class InversesProbe : IProbe
{
    private const int Largest = 512;                    // a decomposition of more takes longer than an epoch

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        ExactInverse? exact = (at.Rule as ITargetRule)?.Backward as ExactInverse;
        for (int i = 1; i <= at.Network.L; i++)
        {
            Matrix W = at.Network[i].W.Value;
            if (Math.Min(W.Rows, W.Columns) <= Largest && Math.Max(W.Rows, W.Columns) <= 2 * Largest)
            {
                double[] sigma = LinearAlgebra.SingularValues(W);
                results.Add(new("largestSingularValue", i, sigma[0]));
                results.Add(new("smallestSingularValue", i, sigma[^1]));
            }

            if (exact is not null && i > 1)
            {
                Matrix V = exact.V(i - 1), identity = LinearAlgebra.Identity(W.Rows, W.Precision);
                results.Add(new("inverseError", i, V.Dot(W).Minus(identity).Norm()));
                if (double.IsFinite(exact.Denominator(i)))
                {
                    results.Add(new("shermanMorrisonDenominator", i, exact.Denominator(i)));
                }
            }
        }
    }
}
