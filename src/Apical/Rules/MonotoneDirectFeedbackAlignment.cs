using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Monotone direct feedback alignment: on a network of positive weights, positive feedback straight from the output tells the sign of the gradient.
/// </summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = (B_i δ_L) ⊙ D_i,   B_i ≥ 0      1 ≤ i &lt; L         lechner2020, (6), section 3
///   W_i ≥ 0 for i &gt; 1, all b_i free                         lechner2020, (9)–(11)
///   one output: (δ_i h_{i−1}ᵀ)_{kj} (∂Loss/∂W_i)_{kj} ≥ 0 for each sample               lechner2020, theorem 2
/// </code>
/// B_i is <c>[n_i, n_L]</c>, drawn once. W_i is raised to the floor after every update and at the start. Differs from the paper: the floor is the 1e-6 of
/// its released code, where the text has 0; the error is ∂Loss/∂a_L, where lechner2020 writes ∂Loss/∂h_L of a linear output.
/// </remarks>
public sealed class MonotoneDirectFeedbackAlignment : LearningRule, IDirectRule
{
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach; its hidden layers must be monotone increasing.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A layer that is not monotone, or feedback drawn with negative entries.</exception>
    public MonotoneDirectFeedbackAlignment(Network network, Rng rng, MonotoneOptions? options = null)
        : base(network)
    {
        options ??= new();
        MonoNet.CheckActivations(network);
        FeedbackScale = options.Feedback.Scale;
        _B = FeedbackMatrices.NotNegative(FeedbackMatrices.FromOutput(network, rng, options.Feedback), options.Feedback);
        Floor = options.Floor;
    }

    /// <summary>Least weight above the first layer.</summary>
    public double Floor { get; }

    /// <inheritdoc/>
    public override Citation Source => Sources.Lechner2020;

    /// <inheritdoc/>
    public override FeedbackScale FeedbackScale { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_B, FeedbackKind.Direct);

    /// <inheritdoc/>
    public override void Constrain() => MonoNet.Project(Network, Floor);

    /// <inheritdoc/>
    public void Constrain(int i) => MonoNet.Project(Network, i, Floor);

    /// <inheritdoc/>
    public Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals) => signals[Network.L] = Network.Loss.OutputError(pass, batch.T);

    /// <inheritdoc/>
    public void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals) =>
        signals[i] = pass.ToA(pass.StraightToH(new Signal(_B[i]!.Value, sent), signals, i), i);     // δ_i = (B_i δ_L) ⊙ D_i

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => IDirectRule.Teach(this, pass, batch, signals);
}
