using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Direct random target projection: hidden layers learn from the target alone, projected through fixed random matrices, so they need not wait
/// for the output.
/// </summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = −(B_i y*) ⊙ D_i / batch         1 ≤ i &lt; L         lechner2020, §2.2; Frenkel et al. 2021
/// </code>
/// y* are the targets (one-hot classes), so −B_i y* has the sign of an error y − y* in which the output counts for nothing. B_i is <c>[n_i, n_L]</c>,
/// drawn once. Differs from the paper: the signal is divided by the batch size, as all of ours are; the authors' released code takes +B_i y* for the
/// gradient, which is the same rule for a B_i drawn symmetrically around 0 (the default), but not for one of positive entries.
/// </remarks>
public sealed class DirectRandomTargetProjection : LearningRule, IDirectRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">How B_i is drawn; null for the defaults.</param>
    public DirectRandomTargetProjection(Network network, Rng rng, FeedbackOptions? options = null)
        : base(network)
    {
        options ??= new();
        FeedbackScale = options.Scale;
        _B = FeedbackMatrices.FromOutput(network, rng, options);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Frenkel2021;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.Direct);

    /// <inheritdoc/>
    public Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        return Sent(batch);
    }

    /// <inheritdoc/>
    public void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals) =>
        signals[i] = pass.ToA(pass.StraightToH(_B[i]!.Value.Dot(sent).Scaled(-1.0 / sent.Columns), signals, i), i);     // δ_i = −(B_i y*) ⊙ D_i / batch

    /// <inheritdoc/>
    public Matrix? SentBefore(Batch batch) => Sent(batch);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => IDirectRule.Teach(this, pass, batch, signals);

    // y*; where classes have weights, times that of the sample
    private Matrix Sent(Batch batch) => Network.Loss.Weighed(batch.T, batch.T);
}
