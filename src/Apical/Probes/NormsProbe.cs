using Apical.Numerics.Matrices;

namespace Apical.Probes;

/// <summary>Frobenius norms per layer: <c>weightNorm</c> ‖W_i‖, <c>updateNorm</c> ‖ΔW_i‖, <c>signalNorm</c> ‖δ_i‖, <c>activationNorm</c> ‖h_i‖ / √batch.</summary>
public sealed class NormsProbe : IProbe
{
    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        for (int i = 1; i <= at.Network.L; i++)
        {
            results.Add(new("weightNorm", i, at.Network[i].W.Value.Norm()));
            results.Add(new("activationNorm", i, at.Pass.H[i].Norm() / Math.Sqrt(at.Pass.Batch)));
            if (at.Signals.Learns(i))
            {
                results.Add(new("updateNorm", i, at.UpdateOf(at.Signals, i).Norm()));
                results.Add(new("signalNorm", i, at.Signals[i].Norm()));
            }
        }
    }
}
