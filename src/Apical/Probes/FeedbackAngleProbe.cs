using Apical.Networks;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Probes;

/// <summary>
/// The angle between feedback B_i and what it stands for: W_{i+1}ᵀ, or, for feedback straight from the output, the product W_{i+1}ᵀ ⋯ W_Lᵀ
/// (the path back in a linear network); nothing where a layer on that path pools. In degrees: <c>angleBW</c> over the whole matrix,
/// <c>angleBWPerNeuron</c> averaged over its rows, one row per unit.
/// </summary>
public sealed class FeedbackAngleProbe : IProbe
{
    private static readonly Metric s_whole = new("angleBW", "Angle between B and Wᵀ", Unit.Degrees)
    {
        Note = "Between the feedback weights and the transposed forward weights. It falls below 90° (dashed) as the forward weights align with the feedback.",
    };

    private static readonly Metric s_perNeuron = new("angleBWPerNeuron", "Angle between B and Wᵀ per neuron", Unit.Degrees);

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_whole, s_perNeuron];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        foreach (Feedback feedback in taught.Teacher.Feedback)
        {
            int i = feedback.Layer;
            if (i < 1 || feedback.Kind is not (FeedbackKind.LayerByLayer or FeedbackKind.Direct))
            {
                continue;
            }

            bool isDirect = feedback.Kind == FeedbackKind.Direct;
            if (isDirect && taught.Network.Layers.Skip(i).Any(above => above.Pooling is not null))
            {
                continue;
            }

            Matrix path = isDirect ? PathBack(taught.Network, i) : InPlace(taught.Network[i + 1].W.Value.T.ToMatrix(), feedback.Value);
            results.Add(new(s_whole, i, Angle.Degrees(feedback.Value, path)));
            if (isDirect || taught.Network[i + 1].Connections.IsFull)
            {
                results.Add(new(s_perNeuron, i, Angle.MeanDegreesPerSample(feedback.Value.T.ToMatrix(), path.T.ToMatrix())));
            }
        }
    }

    // Wᵀ, or, where feedback is not shared among the units of a map as W is, Wᵀ repeated for each of them.
    private static Matrix InPlace(Matrix path, Matrix feedback)
    {
        if (feedback.Columns == path.Columns)
        {
            return path;
        }

        Matrix each = Workspace.Temporary(1, feedback.Columns / path.Columns, path.Backend);
        each.Fill(1);
        return path.As(path.Count, 1).Dot(each).As(path.Rows, feedback.Columns);
    }

    // W_{i+1}ᵀ ⋯ W_Lᵀ
    private static Matrix PathBack(Network network, int i)
    {
        Matrix path = network[network.L].W.Value.T.ToMatrix();
        for (int above = network.L - 1; above > i; above--)
        {
            path = network[above].Connections.Back(network[above].W.Value.T, path).ToMatrix();
        }

        return path;
    }
}
