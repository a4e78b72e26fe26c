using Apical.Runs;

namespace Apical.Probes;

/// <summary>The angle between the update ΔW_i that a rule proposes and backpropagation's, over all weights of the layer, in degrees:
/// <c>angleOfUpdateToBackprop</c>.</summary>
public sealed class UpdateAngleProbe : IProbe
{
    private static readonly Metric s_angle = new("angleOfUpdateToBackprop", "Angle of update to backprop", Unit.Degrees);

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_angle];

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
                results.Add(new(s_angle, i, Angle.Degrees(taught.UpdateOf(taught.Signals, i), taught.UpdateOf(taught.Backprop, i))));
            }
        }
    }
}
