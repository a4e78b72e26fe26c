using Apical.Rules;
using Apical.Runs;

namespace Apical.Probes;

/// <summary>
/// What an equilibrium or a simulation does (<see cref="IConverges"/>): <c>sweeps</c> until it settles, the <c>residual</c> that is left, the share that is
/// <c>unsettled</c>, and the <c>firingRate</c> of each layer.
/// </summary>
public sealed class DynamicsProbe : IProbe
{
    private static readonly Metric s_sweeps = new("sweeps", "Sweeps until it settles");
    private static readonly Metric s_residual = new("residual", "Residual of the fixed point");
    private static readonly Metric s_unsettled = new("unsettled", "Samples that did not settle", Unit.Share);
    private static readonly Metric s_rate = new("firingRate",
        "Firing rate (Hz)")
    { Note = "Spikes per second, mean over the units of a layer, samples and phases." };

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_sweeps, s_residual, s_unsettled, s_rate];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if ((at.Learner?.Capability<IConverges>() ?? at.Taught?.Teacher as IConverges) is not { } dynamics)
        {
            return;
        }

        DynamicsReading reading = dynamics.Watch(at.Batch, at.Moment);
        foreach ((Metric metric, double value) in new[] { (s_sweeps, reading.Sweeps), (s_residual, reading.Residual), (s_unsettled, reading.Unsettled) })
        {
            if (!double.IsNaN(value))
            {
                results.Add(new(metric, null, value));
            }
        }

        for (int i = 1; i <= reading.Rates.Count; i++)
        {
            results.Add(new(s_rate, i, reading.Rates[i - 1]));
        }
    }
}
