using Apical.Numerics;

namespace Apical.Probes;

/// <summary>Frobenius norms per layer: <c>weightNorm</c> ‖W_i‖, <c>updateNorm</c> ‖ΔW_i‖, <c>signalNorm</c> ‖δ_i‖, <c>activationNorm</c> ‖h_i‖ / √batch.</summary>
public sealed class NormsProbe : IProbe
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
            results.Add(new("weightNorm", i, taught.Network[i].W.Value.Norm()));
            results.Add(new("activationNorm", i, taught.Pass.H[i].Norm() / Math.Sqrt(taught.Pass.Batch)));
            if (taught.Signals.Learns(i))
            {
                results.Add(new("updateNorm", i, taught.UpdateOf(taught.Signals, i).Norm()));
                results.Add(new("signalNorm", i, taught.Signals[i].Norm()));
            }
        }
    }
}
