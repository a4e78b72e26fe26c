using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>
/// Bursting cortico-cortical networks: feedback of bursts, less feedback of events, moves the burst probability of the units below, and its distance from the
/// baseline teaches; in a single phase.
/// </summary>
/// <remarks>
/// <code>
///   e_i = f(a_i)                                     event rate; h = f′/e
///   output:  (p_L − p_b) ∘ e_L = −p_b ∂Loss/∂a_L     p_L = p_b + p_b (t − e_L) h(e_L) of the squared error
///   u_i = Q_i e_{i+1} + B_i b_{i+1},   b = p e
///   p_i = σ̄(u_i h(e_i)),   σ̄(0) = p_b, slope 1 there
///   δ_i = −(p_i − p_b) ∘ e_i / p_b                   ΔW_i ∝ −δ_i e_{i−1}ᵀ
///   ΔQ_i = −η_Q u_i e_{i+1}ᵀ
/// </code>
/// Q_i, B_i are <c>[n_i, n_{i+1}]</c>. Without teaching b = p_b e, and u = 0 when Q = −p_b B (the silent state). To first order δ_i = (B_i δ_{i+1}) f′, which
/// is
/// backpropagation when B = W_{i+1}ᵀ. Differs from the paper: its Y is our −B, so that feedback stands for Wᵀ as in all rules; σ̄(x) is
/// σ(x / (p_b (1 − p_b)) + logit p_b), which is the released code's σ(4x) at p_b = 0.5; any activation and loss will do; δ is divided by p_b, which
/// the learning rate takes in; learned B is ours (Kolen–Pollack).
/// </remarks>
public sealed class BurstCcn : LearningRule
{
    private readonly Parameter?[] _B, _Q;               // entry i is that of layer i; none where it follows from others
    private readonly BurstOptions _options;

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    public BurstCcn(Network network, Rng rng, BurstOptions? options = null)
        : base(network)
    {
        _options = options ?? new();
        _options.Feedback.Scale.RequireKnown("burstccn");
        _Q = new Parameter?[network.L + 1];
        Parameter?[] drawn = FeedbackMatrices.LayerByLayer(network, rng, _options.Feedback);
        _B = _options.Bursts == BurstFeedback.Symmetric ? new Parameter?[network.L + 1] : drawn;
        for (int i = 1; i < network.L && !_options.Silent; i++)
        {
            Matrix silent = (_B[i]?.Value ?? network[i + 1].W.Value.T.ToMatrix()).Scaled(-_options.Baseline);
            _Q[i] = new Parameter($"Q{i}", silent.Clone());
        }
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Greedy2022;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback =>
        [.. FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer), .. FeedbackMatrices.List(_Q, FeedbackKind.Other)];

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        for (int i = 1; i < Network.L; i++)
        {
            Connections above = Network[i + 1].Connections;
            if (_options.Bursts == BurstFeedback.Learned && Network.Learns(signals, i + 1))
            {
                above.AddFeedbackUpdate(_B[i]!, signals[i + 1], pass.Input(i + 1), updates);    // what W_{i+1} gets, transposed
            }

            if (_Q[i] is { } Q)
            {
                // ΔQ_i ∝ −u_i e_{i+1}ᵀ, mean over the batch
                above.AddFeedbackUpdate(Q, Events(pass, i + 1), Apical(pass, signals, i, batch.Size).Scaled(-_options.Baseline), updates);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        double scale = _options.Baseline * batch.Size, steep = 1 / (_options.Baseline * (1 - _options.Baseline));
        signals[Network.L] = Network.Loss.OutputError(pass, batch.T);
        for (int i = Network.L - 1; i >= 1; i--)
        {
            // x = u h(e), with h = f′/e; where e is 0 nothing is taught, whatever stands below the line
            Matrix e = Events(pass, i), zeros = e.Abs().Map(ScalarFunction.ReluSlope).Map(ScalarFunction.TanhSlope);
            Matrix x = pass.ToA(Apical(pass, signals, i, batch.Size), i).Scaled(-scale).DividedBy(e.Plus(zeros));

            // δ_i = −(σ̄(x) − p_b) ∘ e_i / p_b, and the 1/batch of the loss
            Matrix p = x.Scaled(steep).Shifted(Math.Log(_options.Baseline / (1 - _options.Baseline))).Map(ScalarFunction.Sigmoid);
            signals[i] = p.Shifted(-_options.Baseline).Times(e).Scaled(-1 / scale);
        }
    }

    /// <summary>u_i in the units of δ: −u_i / (p_b batch) = B_i δ_{i+1} − (Q_i + p_b B_i) e_{i+1} / (p_b batch)</summary>
    private Matrix Apical(Pass pass, TeachingSignals signals, int i, int batch)
    {
        Operand B = _B[i]?.Value ?? Network[i + 1].W.Value.T;
        Matrix u = pass.ToH(B, signals, i).ToMatrix();
        if (_Q[i] is not { } Q)
        {
            return u;
        }

        Matrix e = Events(pass, i + 1), left = pass.ToH(Q.Value, e, i).ToMatrix().Scaled(-1 / (_options.Baseline * batch));
        left.AddScaled(-1.0 / batch, pass.ToH(B, e, i).ToMatrix());
        return u.Plus(left);
    }

    /// <summary>e_i, of units before their mask and pooling.</summary>
    private Matrix Events(Pass pass, int i) => i == Network.L ? pass.H[i] : Network[i].Activation.Of(pass.A[i]);
}
