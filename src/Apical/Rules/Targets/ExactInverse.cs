using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Parameters;

namespace Apical.Rules;

/// <summary>g_i with the exact inverse of square weights, kept in step with them by the robust Sherman–Morrison update.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = W_{i+1}⁻¹ (s_{i+1}⁻¹(h_{i+1}) − b_{i+1})                              meulemans2019, (4.16)
///   u = −η δ_i,  v = h_{i−1},  d = vᵀ W_i⁻¹ u                                           algorithm 4.1
///   |1 + d| ≥ ε:  W_i += u vᵀ,                      W_i⁻¹ −= W_i⁻¹ u vᵀ W_i⁻¹ / (1 + d)
///   else:         W_i += β u vᵀ,  β = 1 / (ε − d),  W_i⁻¹ −= W_i⁻¹ u vᵀ W_i⁻¹ / ε
/// </code>
/// Of rank 1, so batches of one sample. Differs from the paper: β multiplies δ_i, and so shortens the step of the bias too.
/// </remarks>
public sealed class ExactInverse : InverseMapping, IFollowsWeights, IKeepsInverses
{
    private readonly Parameter?[] _V;                   // entry i is V_i = W_{i+1}⁻¹, 1 ≤ i < L
    private readonly double[] _denominator;
    private readonly double _epsilon;

    /// <summary>Inverts the weights.</summary>
    /// <param name="network">W_2 .. W_L square and regular, with invertible activations, no dropout.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <exception cref="ArgumentException">Weights that have no inverse, or layers that cannot be inverted.</exception>
    public ExactInverse(Network network, ExactInverseOptions? options = null)
        : base(network, (options ??= new()).Margin)
    {
        _epsilon = options.Epsilon;
        _V = new Parameter?[network.L + 1];
        _denominator = new double[network.L + 1];
        Array.Fill(_denominator, double.NaN);
        for (int i = 2; i <= network.L; i++)
        {
            Layer layer = network[i];
            if (layer.FanIn != layer.FanOut)
            {
                throw new ArgumentException(
                    $"Exact inverses need as many units in layer {i} as in the one below, this is a {network.Widths} network. Give layers 1 to L the same " +
                        "width, or use a rule such as dtp-ai that learns pseudo-inverses.", nameof(network));
            }

            _V[i - 1] = new Parameter($"Winverse{i}", LinearAlgebra.Inverse(layer.W.Value));
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Feedback> Feedback => FeedbackMatrices.List(_V, FeedbackKind.Inverse);

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public bool NeedsPlainSteps => true;

    /// <inheritdoc/>
    public override Matrix V(int i) => _V[i]!.Value;

    /// <inheritdoc/>
    public double Denominator(int i) => _denominator[i];

    /// <inheritdoc/>
    public void Temper(Pass pass, TeachingSignals signals, double eta)
    {
        if (pass.Batch != 1)
        {
            throw new ArgumentException(
                $"The Sherman–Morrison update follows steps of rank 1: train exact inverses with batches of 1, not {pass.Batch} (--batch 1), or use a rule " +
                    "such as tp-ai.", nameof(pass));
        }

        for (int i = 2; i <= Network.L; i++)
        {
            if (Network.Learns(signals, i))
            {
                double d = -eta * Presynaptic(pass, signals, i).InnerProduct(V(i - 1).Dot(signals[i]));
                _denominator[i] = Math.Abs(1 + d);
                if (_denominator[i] < _epsilon)
                {
                    signals[i].Scale(1 / (_epsilon - d));
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Applied(Pass pass, TeachingSignals signals, double eta, Batch batch, Moment moment)
    {
        for (int i = 2; i <= Network.L; i++)
        {
            if (Network.Learns(signals, i))
            {
                // With β u in place of u, 1 + d is ε β, and both cases of the algorithm are the same formula.
                Matrix inverse = V(i - 1), v = Presynaptic(pass, signals, i), wu = inverse.Dot(signals[i]), vw = inverse.T.Dot(v);
                inverse.AddProduct(eta / (1 - (eta * v.InnerProduct(wu))), wu, vw.T);
            }
        }
    }

    // what W_i moves along: h_{i−1}, or what the rule puts in its place
    private static Matrix Presynaptic(Pass pass, TeachingSignals signals, int i) => signals.Presynaptic(i) ?? pass.Input(i);
}
