using Apical.Data;
using Apical.Networks;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>Errors live in apical dendrites: what comes from above less what interneurons predict of it. The two-step steady state of the circuit.</summary>
/// <remarks>
/// <code>
///   up:    v_B,i = W_i r_{i−1} + b_i,  v_i^I = W^IP_i r_i + b^IP_i            sacramento2018, MNIST task; L is its N
///   down:  u_L = (1 − λ_L) v_B,L + λ_L u^trgt,  then for i = L−1 .. 1
///          u_i^I = (1 − λ_I) v_i^I + λ_I u_{i+1},   v_A,i = B_i φ(u_{i+1}) + W^PI_i φ(u_i^I),   u_i = (1 − λ) v_B,i + λ v_A,i
///   δ_i = φ(v̂_i) − φ(u_i),  v̂_i = (1 − λ) v_B,i, v̂_L = v_B,L,  against r_{i−1} = φ(u_{i−1});  rescaled: divided by λ_L λ^{L−i}
///   ΔW^IP_i = η (φ(u_i^I) − φ(v_i^I)) r_iᵀ,  ΔW^PI_i = −η v_A,i φ(u_i^I)ᵀ,  ΔB_i = η (φ(u_i) − φ(B_i r_{i+1})) r_{i+1}ᵀ
///   self-predicting:  W^PI_i = −B_i,  W^IP_i = (1 − λ) W_{i+1}, at the top W_L      so v_A = 0 where nothing is taught
/// </code>
/// B_i and W^PI_i are <c>[n_i, n_{i+1}]</c>, W^IP_i has the shape of W_{i+1}. Differs from the paper: its mixing factors, rates and initial weights could not
/// be found, and are ours; a loss that brings its own output is nudged by its error at a_L, and the layer below hears its potential, so that signals
/// stay along a gradient; the leak is left out, as a factor on all weights.
/// </remarks>
public sealed class DendriticError : LearningRule
{
    private readonly DendriticErrorOptions _options;
    private readonly Interneurons _lateral;
    private readonly Parameter?[] _B;                   // entry i is B_i; 0 and L stay empty
    private readonly DendriticState _state;
    private readonly double _keep;                      // of the basal potential in a hidden soma

    /// <summary>Draws the feedback.</summary>
    /// <param name="network">The network to teach; without pooling.</param>
    /// <param name="rng">B_i comes from the fork <c>B{i}</c>, a random start of interneurons from <c>IP{i}</c> and <c>PI{i}</c>.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <exception cref="ArgumentException">A layer pools its units.</exception>
    public DendriticError(Network network, Rng rng, DendriticErrorOptions? options = null)
        : base(network)
    {
        _options = options ?? new();
        _options.Feedback.Scale.RequireKnown("dendritic-error");
        network[network.L].Activation.RequireMargin(_options.Margin);
        _keep = _options.Mix == ApicalMix.Convex ? 1 - _options.Lambda : 1;
        _B = FeedbackMatrices.LayerByLayer(network, rng, _options.Feedback);
        _lateral = new Interneurons(network, rng, _options, _keep, _B);
        _state = new DendriticState(network.L);
    }

    /// <inheritdoc/>
    public override Citation Source => Sources.Sacramento2018;

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => [.. FeedbackMatrices.List(_B, FeedbackKind.LayerByLayer), .. _lateral.Feedback];

    /// <inheritdoc/>
    public override void LearnFeedback(Pass pass, TeachingSignals signals, Batch batch, Moment moment, Updates updates)
    {
        if (_lateral.Learns || _options.TopDownRate > 0)
        {
            Settle(pass, batch);
            for (int i = 1; i < Network.L; i++)
            {
                _lateral.AddUpdates(i, pass, _state, updates);
                if (_options.TopDownRate > 0)
                {
                    // ΔB_i = η (φ(u_i) − φ(B_i r_{i+1})) r_{i+1}ᵀ
                    Matrix predicted = pass.Masked(i, Network[i].Activation.Of(pass.ToH(_B[i]!.Value, _state.R[i + 1], i).ToMatrix()));
                    Network[i + 1].Connections.AddFeedbackUpdate(
                        _B[i]!, _state.R[i + 1], predicted.Minus(_state.R[i]).Scaled(_options.TopDownRate / pass.Batch), updates);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void Fill(Pass pass, Batch batch, Moment moment, TeachingSignals signals)
    {
        Settle(pass, batch);
        double passed = _options.Rescale ? _options.LambdaOut : 1;
        for (int i = Network.L; i >= 1; i--)
        {
            // δ_i = φ(v̂_i) − φ(u_i)
            signals[i] = _state.Predicted[i].Minus(_state.R[i]).Scaled(1 / (passed * pass.Batch));
            if (i > 1)
            {
                signals.SetPresynaptic(i, pass.Normalise(i, _state.R[i - 1]));
            }

            passed *= _options.Rescale ? _options.Lambda : 1;
        }
    }

    private void Settle(Pass pass, Batch batch)
    {
        // u_L = (1 − λ_L) v_B,L + λ_L u^trgt
        int L = Network.L;
        Activation phi = OutputRate.Of(Network);
        Matrix u = OutputRate.Pull(pass, batch.T, _options.Margin).Scaled(_options.LambdaOut).Plus(pass.A[L]);
        (_state.R[L], _state.Predicted[L]) = (phi.Of(u), phi.Of(pass.A[L]));
        for (int i = L - 1; i >= 1; i--)
        {
            // u_i = (1 − λ) v_B,i + λ v_A,i
            _state.Apical[i] = _lateral.Apical(i, pass, u, phi, _state);
            Matrix predicted = pass.A[i].Scaled(_keep);
            u = _state.Apical[i].Scaled(_options.Lambda).Plus(predicted);
            phi = Network[i].Activation;
            (_state.R[i], _state.Predicted[i]) = (pass.Masked(i, phi.Of(u)), pass.Masked(i, phi.Of(predicted)));
        }
    }
}
