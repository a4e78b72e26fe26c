using Apical.Networks;
using Apical.Parameters;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Feedback weights Q that learn to invert W: from white noise by the library's rule, from coloured noise, which that does not have, by the same step.
/// </summary>
/// <remarks>
/// <code>
///   h_1 = C ξ,  ξ ~ N(0, σ²),  r = W h_1,  Q ← Q − η (⟨(Q r − h_1) rᵀ⟩ + λQ)         meulemans2019, (5.44), (5.45), algorithm A.8
/// </code>
/// The leaky ReLU of f is undone by that of g, so both are left out.
/// </remarks>
internal sealed class InverseLearner
{
    private readonly LearnedInverse _rule;
    private readonly LearnedInverseOptions _options;
    private readonly Matrix? _colour;
    private Pass _pass;
    private readonly Rng _rng;

    /// <summary>Makes a network of two layers, and draws Q.</summary>
    /// <param name="w">W <c>[n_2, n_1]</c>, copied.</param>
    /// <param name="rng">Q comes from the fork <c>Q1</c>, the noise from that and the step's number.</param>
    /// <param name="options">How Q starts, σ and λ.</param>
    /// <param name="colour">C <c>[n_1, dimensions of ξ]</c>; null for white noise.</param>
    public InverseLearner(Matrix w, Rng rng, LearnedInverseOptions options, Matrix? colour)
    {
        (_options, _colour, _rng, W) = (options, colour, rng, w.Clone());
        var network = Network.Dense($"{w.Columns}-{w.Columns}-{w.Rows}", rng.Fork("network"), Activation.LeakyRelu(0.35), Loss.SquaredError, bias: false,
            precision: Precision.Double);
        network[2].W.Value.CopyFrom(w);
        _pass = network.Forward(new Matrix(w.Columns, 1, Precision.Double));
        _rule = new LearnedInverse(network, rng, options);
    }

    /// <summary>W, <c>[n_2, n_1]</c></summary>
    public Matrix W { get; }

    /// <summary>Q, <c>[n_1, n_2]</c></summary>
    public Matrix Q => _rule.Feedback[0].Value;

    /// <summary>h_1 of a step, that of the rule itself where it is white; <c>[n_1, samples]</c>.</summary>
    public Matrix Noise(int step, int samples)
    {
        var xi = new Matrix(_colour?.Columns ?? W.Columns, samples, Precision.Double);
        xi.FillNormal(_rng.Fork("Q1", step), 0, _options.Sigma);
        return _colour?.Dot(xi) ?? xi;
    }

    /// <summary>A step of Q with rate η.</summary>
    public void Step(int step, int samples, double eta)
    {
        if (_colour is null)
        {
            var updates = new Updates();
            if (_pass.Batch != samples)                 // the rule draws as many samples as the batch has
            {
                _pass = _pass.Network.Forward(new Matrix(W.Columns, samples, Precision.Double));
            }

            _rule.Learn(_pass, new Moment(step), updates);
            Q.AddScaled(-eta, updates.GradientOf(_rule.Feedback[0].Parameter)!);
            return;
        }

        Matrix h = Noise(step, samples), r = W.Dot(h);
        Q.AddProduct(-eta / samples, Q.Dot(r).Minus(h), r.T, 1 - (eta * _options.Decay));
    }
}
