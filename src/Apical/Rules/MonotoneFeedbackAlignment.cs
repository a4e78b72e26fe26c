using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Monotone feedback alignment: feedback alignment, layer by layer, on a network of positive weights and with positive feedback.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (B_i δ_{i+1}) ⊙ D_i,   B_i ≥ 0      i = L−1 .. 1    meulemans2019, (3.18), under the constraints of lechner2020
///   W_i ≥ 0 for i &gt; 1, all b_i free                          lechner2020, (9)–(11)
/// </code>
/// B_i is <c>[n_i, n_{i+1}]</c>, drawn once. With one output the argument of lechner2020's theorem 2 holds here too: all δ_i of a sample have the sign of
/// its output error, as backpropagation's have. Differs from the paper: lechner2020 constrains direct feedback only; this is our extension.
/// </remarks>
public sealed class MonotoneFeedbackAlignment : LearningRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty
    private readonly double _floor;

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach; its hidden layers must be monotone increasing.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A layer that is not monotone, or feedback drawn with negative entries.</exception>
    public MonotoneFeedbackAlignment(Network network, Rng rng, MonotoneOptions? options = null)
        : base(network)
    {
        options ??= new();
        MonoNet.CheckActivations(network);
        FeedbackScale = options.Feedback.Scale;
        _B = FeedbackMatrices.NotNegative(FeedbackMatrices.LayerByLayer(network, rng, options.Feedback), options.Feedback);
        _floor = options.Floor;
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Lechner2020;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer);

    /// <inheritdoc/>
    public override void Constrain() => MonoNet.Project(Network, _floor);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        pass.CarryDown(signals, _B);                    // δ_i = (B_i δ_{i+1}) ⊙ D_i,  i = L−1 .. 1
    }
}
