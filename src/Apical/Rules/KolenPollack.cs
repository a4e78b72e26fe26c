using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Kolen–Pollack learning: the feedback gets the transposed update of the forward weights, so with decay on both the two become each other's transpose.
/// </summary>
/// <remarks>
/// <code>
///   δ_i  = (B_i δ_{i+1}) ⊙ D_i                              i = L−1 .. 1
///   ΔW_{i+1} = −η (δ_{i+1} h_iᵀ + λ W_{i+1})
///   ΔB_i     = −η (h_i δ_{i+1}ᵀ + λ B_i)                     Akrout et al. 2019, (16), (17)
///   so  B_i − W_{i+1}ᵀ  shrinks by 1 − ηλ in every step
/// </code>
/// λ is the weight decay of the two optimizers, which must be alike (the learner's default) and plain gradient descent: an optimizer that scales each
/// entry by its own memory breaks the last line. Differs from the paper: nothing; note that its released code runs without decay, and then
/// B_i − W_{i+1}ᵀ stays what it was.
/// </remarks>
public sealed class KolenPollack : LearningRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">How B_i starts; null for the defaults.</param>
    public KolenPollack(Network network, Rng rng, FeedbackOptions? options = null)
        : base(network)
    {
        options ??= new();
        FeedbackScale = options.Scale;
        _B = FeedbackMatrices.LayerByLayer(network, rng, options);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Akrout2019;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            if (Network.Learns(signals, i + 1))
            {
                // ΔB_i ∝ −h_i δ_{i+1}ᵀ: the transpose of what W_{i+1} gets
                Network[i + 1].Connections.AddFeedbackUpdate(_B[i]!, signals[i + 1], pass.Input(i + 1), updates);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1
    }
}
