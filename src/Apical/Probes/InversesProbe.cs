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

    private static readonly Metric s_largest = new("largestSingularValue", "Largest singular value");
    private static readonly Metric s_smallest = new("smallestSingularValue", "Smallest singular value");
    private static readonly Metric s_error = new("inverseError", "Inverse error");
    private static readonly Metric s_denominator = new("shermanMorrisonDenominator", "Sherman–Morrison denominator");

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_largest, s_smallest, s_error, s_denominator];

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
                results.Add(new(s_largest, i, sigma[0]));
                results.Add(new(s_smallest, i, sigma[^1]));
            }

            if (exact is not null && i > 1)
            {
                Matrix V = exact.V(i - 1), identity = LinearAlgebra.Identity(W.Rows, W.Precision);
                results.Add(new(s_error, i, V.Dot(W).Minus(identity).Norm()));
                if (double.IsFinite(exact.Denominator(i)))
                {
                    results.Add(new(s_denominator, i, exact.Denominator(i)));
                }
            }
        }
    }
}
