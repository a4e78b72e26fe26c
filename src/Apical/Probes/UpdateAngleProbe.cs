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
        for (int i = 1; i <= at.Network.L; i++)
        {
            if (at.Signals.Learns(i))
            {
                results.Add(new(s_angle, i, Angle.Degrees(at.UpdateOf(at.Signals, i), at.UpdateOf(at.Backprop, i))));
            }
        }
    }
}
