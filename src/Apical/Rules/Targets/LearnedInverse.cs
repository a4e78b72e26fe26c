using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>g_i with weights Q_i that learn the (pseudo-)inverse of W_{i+1} from white noise.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = Q_i (s_{i+1}⁻¹(h_{i+1}) − b_{i+1})                    meulemans2019, (4.90)
///   ξ ~ N(0, σ²) at layer i,  r = W_{i+1} ξ                              algorithm A.8
///   ΔQ_i = −η_Q ( ⟨(Q_i r − ξ) rᵀ⟩ + λ Q_i )                             gradient of ½‖g(f(ξ)) − ξ‖² + ½λ‖Q‖², (4.97)
///   so  Q_i → Wᵀ (W Wᵀ + λ/σ² I)⁻¹,  W⁺ for λ → 0                        theorems 4.6, 4.7
/// </code>
/// As s⁻¹(s(a)) is a, the answer r is taken before the nonlinearity; biases cancel too. As many noise samples as the batch has. Differs from the paper: nothing
/// else.
/// </remarks>
public sealed class LearnedInverse : InverseMapping
{
    private readonly LearnedInverseOptions _options;
    private readonly Parameter?[] _Q;                   // entry i is Q_i [n_i, n_{i+1}], 1 ≤ i < L
    private readonly Rng _rng;
    private readonly Rng _noise = new(0);

    /// <summary>Draws Q_i.</summary>
    /// <param name="network">Layers 2..L with invertible activations, no dropout.</param>
    /// <param name="rng">Q_i comes from the fork <c>Q{i}</c>, its noise from <c>Q{i}</c> and the step number.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public LearnedInverse(Network network, Rng rng, LearnedInverseOptions? options = null)
        : base(network, (options ??= new()).Margin)
    {
        ArgumentNullException.ThrowIfNull(rng);
        (_options, _rng) = (options, rng);
        _Q = FeedbackMatrices.Inverses(network, rng, network.L - 1, options.Initialiser);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_Q, FeedbackKind.Inverse);

    /// <inheritdoc/>
    public override Matrix V(int i) => _Q[i]!.Value;

    /// <inheritdoc/>
    public override void Learn(Pass pass, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            Matrix Q = _Q[i]!.Value;

            // ξ ~ N(0, σ²) at layer i,  r = W_{i+1} ξ
            Matrix xi = Workspace.Temporary(Q.Rows, pass.Batch, Q.Backend);
            _rng.ForkInto(_noise, _Q[i]!.Name, moment.FeedbackDraw);
            xi.FillNormal(_noise, 0, _options.Sigma);
            Matrix r = Network[i + 1].W.Value.Dot(xi);

            // gradient: ⟨(Q_i r − ξ) rᵀ⟩ + λ Q_i
            Matrix error = Q.Dot(r).Minus(xi);
            FeedbackMatrices.AddGradient(Network[i + 1].Connections, _Q[i]!, error, r, _options.Decay, updates);
        }
    }
}
