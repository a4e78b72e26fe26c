using Apical.Numerics.Matrices;

namespace Apical.Probes;

/// <summary>The angle and cosine between a rule's δ_i and backpropagation's on the same pass, per layer that learns.</summary>
/// <remarks>
/// <c>angleToBackprop</c> is taken over all entries of the batch, <c>angleToBackpropPerSample</c> is averaged over samples, both in degrees;
/// <c>cosineToBackprop</c> is over all entries.
/// </remarks>
public sealed class SignalAngleProbe : IProbe
{
    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        for (int i = 1; i <= at.Network.L; i++)
        {
            if (at.Signals.Learns(i))
            {
                Matrix delta = at.Signals[i], reference = at.Backprop[i];
                results.Add(new("angleToBackprop", i, Angle.Degrees(delta, reference)));
                results.Add(new("angleToBackpropPerSample", i, Angle.MeanDegreesPerSample(delta, reference)));
                results.Add(new("cosineToBackprop", i, Angle.Cosine(delta, reference)));
            }
        }
    }
}
