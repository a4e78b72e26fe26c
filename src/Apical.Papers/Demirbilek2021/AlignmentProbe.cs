using Apical.Numerics.Matrices;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Papers.Demirbilek2021;

/// <summary>
/// The two alignments of chapter 3, as cosines: of B with W₂ᵀ, and of DFA's gradient of W₁ with backpropagation's, unit by unit and averaged. With one output a
/// unit's two gradients are the same sum of inputs, times its entry of B or of W₂: their cosine is the product of the two signs, and the mean is the share of
/// units whose feedback has the sign of their weight, less that of the others.
/// </summary>
internal sealed class AlignmentProbe : IProbe
{
    public static readonly Track Feedback = new("cosineOfFeedback"), Gradient = new("cosineOfGradient");

    public IReadOnlyList<Metric> Metrics { get; } =
        [new(Feedback.Name, "Cosine of feedback", Unit.Cosine), new(Gradient.Name, "Cosine of gradient", Unit.Cosine)];

    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        Matrix dfa = taught.UpdateOf(taught.Signals, 1), bp = taught.UpdateOf(taught.Backprop, 1);
        results.Add(new(Feedback.Name, null, Angle.Cosine(taught.Rule.Feedback[0].Value, taught.Network[2].W.Value.T.ToMatrix())));
        results.Add(new(Gradient.Name, null, Angle.MeanCosinePerSample(dfa.T.ToMatrix(), bp.T.ToMatrix())));
    }
}
