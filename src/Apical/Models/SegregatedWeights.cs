using Apical.Parameters;

namespace Apical.Models;

/// <summary>The synapses of <see cref="SegregatedDendrites"/>: up to basal dendrites, and from the output down to apical ones.</summary>
internal sealed class SegregatedWeights
{
    /// <summary>φ_max, spikes a millisecond.</summary>
    public const double MostRate = 0.2;

    private const double SparseFactor = 5, Silent = 0.8;    // (paper)
    private const double MeanVoltage = 3, Spread = 3, MeanBias = 0.8, BiasSpread = 0.001, Uniform = 3.465;     // (released code)

    private readonly SegregatedFeedback _kind;

    /// <summary>Draws them, so that dendritic voltages span about −6 to 12.</summary>
    /// <param name="n">Units of each layer, the input first.</param>
    /// <param name="kind">What Y_i is.</param>
    /// <param name="precision">Of all.</param>
    /// <param name="rng">Where they come from.</param>
    public SegregatedWeights(IReadOnlyList<int> n, SegregatedFeedback kind, Precision precision, Rng rng)
    {
        (L, _kind) = (n.Count - 1, kind);
        (W, Bias, Y) = (new Parameter[L + 1], new Parameter[L + 1], new Parameter[L]);
        (WT, BiasT, YT) = (new Matrix[L + 1], new Matrix[L + 1], new Matrix[L]);
        for (int i = 1; i <= L; i++)
        {
            (double mean, double sd) = MomentsOf(n[i - 1]);
            W[i] = new($"layer{i}/W", Draw(n[i], n[i - 1], mean, sd, $"layer{i}/W"));
            Bias[i] = new($"layer{i}/b", Draw(n[i], 1, MeanBias, BiasSpread, $"layer{i}/b"), decays: false);
        }

        for (int i = 1; i < L; i++)
        {
            // As drawn for the way up to a layer of as many inputs as the hidden layer has units.
            (double mean, double sd) = MomentsOf(n[i]);
            Y[i] = new($"Y{i}", Draw(n[i], n[L], mean, sd, $"Y{i}"));
            if (kind == SegregatedFeedback.Sparse)
            {
                var there = new Matrix(n[i], n[L], precision);
                there.FillUniform(rng.Fork($"Y{i}/there"), 0, 1);
                there.Apply(ScalarFunction.GreaterThan, Silent);
                Y[i].Value.MultiplyBy(there);
                Y[i].Value.Scale(SparseFactor);
            }
        }

        FollowSymmetric();

        Matrix Draw(int rows, int columns, double mean, double sd, string name)
        {
            var drawn = new Matrix(rows, columns, precision);
            drawn.FillUniform(rng.Fork(name), mean - Uniform * sd, mean + Uniform * sd);
            return drawn;
        }
    }

    /// <summary>Layers above the input.</summary>
    public int L { get; }

    /// <summary>W_i <c>[n_i, n_{i−1}]</c>, i from 1.</summary>
    public Parameter[] W { get; }

    /// <summary>b_i <c>[n_i, 1]</c>, i from 1.</summary>
    public Parameter[] Bias { get; }

    /// <summary>Y_i <c>[n_i, n_L]</c> of hidden layers, i from 1.</summary>
    public Parameter[] Y { get; }

    /// <summary>W_iᵀ <c>[n_{i−1}, n_i]</c>, as <see cref="Turn"/> left them.</summary>
    public Matrix[] WT { get; }

    /// <summary>b_iᵀ <c>[1, n_i]</c>, as <see cref="Turn"/> left them.</summary>
    public Matrix[] BiasT { get; }

    /// <summary>Y_iᵀ <c>[n_L, n_i]</c>, as <see cref="Turn"/> left them.</summary>
    public Matrix[] YT { get; }

    /// <summary>All, bottom up, feedback last.</summary>
    public IReadOnlyList<Parameter> All => [.. Forward, .. Y[1..]];

    /// <summary>Those of the way up.</summary>
    public IReadOnlyList<Parameter> Forward => [.. Enumerable.Range(1, L).SelectMany(i => new[] { W[i], Bias[i] })];

    /// <summary>
    /// Lays transposes out, in which the synapses of one spike lie side by side. They live as long as a result of an operation would.
    /// </summary>
    public void Turn()
    {
        for (int i = 1; i <= L; i++)
        {
            (WT[i], BiasT[i]) = (W[i].Value.T.ToMatrix(), Bias[i].Value.T.ToMatrix());
            if (i < L)
            {
                YT[i] = Y[i].Value.T.ToMatrix();
            }
        }
    }

    /// <summary>Symmetric feedback becomes what W is: Y_{L−1} = W_Lᵀ, Y_i = W_{i+1}ᵀ Y_{i+1}.</summary>
    public void FollowSymmetric()
    {
        for (int i = L - 1; i >= 1 && _kind == SegregatedFeedback.Symmetric; i--)
        {
            if (i == L - 1)
            {
                Y[i].Value.CopyFrom(W[L].Value.T.ToMatrix());
            }
            else
            {
                Y[i].Value.AddProduct(1, W[i + 1].Value.T, Y[i + 1].Value, keep: 0);
            }
        }
    }

    /// <summary>Mean and deviation of weights from so many inputs; the code draws with twice that deviation.</summary>
    /// <param name="inputs">N</param>
    internal static (double Mean, double Deviation) MomentsOf(int inputs)
    {
        const double Active = 0.25 * MostRate;
        double n = inputs, square = Spread * Spread + MeanVoltage * MeanVoltage;
        double mean = (MeanVoltage - MeanBias) / (Active * n * MeanVoltage);
        double moment = (square + Active * Active * (n - n * n) * mean * mean * MeanVoltage * MeanVoltage
            - 2 * n * Active * MeanBias * MeanVoltage * mean - MeanBias * MeanBias) / (n * Active * Active * square);
        return (mean, Math.Sqrt(Math.Max(0, moment - mean * mean)));
    }
}
