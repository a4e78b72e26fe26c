using Apical.Probes;

namespace Apical.Papers.Demirbilek2021;

/// <summary>
/// The alignments of chapter 3, as cosines: of B with W₂ᵀ, and of DFA's gradient of W₁ with backpropagation's. The latter is taken along one side of W₁ and
/// averaged along the other, and which is which makes a difference. Unit by unit, with one output, the two gradients are the same sum of inputs, times an
/// entry of B or of W₂: the cosine is the product of the two signs. Input by input it is cos(B, W₂ᵀ) with each unit weighted by its share in the gradient.
/// </summary>
internal sealed class AlignmentProbe : IProbe
{
    public static readonly Track Feedback = new("cosineOfFeedback"), ByInput = new("cosineOfGradientByInput"), ByUnit = new("cosineOfGradientByUnit");

    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new(Feedback.Name, "Cosine of feedback", Unit.Cosine),
        new(ByInput.Name, "Cosine of gradient, input by input", Unit.Cosine),
        new(ByUnit.Name, "Cosine of gradient, unit by unit", Unit.Cosine),
    ];

    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        Matrix dfa = taught.UpdateOf(taught.Signals, 1), bp = taught.UpdateOf(taught.Backprop, 1);
        results.Add(new(Feedback.Name, null, Angle.Cosine(taught.Teacher.Feedback[0].Value, taught.Network[2].W.Value.T.ToMatrix())));
        results.Add(new(ByInput.Name, null, Angle.MeanCosinePerSample(dfa, bp)));
        results.Add(new(ByUnit.Name, null, Angle.MeanCosinePerSample(dfa.T.ToMatrix(), bp.T.ToMatrix())));
    }
}
