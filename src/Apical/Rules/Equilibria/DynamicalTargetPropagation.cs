using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Dynamical target propagation with segregated dendrites: each activity is a mixture of what comes from below and what comes from above, and layers learn from
/// where the network comes to rest when its output is drawn towards a target.
/// </summary>
/// <remarks>
/// <code>
///   h_i = (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1}),  g_L = h_L − η̂ e_L(h_L)         meulemans2019, (6.5), (6.10), (6.11)
///   one phase:   δ_i = (f_i(h_{i−1}) − h_i) ⊙ D_i / batch                         (6.17)
///   two phases:  δ_i = (h_iᶠ − h_iˡ) ⊙ D_iˡ / batch,  ᶠ with g_L = h_L            (6.29), (6.35)
///   presynaptic: h_{i−1} of the (learning) phase,  D_i = s_i′(W_i h_{i−1} + b_i)
///   layer rates: δ_i / q^(L+1−i),  q = μ / (1 − μ)                                (6.19)
/// </code>
/// h_i and δ_i are <c>[n_i, batch]</c>. Differs from the paper: the equilibrium is found by sweeps, not by letting time pass; biases; misprints corrected
/// (docs/rules/dynamical-tp.md).
/// </remarks>
public sealed class DynamicalTargetPropagation : LearningRule, ISettles, IConverges, IRecords, IFollowsWeights
{
    private readonly DynamicalOptions _options;
    private readonly InverseMapping _backward;
    private readonly Phase _free, _learning;

    /// <summary>Puts the parts together.</summary>
    /// <param name="backward">g_i, which knows the network.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A g_i that is not of the form V_i (s⁻¹(·) − b), or layers that normalise.</exception>
    public DynamicalTargetPropagation(BackwardMapping backward, DynamicalOptions? options = null)
        : base(backward?.Network ?? throw new ArgumentNullException(nameof(backward)))
    {
        _options = options ?? new();
        _backward = backward as InverseMapping ?? throw new ArgumentException(
            "Mixtures of activities need g_i in the form of an inverse (6.23), inverse=learned, exact, pseudo or noise; decoders are for multiplexed-tp.");
        Equilibrium = new(_backward, _options);
        (_free, _learning) = (new(Network), new(Network));
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Meulemans2019;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => _backward.Feedback;

    /// <inheritdoc/>
    public bool NeedsPlainSteps => _backward is IFollowsWeights { NeedsPlainSteps: true };

    /// <summary>Where the network comes to rest.</summary>
    public Equilibrium Equilibrium { get; }

    /// <inheritdoc/>
    public bool AnswersAsForward => Equilibrium.IsForward;

    /// <inheritdoc/>
    public void Settle(Pass pass)
    {
        if (!AnswersAsForward)
        {
            Equilibrium.Settle(pass, null, null, _free);
            Network.Forward(pass.H[0], pass, activities: _free.H);
        }
    }

    /// <inheritdoc/>
    public DynamicsReading Watch(Batch batch, Moment moment = default) => Equilibrium.Watch(batch);

    /// <inheritdoc/>
    public Recording Record(Batch sample, Moment moment = default) => MixtureRecorder.Record(Network, Equilibrium, sample);

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        bool awake = !_options.TwoPhases && _options.Sleep == 0;
        if (_backward is not EquilibriumInverse learned)
        {
            _backward.Learn(pass, moment, updates);
        }
        else if (awake || _options.TwoPhases || moment.Step % _options.Sleep == 0)
        {
            Equilibrium.Settle(pass, awake ? batch : null, null, _free);
            for (int i = 1; i < Network.L; i++)
            {
                learned.LearnFrom(i, _free.H[i], _free.H[i + 1], updates);
            }
        }
    }

    /// <inheritdoc/>
    public void Temper(Pass pass, TeachingSignals signals, double eta) => (_backward as IFollowsWeights)?.Temper(pass, signals, eta);

    /// <inheritdoc/>
    public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment) =>
        (_backward as IFollowsWeights)?.Applied(pass, signals, eta, batch, moment);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        if (_options.TwoPhases)
        {
            Equilibrium.Settle(pass, null, null, _free);
        }

        Equilibrium.Settle(pass, batch, _options.TwoPhases ? _free : null, _learning);
        double rate = 1.0 / batch.Size;
        for (int i = Network.L; i >= 1; i--)
        {
            rate *= _options.LayerRates ? (1 - _options.Mu) / _options.Mu : 1;
            Matrix d = (_options.TwoPhases ? _free.H[i] : _learning.F(i)).Minus(_learning.H[i]);
            d.Scale(rate);
            signals[i] = Target.ToA(_learning.Pass, d, i);
            if (i > 1)
            {
                signals.SetPresynaptic(i, _learning.Pass.H[i - 1]);
            }
        }
    }
}
