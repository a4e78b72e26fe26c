using Apical.Runs;

namespace Apical.Probes;

/// <summary>The angle and cosine between a rule's δ_i and backpropagation's on the same pass, per layer that learns.</summary>
/// <remarks>
/// <c>angleToBackprop</c> is taken over all entries of the batch, <c>angleToBackpropPerSample</c> is averaged over samples, both in degrees;
/// <c>cosineToBackprop</c> is over all entries.
/// </remarks>
public sealed class SignalAngleProbe : IProbe
{
    private static readonly Metric s_perSample = new("angleToBackpropPerSample", "Angle to backprop per sample", Unit.Degrees)
    {
        Note = "The same angle for each sample, then the mean over samples.",
    };

    private static readonly Metric s_cosine = new("cosineToBackprop", "Cosine to backprop", Unit.Cosine)
    {
        Note = "Cosine of the angle between the teaching signals δ of the rule and of backpropagation. 1 is backpropagation itself; 0 (dashed) is chance.",
    };

    /// <summary>Angle between the rule's δ of a layer and that of backpropagation, over all entries, in degrees.</summary>
    public static Metric AngleToBackprop { get; } = new("angleToBackprop", "Angle to backprop", Unit.Degrees)
    {
        Note = "Between the teaching signals δ of the rule and of backpropagation on the same samples. "
            + "0° is backpropagation itself; below 90° (dashed) the layer still descends the loss; 90° is chance.",
    };

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [AngleToBackprop, s_perSample, s_cosine];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        for (int i = 1; i <= taught.Network.L; i++)
        {
            if (taught.Signals.Learns(i))
            {
                Matrix delta = taught.Signals[i], reference = taught.Backprop[i];
                results.Add(new(AngleToBackprop, i, Angle.Degrees(delta, reference)));
                results.Add(new(s_perSample, i, Angle.MeanDegreesPerSample(delta, reference)));
                results.Add(new(s_cosine, i, Angle.Cosine(delta, reference)));
            }
        }
    }
}
