using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Target propagation by multiplexing: the event rate of a unit carries the forward signal, its burst probability the target, so neither disturbs the other and
/// the learning signal does not decay.
/// </summary>
/// <remarks>
/// <code>
///   τ_b da_iᵇ/dt = −a_iᵇ + W_i h_{i−1} + b_i,   h_i = s_i(a_iᵇ)                     meulemans2019, (6.43), (6.45), (6.49)
///   ĥ_i = g_i(ĥ_{i+1})                                                              (6.44), (6.46), (6.50)
///   free phase:  ĥ_Lᶠ = h_L,   learning phase:  ĥ_Lˡ = h_L − η̂ e_L                   (6.51), (6.54)
///   δ_i = (ĥ_iᶠ − ĥ_iˡ) ⊙ D_i / batch                                               (6.58)
/// </code>
/// ĥ_i and δ_i are <c>[n_i, batch]</c>. Both paths run one way, so that the equilibrium is one pass up and one down. Differs from the paper: g_i may have
/// the form of an inverse, Q_i (s⁻¹(·) − b), rather than s_i(Q_i ·) as printed, which is no inverse; Q_i may learn, as the thesis leaves open; biases; (6.58)
/// prints ĥ_{i−1}ᶠ.
/// </remarks>
public sealed class MultiplexedTargetPropagation : LearningRule, ITargetRule, IFollowsWeights
{
    private readonly MultiplexedOptions _options;
    private readonly Matrix?[] _bursts;                 // of the last call: ĥ_iˡ, for Targets

    /// <summary>Puts the parts together.</summary>
    /// <param name="backward">g_i, which knows the network.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public MultiplexedTargetPropagation(BackwardMapping backward, MultiplexedOptions? options = null)
        : base(backward?.Network ?? throw new ArgumentNullException(nameof(backward)))
    {
        (Backward, _options) = (backward, options ?? new());
        _bursts = new Matrix?[Network.L + 1];
    }

    /// <inheritdoc/>
    public BackwardMapping Backward { get; }

    /// <inheritdoc/>
    public double OutputStep => _options.Step;

    /// <inheritdoc/>
    public override Citation Source => Sources.Meulemans2019;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => Backward.Feedback;

    /// <inheritdoc/>
    public bool NeedsPlainSteps => Backward is IFollowsWeights { NeedsPlainSteps: true };

    /// <summary>The burst probabilities of the learning phase.</summary>
    /// <inheritdoc/>
    public IReadOnlyList<Matrix?> Targets(Pass pass, Batch batch, Moment moment = default)
    {
        Teach(pass, batch, moment);
        return [.. _bursts];
    }

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates) =>
        Backward.Learn(pass, moment, updates);

    /// <inheritdoc/>
    public void Temper(Pass pass, TeachingSignals signals, double eta) => (Backward as IFollowsWeights)?.Temper(pass, signals, eta);

    /// <inheritdoc/>
    public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment) =>
        (Backward as IFollowsWeights)?.Applied(pass, signals, eta, batch, moment);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        int L = Network.L;
        Matrix free = Target.Output(pass, L), learning = Target.OfOutput(pass, batch, _options.Step);
        for (int i = L; i >= 1; i--)
        {
            if (i < L)
            {
                (free, learning) = (Backward.Of(pass, i, free), Backward.Of(pass, i, learning));
            }

            _bursts[i] = learning;
            Matrix difference = free.Minus(learning);
            difference.Scale(1.0 / batch.Size);
            signals[i] = Target.ToA(pass, difference, i);
        }
    }
}
