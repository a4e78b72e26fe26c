using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>g_i in the form of a decoder, s_i(Q_i ·), as in the first papers on target propagation; Q_i learns to reconstruct activations.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = s_i(Q_i h_{i+1})                                        meulemans2019, (3.9), (5.54)
///   x = h_i + ε,  ε ~ N(0, σ²),  y = f_{i+1}(x)                            (3.13); σ = 0: algorithm A.9
///   ΔQ_i = −η_Q ( ⟨((g_i(y) − x) ⊙ s_i′) yᵀ⟩ + λ Q_i )                     gradient of ½‖g(f(x)) − x‖² + ½λ‖Q‖²
///   auxiliary output z = s_L(W̃ h_{L−1}):  g_{L−1}(o, z) = s_{L−1}(Q o + Qz z)     (3.16)
///   difference reconstruction: see <see cref="DifferenceReconstruction"/>
/// </code>
/// Q_i has the shape of W_{i+1}ᵀ and goes down through the connections of layer i + 1: below a convolution Q_i h is a transposed convolution with a kernel of
/// its own, and ΔQ_i is summed over positions; below local connections each unit has weights of its own, as in Bartunov et al. 2018.
/// Differs from the paper: the reconstruction has no bias; W̃ is random, scaled as fresh weights, and fixed. Bartunov et al. 2018 give back h_i from f(h_i + ε)
/// in SDTP and
/// AO-SDTP, without the noise; here it is given back with the noise, as in (3.13) and Lee et al. 2015. Both they and Lee let decoders and weights learn in
/// turn, a pass over the data each, which the learner can do here (<c>--feedback-alternates</c>).
/// </remarks>
public sealed class LearnedDecoder : BackwardMapping
{
    private readonly LearnedDecoderOptions _options;
    private readonly Parameter?[] _Q;                   // entry i is Q_i, as W_{i+1}ᵀ
    private readonly Dense? _z;                         // what joins z to h_{L−1}
    private readonly Parameter? _Qz;                    // [n_{L−1}, units of z]
    private readonly Matrix? _Wz;                       // W̃ [units of z, n_{L−1}]
    private readonly Rng _rng;
    private readonly Rng _noise = new(0);

    /// <summary>Draws Q_i.</summary>
    /// <param name="network">Any without gates and pooling.</param>
    /// <param name="rng">Q_i comes from the fork <c>Q{i}</c>, its noise from <c>Q{i}</c> and the step number, W̃ and Q_z from <c>Wz</c> and <c>Qz</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public LearnedDecoder(Network network, Rng rng, LearnedDecoderOptions? options = null)
        : base(TargetLayers.Plain(network))
    {
        ArgumentNullException.ThrowIfNull(rng);
        (_options, _rng) = (options ?? new(), rng);
        _Q = FeedbackMatrices.Inverses(network, rng, network.L - (_options.SkipsLastHidden ? 2 : 1), _options.Initialiser);
        if (_options.Auxiliary > 0 && network.L > 1)
        {
            int n = network[network.L].FanIn;
            _z = new Dense(n, _options.Auxiliary);
            _Wz = FeedbackMatrices.Drawn(_options.Auxiliary, n, network.Precision, rng.Fork("Wz"), Initialiser.UniformFanIn, n);
            Matrix Qz = FeedbackMatrices.Drawn(n, _options.Auxiliary, network.Precision, rng.Fork("Qz"), Initialiser.UniformFanIn, _options.Auxiliary);
            _Qz = new Parameter("Qz", Qz);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => _Qz is null ? Inverses : [.. Inverses, new Feedback(_Qz, Network.L - 1, FeedbackKind.Inverse)];

    /// <inheritdoc/>
    public override bool Has(int i) => i >= 1 && i < Network.L && _Q[i] is not null;

    /// <inheritdoc/>
    public override Matrix Of(Pass pass, int i, Matrix h) => Decode(i, h, Auxiliary(i, pass.H[i]));

    /// <inheritdoc/>
    public override Matrix Change(Pass pass, int i, Matrix target) => Of(pass, i, target).Minus(Of(pass, i, Target.Output(pass, i + 1)));

    /// <inheritdoc/>
    public override Matrix Jacobian(Pass pass, int i, Matrix v) => SlopeTimes(i, Of(pass, i, Target.Output(pass, i + 1)), Down(i, v));

    /// <inheritdoc/>
    public override void Learn(Pass pass, Moment moment, Updates updates)
    {
        for (int i = 1; Has(i); i++)
        {
            Matrix x = _options.Sigma > 0 ? Disturbed(pass.H[i], i, moment) : pass.H[i];
            if (_options.ReconstructsDifference)
            {
                DifferenceReconstruction.Learn(this, _Q[i]!, pass, i, x, _options.Sigma, _options.Decay, updates);
                continue;
            }

            // y = f_{i+1}(x),  error: (g_i(y) − x) ⊙ s_i′
            Matrix y = _options.Sigma > 0 ? Target.Forward(pass, i + 1, x) : Target.Output(pass, i + 1);
            Matrix? z = Auxiliary(i, x);
            Matrix g = Decode(i, y, z), error = SlopeTimes(i, g, g.Minus(x));
            FeedbackMatrices.AddGradient(Network[i + 1].Connections, _Q[i]!, error, y, _options.Decay, updates);
            if (z is not null)
            {
                FeedbackMatrices.AddGradient(_z!, _Qz!, error, z, _options.Decay, updates);
            }
        }
    }

    private IReadOnlyList<Feedback> Inverses => FeedbackMatrices.List(_Q, FeedbackKind.Inverse);

    /// <summary>x ⊙ s_i′, computed from g = s_i(·).</summary>
    internal Matrix SlopeTimes(int i, Matrix g, Matrix x) => Network[i].Activation.TimesSlope(x, g);

    private Matrix Decode(int i, Matrix h, Matrix? z)
    {
        Matrix a = Down(i, h);
        return Network[i].Activation.Of(z is null ? a : a.Plus(_Qz!.Value.Dot(z)));
    }

    // Q_i h, [n_i, batch]
    private Matrix Down(int i, Matrix h) => Network[i + 1].Connections.Back(_Q[i]!.Value, h).ToMatrix();

    private Matrix? Auxiliary(int i, Matrix h) => _Wz is null || i < Network.L - 1 ? null : Target.ActivationOf(Network, Network.L).Of(_Wz.Dot(h));

    private Matrix Disturbed(Matrix h, int i, Moment moment)
    {
        Matrix x = Workspace.Temporary(h.Rows, h.Columns, h.Backend);
        _rng.ForkInto(_noise, _Q[i]!.Name, moment.FeedbackDraw);
        x.FillNormal(_noise, 0, _options.Sigma);
        x.Add(h);
        return x;
    }
}
