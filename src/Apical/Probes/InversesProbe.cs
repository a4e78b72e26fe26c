using Apical.Numerics.Algebra;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Probes;

/// <summary>
/// How far weights are from singular, <c>largestSingularValue</c> and <c>smallestSingularValue</c> of W_i; and, where the rule keeps exact inverses,
/// <c>inverseError</c> ‖W_i⁻¹ W_i − I‖ (Frobenius) and <c>shermanMorrisonDenominator</c> |1 + d| of the last step, from the first step on.
/// </summary>
public sealed class InversesProbe : IProbe
{
    private const int Largest = 512;                    // a decomposition of more takes longer than an epoch

    /// <summary>Largest singular value of W_i.</summary>
    public static Metric LargestSingularValue { get; } = new("largestSingularValue", "Largest singular value");

    /// <summary>Smallest singular value of W_i.</summary>
    public static Metric SmallestSingularValue { get; } = new("smallestSingularValue", "Smallest singular value");

    /// <summary>How far the kept inverse is from that of W_i.</summary>
    public static Metric InverseError { get; } = new("inverseError", "Inverse error");

    /// <summary>The denominator of the last step of the kept inverse.</summary>
    public static Metric ShermanMorrisonDenominator { get; } = new("shermanMorrisonDenominator", "Sherman–Morrison denominator");

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [LargestSingularValue, SmallestSingularValue, InverseError, ShermanMorrisonDenominator];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        IKeepsInverses? exact = taught.Teacher as IKeepsInverses ?? (taught.Teacher as ITargetRule)?.Backward as IKeepsInverses;
        for (int i = 1; i <= taught.Network.L; i++)
        {
            Matrix W = taught.Network[i].W.Value;
            if (Math.Min(W.Rows, W.Columns) <= Largest && Math.Max(W.Rows, W.Columns) <= 2 * Largest)
            {
                double[] sigma = LinearAlgebra.SingularValues(W);
                results.Add(new(LargestSingularValue, i, sigma[0]));
                results.Add(new(SmallestSingularValue, i, sigma[^1]));
            }

            if (exact is not null && i > 1)
            {
                Matrix V = exact.V(i - 1), identity = LinearAlgebra.Identity(W.Rows, W.Precision);
                results.Add(new(InverseError, i, V.Dot(W).Minus(identity).Norm()));
                if (double.IsFinite(exact.Denominator(i)))
                {
                    results.Add(new(ShermanMorrisonDenominator, i, exact.Denominator(i)));
                }
            }
        }
    }
}
