using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Direct feedback alignment: the output error reaches every hidden layer in one hop, through that layer's own fixed random matrix.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (B_i δ_L) ⊙ D_i                 1 ≤ i &lt; L         lechner2020, (6); meulemans2019, (3.21)
/// </code>
/// B_i is <c>[n_i, n_L]</c>, drawn once. Differs from the papers: B_i is scaled by a setting; the error is ∂Loss/∂a_L as in meulemans2019, where
/// lechner2020 writes ∂Loss/∂h_L. With one hidden layer this is feedback alignment.
/// </remarks>
public sealed class DirectFeedbackAlignment : LearningRule, IDirectRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">How B_i is drawn; null for the defaults.</param>
    public DirectFeedbackAlignment(Network network, Rng rng, FeedbackOptions? options = null)
        : base(network)
    {
        options ??= new();
        FeedbackScale = options.Scale;
        _B = FeedbackMatrices.FromOutput(network, rng, options);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Nokland2016;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.Direct);

    /// <inheritdoc/>
    public Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals) => signals[Network.L] = Network.Loss.OutputError(pass, batch.T);

    /// <inheritdoc/>
    public void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals) =>
        signals[i] = pass.ToA(pass.StraightToH(new Signal(_B[i]!.Value, sent), signals, i), i);     // δ_i = (B_i δ_L) ⊙ D_i

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => IDirectRule.Teach(this, pass, batch, signals);
}
