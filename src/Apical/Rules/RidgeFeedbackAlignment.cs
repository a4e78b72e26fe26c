using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Regularised feedback alignment: an L2 penalty on the output weights alone lets them forget where they started, and so align with the feedback in wide
/// networks.
/// </summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (B_i δ_{i+1}) ⊙ D_i                                i = L−1 .. 1       song2021, algorithm 1
///   W_L ← (1 − ηλ(t)) W_L − η δ_L h_{L−1}ᵀ                                      song2021, (4.1): the loss plus ½ λ(t) ‖W_L‖²
///   λ(t) = λ;   λ for t ≤ T, then 0;   λ/(1 + t/T)²;   λ e^{−t/T}               theorem 4.6 and the remark after it; t counts steps from 0
/// </code>
/// B_i is <c>[n_i, n_{i+1}]</c>, drawn once. Differs from the paper: its update of β writes 1 − λ(t), but (4.1) gives, and its proofs and released code
/// have, 1 − ηλ(t), which is what stands here; there the errors are summed over the samples, here averaged, so a λ there is n times ours.
/// The paper has one hidden layer and names the two decaying schedules without a formula; their forms are ours.
/// </remarks>
public sealed class RidgeFeedbackAlignment : LearningRule
{
    private readonly RidgeOptions _options;
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>, so it is that of feedback alignment.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public RidgeFeedbackAlignment(Network network, Rng rng, RidgeOptions? options = null)
        : base(network)
    {
        _options = options ?? new();
        _B = FeedbackMatrices.LayerByLayer(network, rng, _options.Feedback);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Song2021;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale => _options.Feedback.Scale;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1

        // gradient of ½ λ(t) ‖W_L‖²
        signals.SetPenalty(Network.L, _options.LambdaAt(moment.Step));
    }
}
