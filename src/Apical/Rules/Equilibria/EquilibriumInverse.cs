using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>g_i with weights Q_i that learn to invert W_{i+1} from the activities at which a network has come to rest.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = Q_i t_i(h_{i+1}),   t_i(h) = s_{i+1}⁻¹(h) − b_{i+1}                            meulemans2019, (6.23)
///   ΔQ_i = −η_Q ( ⟨(g_i(h_{i+1}) − h_i) t_i(h_{i+1})ᵀ⟩ + λ Q_i )                                 (6.26), (6.37)
/// </code>
/// Q_i is <c>[n_i, n_{i+1}]</c>. Differs from the paper: a batch mean; (6.37) prints the rate of the weights before λ, which can only be that of Q.
/// </remarks>
public sealed class EquilibriumInverse : InverseMapping
{
    private readonly Parameter?[] _Q;                   // entry i is Q_i, 1 ≤ i < L
    private readonly double _decay;

    /// <summary>Draws Q_i.</summary>
    /// <param name="network">Layers 2..L with invertible activations, no dropout.</param>
    /// <param name="rng">Q_i comes from the fork <c>Q{i}</c>.</param>
    /// <param name="initialiser">How Q_i starts; null for the pseudo-inverse of the forward weights.</param>
    /// <param name="decay">λ, at least 0.</param>
    /// <param name="margin">How far inside the domain of s⁻¹ an activity outside is moved; null for an error instead.</param>
    public EquilibriumInverse(Network network, Rng rng, Initialiser? initialiser = null, double decay = 0, double? margin = 1e-3)
        : base(network, margin)
    {
        ArgumentNullException.ThrowIfNull(rng);
        _decay = decay;
        _Q = FeedbackMatrices.Inverses(network, rng, network.L - 1, initialiser);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_Q, FeedbackKind.Inverse);

    /// <inheritdoc/>
    public override Matrix V(int i) => _Q[i]!.Value;

    /// <summary>From the activities that the pass holds: those of an equilibrium, if it was taken to one.</summary>
    public override void Learn(Pass pass, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            LearnFrom(i, pass.H[i], Target.Output(pass, i + 1), updates);
        }
    }

    /// <summary>From the activities of two layers.</summary>
    /// <param name="i">1..L−1</param>
    /// <param name="h">h_i, <c>[n_i, batch]</c></param>
    /// <param name="above">h_{i+1}, <c>[n_{i+1}, batch]</c></param>
    /// <param name="updates">Receives the gradient of Q_i.</param>
    internal void LearnFrom(int i, Matrix h, Matrix above, Updates updates)
    {
        // ⟨(Q_i t − h_i) tᵀ⟩ + λ Q_i
        Matrix t = Heard(i + 1, above);
        FeedbackMatrices.AddGradient(Network[i + 1].Connections, _Q[i]!, V(i).Dot(t).Minus(h), t, _decay, updates);
    }
}
