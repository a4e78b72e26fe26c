using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Weight mirrors: between training steps noise runs forward, and the feedback learns Wᵀ from how the layer above answers.</summary>
/// <remarks>
/// <code>
///   δ_i  = (B_i δ_{i+1}) ⊙ D_i                              i = L−1 .. 1
///   mirror phase:  ξ ~ N(0, σ²) at layer i,  r = W_{i+1} ξ
///   ΔB_i = −η_B ( B_i − ⟨ξ rᵀ⟩ / σ² )                        Akrout et al. 2019, (7);  ⟨ξ rᵀ⟩ → σ² W_{i+1}ᵀ
/// </code>
/// Differs from the paper: the answer r is the linear part of the response, without bias and nonlinearity (the paper keeps the neurons in their
/// sensitive range); the correlation is divided by σ² and the decay is 1, so that the fixed point is Wᵀ itself and not a multiple; every layer is
/// mirrored in every step.
/// </remarks>
public sealed class WeightMirror : LearningRule
{
    private readonly WeightMirrorOptions _options;
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty
    private readonly Rng _rng;
    private readonly Rng _noise = new(0);

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>, the noise of layer i from <c>B{i}</c> and the step number.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public WeightMirror(Network network, Rng rng, WeightMirrorOptions? options = null)
        : base(network)
    {
        _options = options ?? new();
        _rng = rng;
        _B = FeedbackMatrices.LayerByLayer(network, rng, _options.Feedback);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Akrout2019;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale => _options.Feedback.Scale;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            Matrix B = _B[i]!.Value;
            Connections above = Network[i + 1].Connections;

            // ξ ~ N(0, σ²) at layer i,  r = W_{i+1} ξ
            Matrix xi = Workspace.Temporary(above.Inputs, _options.Samples, B.Backend);
            _rng.ForkInto(_noise, _B[i]!.Name, moment.FeedbackDraw);
            xi.FillNormal(_noise, 0, _options.Sigma);
            Matrix r = above.Forward(Network[i + 1].W.Value, xi);

            // gradient: B_i − ⟨ξ rᵀ⟩ / σ², over samples and over units that share a weight
            Matrix gradient = B.Scaled(_options.Rate);
            above.CorrelateMean(gradient, -_options.Rate / (_options.Samples * _options.Sigma * _options.Sigma), xi, r);
            updates.Add(_B[i]!, gradient);
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1
    }
}
