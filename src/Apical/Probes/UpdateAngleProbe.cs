namespace Apical.Probes;

/// <summary>The angle between the update ΔW_i that a rule proposes and backpropagation's, over all weights of the layer, in degrees: <c>angleOfUpdateToBackprop</c>.</summary>
public sealed class UpdateAngleProbe : IProbe
{
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
                results.Add(new("angleOfUpdateToBackprop", i, Angle.Degrees(taught.UpdateOf(taught.Signals, i), taught.UpdateOf(taught.Backprop, i))));
            }
        }
    }
}
