using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Target propagation: every layer gets a target that lowers the loss, made from the target above by an (approximate) inverse g_i of the layer above,
/// and moves its output towards it. The variants differ in g_i, in the form of the target, in the slope, and in which layers learn.
/// </summary>
/// <remarks>
/// <code>
///   ĥ_L = h_L − η̂ e_L                                                meulemans2019, (3.6), (4.4)
///   ĥ_i = g_i(ĥ_{i+1})                          plain                 (3.8)
///   ĥ_i = h_i + g_i(ĥ_{i+1}) − g_i(h_{i+1})     difference            (3.15), (4.101)
///   δ_i = (h_i − ĥ_i) ⊙ D_i / batch             or ⊙ D_i⁻¹: modified  (4.12), (5.34)
///   randomised: only layer k learns, k uniform on 1..L, new in each step    algorithm A.2
///   ĥ_{L−1} = h_{L−1} − η̂ ∂Loss/∂h_{L−1}        where asked for       section 3.1.2 (Lee et al. 2015)
/// </code>
/// Steps of adaptive length: see <see cref="AdaptiveStep"/>. Conventions are those of <see cref="Target"/>. Algorithms: A.1–A.6 and A.10–A.17.
/// </remarks>
public sealed class TargetPropagation : LearningRule, ITargetRule, IFollowsWeights
{
    private readonly TargetPropagationOptions _options;
    private readonly Matrix?[] _targets;                // of the last call, for Targets
    private readonly Rng _rng, _draw = new(0);
    private readonly AdaptiveStep _adaptive;

    /// <summary>Puts the parts together.</summary>
    /// <param name="backward">g_i, which knows the network.</param>
    /// <param name="rng">The layer that learns comes from the fork <c>layer</c> numbered by step.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">D⁻¹ of an activation whose slope is 0 somewhere; the plain form on layers that are not fully connected.</exception>
    public TargetPropagation(BackwardMapping backward, Rng rng, TargetPropagationOptions? options = null)
        : base(backward?.Network ?? throw new ArgumentNullException(nameof(backward)))
    {
        ArgumentNullException.ThrowIfNull(rng);
        (Backward, _rng, _options) = (backward, rng, options ?? new());
        _ = _options.Difference ? Network : TargetLayers.Full(Network);
        _targets = new Matrix?[Network.L + 1];
        _adaptive = new AdaptiveStep(Network, _options);
        int[] flat = [.. Enumerable.Range(1, Network.L).Where(i => !Target.ActivationOf(Network, i).IsInvertible || Network[i].Dropout > 0)];
        if (_options.InverseSlope && flat is [var i, ..])
        {
            throw new ArgumentException($"Modified target propagation divides by the slope, which is 0 somewhere in layer {i} ({Network[i].Activation}, " +
                $"dropout {Network[i].Dropout}). Use an invertible activation such as leaky-relu, and no dropout.", nameof(backward));
        }
    }

    /// <inheritdoc/>
    public BackwardMapping Backward { get; }

    /// <inheritdoc/>
    public double OutputStep => _adaptive.OutputStep;

    /// <inheritdoc/>
    public override Citation Source => _options.Source;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => [.. Backward.Feedback, .. _adaptive.Feedback];

    /// <inheritdoc/>
    public bool NeedsPlainSteps => Backward is IFollowsWeights { NeedsPlainSteps: true };

    /// <inheritdoc/>
    public IReadOnlyList<Matrix?> Targets(Pass pass, Batch batch, Moment moment = default)
    {
        Teach(pass, batch, moment);
        return [.. _targets];
    }

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates) =>
        Backward.Learn(pass, moment, updates);

    /// <inheritdoc/>
    public void Temper(Pass pass, TeachingSignals signals, double eta) => (Backward as IFollowsWeights)?.Temper(pass, signals, eta);

    /// <inheritdoc/>
    public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment)
    {
        (Backward as IFollowsWeights)?.Applied(pass, signals, eta, batch, moment);
        _adaptive.Judge(pass, signals, eta, batch);
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        int L = Network.L, k = _options.OneLayer ? RandomLayer(moment) : 0;
        Array.Clear(_targets);
        _targets[L] = Target.OfOutput(pass, batch, OutputStep);
        for (int i = L - 1; i >= Math.Max(k, 1); i--)
        {
            _targets[i] = i == L - 1 && _options.LastHiddenByGradient ? ByGradient(pass, batch)
                : _options.Difference ? pass.H[i].Plus(Backward.Change(pass, i, _targets[i + 1]!))
                : Backward.Of(pass, i, _targets[i + 1]!);
        }

        for (int i = Math.Max(k, 1); i <= (k > 0 ? k : L); i++)
        {
            signals[i] = _options.InverseSlope ? Target.InverseSlopeSignal(pass, i, _targets[i]!) : Target.Signal(pass, i, _targets[i]!);
            _adaptive.Search(pass, i, _targets[i]!, signals[i]);
        }
    }

    private int RandomLayer(Moment moment)
    {
        _rng.ForkInto(_draw, "layer", moment.Step);
        return 1 + _draw.NextInt(Network.L);
    }

    private Matrix ByGradient(Pass pass, Batch batch)
    {
        // ĥ_{L−1} = h_{L−1} − η̂ W_Lᵀ (e_L ⊙ D_L)
        Matrix error = Target.ToA(pass, Network.Loss.Residual(pass, batch.T), Network.L);
        Matrix target = pass.ToH(Network[Network.L].W.Value.T, error, Network.L - 1).ToMatrix();
        target.Blend(-OutputStep, 1, pass.H[Network.L - 1]);
        return target;
    }
}
