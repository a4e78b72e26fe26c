using Apical.Numerics;

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
        if (at.Taught is not { } taught)
        {
            return;
        }

        foreach (Parameter feedback in taught.Rule.Feedback)
        {
            if (!feedback.Name.StartsWith('B') || !int.TryParse(feedback.Name.AsSpan(1), out int i) || i < 1 || i >= taught.Network.L || PathBack(taught, i, feedback.Value) is not { } path)
            {
                continue;
            }

            results.Add(new("angleBW", i, Angle.Degrees(feedback.Value, path)));
            if (feedback.Value.Rows == taught.Network[i].FanOut)
            {
                results.Add(new("angleBWPerNeuron", i, Angle.MeanDegreesPerSample(feedback.Value.T.ToMatrix(), path.T.ToMatrix())));
            }
        }
    }

    private static Matrix? PathBack(Teaching taught, int i, Matrix B)
    {
        // The shape alone does not tell: in a 6-6-6-6 network all feedback is [6, 6].
        Matrix path = taught.Network[i + 1].W.Value.T.ToMatrix();
        if (taught.Rule.IsFeedbackDirect || path.Columns != B.Columns)
        {
            int L = taught.Network.L;
            path = taught.Network[L].W.Value.T.ToMatrix();
            for (int above = L - 1; above > i; above--)
            {
                path = taught.Network[above].CarryBack(taught.Network[above].W.Value.T, path);
            }
        }

        return path.Rows == B.Rows && path.Columns == B.Columns ? path : null;
    }
}
