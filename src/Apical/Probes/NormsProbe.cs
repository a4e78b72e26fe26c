using Apical.Runs;

namespace Apical.Probes;

/// <summary>Frobenius norms per layer: <c>weightNorm</c> ‖W_i‖, <c>updateNorm</c> ‖ΔW_i‖, <c>signalNorm</c> ‖δ_i‖,
/// <c>activationNorm</c> ‖h_i‖ / √batch.</summary>
public sealed class NormsProbe : IProbe
{
    private static readonly Metric s_weight = new("weightNorm", "Weight norm");
    private static readonly Metric s_activation = new("activationNorm", "Activation norm");
    private static readonly Metric s_update = new("updateNorm", "Update norm");
    private static readonly Metric s_signal = new("signalNorm", "Signal norm");

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } = [s_weight, s_activation, s_update, s_signal];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { } taught)
        {
            return;
        }

        for (int i = 1; i <= taught.Network.L; i++)
        {
            results.Add(new(s_weight, i, taught.Network[i].W.Value.Norm()));
            results.Add(new(s_activation, i, taught.Pass.H[i].Norm() / Math.Sqrt(taught.Pass.Batch)));
            if (taught.Signals.Learns(i))
            {
                results.Add(new(s_update, i, taught.UpdateOf(taught.Signals, i).Norm()));
                results.Add(new(s_signal, i, taught.Signals[i].Norm()));
            }
        }
    }
}
