using Apical.Numerics.Matrices;
using Apical.Parameters;

namespace Apical.Probes;

/// <summary>
/// The angle between feedback B_i and what it stands for: W_{i+1}ᵀ, or, for feedback straight from the output, the product W_{i+1}ᵀ ⋯ W_Lᵀ
/// (the path back in a linear network). In degrees: <c>angleBW</c> over the whole matrix, <c>angleBWPerNeuron</c> averaged over its rows, one row per unit.
/// </summary>
public sealed class FeedbackAngleProbe : IProbe
{
    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        foreach (Parameter feedback in at.Rule.Feedback)
        {
            if (!feedback.Name.StartsWith('B') || !int.TryParse(feedback.Name.AsSpan(1), out int i) || i < 1 || i >= at.Network.L || PathBack(at, i, feedback.Value) is not { } path)
            {
                continue;
            }

            results.Add(new("angleBW", i, Angle.Degrees(feedback.Value, path)));
            if (feedback.Value.Rows == at.Network[i].FanOut)
            {
                results.Add(new("angleBWPerNeuron", i, Angle.MeanDegreesPerSample(feedback.Value.T.ToMatrix(), path.T.ToMatrix())));
            }
        }
    }

    private static Matrix? PathBack(Probing at, int i, Matrix B)
    {
        // The shape alone does not tell: in a 6-6-6-6 network all feedback is [6, 6].
        Matrix path = at.Network[i + 1].W.Value.T.ToMatrix();
        if (at.Rule.IsFeedbackDirect || path.Columns != B.Columns)
        {
            int L = at.Network.L;
            path = at.Network[L].W.Value.T.ToMatrix();
            for (int above = L - 1; above > i; above--)
            {
                path = at.Network[above].CarryBack(at.Network[above].W.Value.T, path);
            }
        }

        return path.Rows == B.Rows && path.Columns == B.Columns ? path : null;
    }
}
