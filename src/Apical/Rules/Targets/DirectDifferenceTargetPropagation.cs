using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Direct difference target propagation with linear feedback: the output target reaches each hidden layer in one hop, through weights that learn to invert the
/// whole way up.
/// </summary>
/// <remarks>
/// <code>
///   ĥ_L = h_L − η̂ e_L
///   ĥ_i = h_i + Q_i (ĥ_L − h_L)                                     Meulemans et al. 2020, §5, DDTP-linear
///   δ_i = (h_i − ĥ_i) ⊙ D_i / batch
///   ε ~ N(0, σ²) at layer i,  y_L = f_L(… f_{i+1}(h_i + ε))
///   ΔQ_i = −η_Q ( ⟨(Q_i (y_L − h_L) − ε) (y_L − h_L)ᵀ⟩ / σ² + λ Q_i )     difference reconstruction loss
/// </code>
/// Q_i is <c>[n_i, n_L]</c>, n_i being all units that layer i hands up, of whatever maps. Differs from the paper: Q_i has no bias, which the difference cancels
/// anyway; factors of 2 are left out; the reconstruction is summed over units, where the authors' code averages.
/// </remarks>
public sealed class DirectDifferenceTargetPropagation : LearningRule, ITargetRule, IDirectRule, INoisyFeedback
{
    private readonly DirectDifferenceOptions _options;
    private readonly Parameter?[] _Q;                   // entry i is Q_i; 0 and L stay empty
    private readonly Dense?[] _path;                    // entry i joins h_i and h_L
    private readonly Rng _rng;
    private readonly Rng _noise = new(0);

    /// <summary>Draws Q_i.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">Q_i comes from the fork <c>Q{i}</c>, its noise from <c>Q{i}</c> and the step number.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public DirectDifferenceTargetPropagation(Network network, Rng rng, DirectDifferenceOptions? options = null)
        : base(TargetLayers.Ungated(network))
    {
        ArgumentNullException.ThrowIfNull(rng);
        (_options, _rng) = (options ?? new(), rng);
        int n = network[network.L].FanOut;
        (_Q, _path) = (new Parameter?[network.L + 1], new Dense?[network.L + 1]);
        for (int i = 1; i < network.L; i++)
        {
            _path[i] = new Dense(network[i].FanOut, n);
            _Q[i] = new Parameter($"Q{i}", FeedbackMatrices.Drawn(network[i].FanOut, n, network.Precision, rng.Fork($"Q{i}"), _options.Initialiser, n));
        }
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Meulemans2020;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_Q, FeedbackKind.Inverse);

    /// <inheritdoc/>
    public double OutputStep => _options.Step;

    /// <inheritdoc/>
    public BackwardMapping? Backward => null;

    /// <inheritdoc/>
    public IReadOnlyList<Matrix?> Targets(Pass pass, Batch batch, Moment moment = default)
    {
        ArgumentNullException.ThrowIfNull(pass);
        Matrix top = Target.OfOutput(pass, batch, _options.Step);
        Matrix change = top.Minus(Target.Output(pass, Network.L));
        return [null, .. Enumerable.Range(1, Network.L - 1).Select(i => Of(pass, i, change)), top];
    }

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            Matrix epsilon = Noise(pass, i, moment), y = pass.H[i].Plus(epsilon);
            for (int j = i + 1; j <= Network.L; j++)
            {
                y = Target.Forward(pass, j, y);
            }

            LearnFeedback(i, epsilon, y.Minus(Target.Output(pass, Network.L)), updates);
        }
    }

    /// <inheritdoc/>
    public Matrix Noise(Pass pass, int i, Moment moment)
    {
        Matrix epsilon = Workspace.Temporary(Network[i].FanOut, pass.Batch, pass.H[i].Backend);
        _rng.ForkInto(_noise, _Q[i]!.Name, moment.FeedbackDraw);
        epsilon.FillNormal(_noise, 0, _options.Sigma);
        return epsilon;
    }

    /// <inheritdoc/>
    public void LearnFeedback(int i, Matrix epsilon, Matrix change, Updates updates)
    {
        // error: (Q_i (y_L − h_L) − ε) / σ²
        Matrix error = _Q[i]!.Value.Dot(change).Minus(epsilon);
        error.Scale(1 / (_options.Sigma * _options.Sigma));
        FeedbackMatrices.AddGradient(_path[i]!, _Q[i]!, error, change, _options.Decay, updates);
    }

    /// <inheritdoc/>
    public Matrix TeachOutput(Pass pass, Batch batch, TeachingSignals signals)
    {
        Matrix top = Target.OfOutput(pass, batch, _options.Step);
        signals[Network.L] = Target.Signal(pass, Network.L, top);
        return top.Minus(Target.Output(pass, Network.L));
    }

    /// <inheritdoc/>
    public void TeachHidden(Pass pass, int i, Matrix sent, TeachingSignals signals) => signals[i] = Target.Signal(pass, i, Of(pass, i, sent));

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals) => IDirectRule.Teach(this, pass, batch, signals);

    // ĥ_i from ĥ_L − h_L
    private Matrix Of(Pass pass, int i, Matrix change) => pass.H[i].Plus(_Q[i]!.Value.Dot(change));
}
