using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Sign-symmetry: the feedback knows the signs of the forward weights, but not their magnitudes.</summary>
/// <remarks>
/// <code>
///   δ_L = ∂Loss/∂a_L
///   δ_i = ((sign(W_{i+1}) ⊙ M_{i+1})ᵀ δ_{i+1}) ⊙ D_i        i = L−1 .. 1      lechner2020, §2.3; Liao et al. 2016
///   M ≥ 0: the same for all entries, random and fixed, or random and drawn anew for each batch
/// </code>
/// M is shaped as W. Differs from the papers: M is scaled so that its mean is that of fresh weights, see <see cref="SignSymmetryOptions.Scale"/>;
/// random magnitudes are uniform in [0, 2 × mean).
/// </remarks>
public sealed class SignSymmetry : LearningRule
{
    private readonly SignSymmetryOptions _options;
    private readonly Parameter?[] _M;                   // entry i is M_i for layer i ≥ 2, when magnitudes are fixed
    private readonly string[] _names;
    private readonly Rng _rng;
    private readonly Rng _draw = new(0);

    /// <summary>Draws the magnitudes, if they are fixed.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">M_i comes from the fork <c>M{i}</c>, and from the step number when it is drawn anew.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public SignSymmetry(Network network, Rng rng, SignSymmetryOptions? options = null)
        : base(network)
    {
        ArgumentNullException.ThrowIfNull(rng);
        _options = options ?? new();
        _rng = rng;
        _M = new Parameter?[network.L + 1];
        _names = [.. Enumerable.Range(0, network.L + 1).Select(i => $"M{i}")];
        if (_options.Magnitude == SignSymmetryMagnitude.Fixed)
        {
            for (int i = 2; i <= network.L; i++)
            {
                Matrix W = network[i].W.Value;
                var M = new Matrix(W.Rows, W.Columns, network.Precision);
                M.FillUniform(rng.Fork(_names[i]), 0, 2 * Mean(i));
                _M[i] = new Parameter(_names[i], M);
            }
        }
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Liao2016;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_M, FeedbackKind.Other);

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        int L = Network.L;
        signals[L] = Network.Loss.OutputError(pass, batch.T);
        for (int i = L - 1; i >= 1; i--)
        {
            // δ_i = ((sign(W_{i+1}) ⊙ M_{i+1})ᵀ δ_{i+1}) ⊙ D_i
            Matrix signs = Network[i + 1].W.Value.Sign();
            ApplyMagnitude(signs, i + 1, moment.Step);
            signals[i] = pass.ToA(pass.ToH(signs.T, signals, i), i);
        }
    }

    private void ApplyMagnitude(Matrix signs, int i, long step)
    {
        switch (_options.Magnitude)
        {
            case SignSymmetryMagnitude.Fixed:
                signs.MultiplyBy(_M[i]!.Value);
                break;
            case SignSymmetryMagnitude.Redrawn:
                Matrix M = Workspace.Temporary(signs.Rows, signs.Columns, signs.Backend);
                _rng.ForkInto(_draw, _names[i], step);
                M.FillUniform(_draw, 0, 2 * Mean(i));
                signs.MultiplyBy(M);
                break;
            default:
                signs.Scale(Mean(i));
                break;
        }
    }

    private double Mean(int i) => _options.Scale / (2 * Math.Sqrt(Network[i].Connections.Taps));
}
