using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Bidirectional feedback alignment: the network is trained in both directions. Feedback carries the target back to a reconstruction of the input, and
/// learns from its error, which runs forward through the weights, as the weights learn from the output error that runs back through the feedback.
/// </summary>
/// <remarks>
/// <code>
///   δ_i  = (B_i δ_{i+1}) ⊙ D_i               i = L−1 .. 1                             meulemans2019, (3.22)–(3.24)
///   hᵇ_L = y,   hᵇ_i = s_i(B_i hᵇ_{i+1})     i = L−1 .. 0,  x̂ = hᵇ_0,  s_0 the identity    (3.25)
///   δᵇ_0 = ∂‖x − x̂‖²/∂aᵇ_0 = 2 (x̂ − x) / batch
///   δᵇ_i = (W_i δᵇ_{i−1}) ⊙ Dᵇ_i             i = 1 .. L−1                                  (3.26)
///   ΔB_i = −η δᵇ_i (hᵇ_{i+1})ᵀ               i = 0 .. L−1                                  (3.27)
/// </code>
/// B_i is <c>[n_i, n_{i+1}]</c>; B_0 serves the reconstruction alone. Differs from the thesis: (3.25) runs down to i = 0, as its text needs, where the index
/// says 1 .. L; s_0 is not named there and is the identity here; the loss is averaged over the batch. Dropout is left out of the second phase.
/// </remarks>
public sealed class BidirectionalFeedbackAlignment : LearningRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; L stays empty
    private readonly Matrix[] _hb;                      // hᵇ_i of this step

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">How B_i starts; null for the defaults.</param>
    /// <exception cref="ArgumentException">A layer that pools.</exception>
    public BidirectionalFeedbackAlignment(Network network, Rng rng, FeedbackOptions? options = null)
        : base(network)
    {
        if (network.Layers.FirstOrDefault(layer => layer.Pooling is not null) is { } pooled)
        {
            throw new ArgumentException(
                $"bdfa runs the units of each layer on the way down too, and what {pooled.Name} pools cannot be told apart again. Use it without pooling, or " +
                    "a rule such as fa.", nameof(network));
        }

        options ??= new();
        FeedbackScale = options.Scale;
        _B = FeedbackMatrices.LayerByLayer(network, rng, options, from: 0);
        _hb = new Matrix[network.L + 1];
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Luo2017;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        int L = Network.L;
        _hb[L] = batch.T;
        for (int i = L - 1; i >= 0; i--)
        {
            // hᵇ_i = s_i(B_i hᵇ_{i+1})
            Matrix ab = Network[i + 1].Connections.Back(_B[i]!.Value, _hb[i + 1]).ToMatrix();
            _hb[i] = i == 0 ? ab : Network[i].Activation.Of(ab);
        }

        // δᵇ_0 = 2 (x̂ − x) / batch
        Matrix delta = _hb[0].Minus(pass.X).Scaled(2.0 / batch.Size);
        Network[1].Connections.AddFeedbackUpdate(_B[0]!, _hb[1], delta, updates);
        for (int i = 1; i < L; i++)
        {
            // δᵇ_i = (W_i δᵇ_{i−1}) ⊙ Dᵇ_i
            delta = Network[i].Activation.TimesSlope(Network[i].Connections.Forward(Network[i].W.Value, delta), _hb[i]);
            Network[i + 1].Connections.AddFeedbackUpdate(_B[i]!, _hb[i + 1], delta, updates);
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1
    }
}
