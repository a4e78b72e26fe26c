using Apical.Networks;
using Apical.Numerics.Online;
using Apical.Rules;

namespace Apical.Online;

/// <summary>
/// As <see cref="OnlineNet{T}"/>, in whole numbers as hardware would have it: 8-bit weights, biases and feedback, 16-bit sums, and steps that are
/// rounded up or down at random, so that even the smallest counts on average. mdfa or dfa; a probability as output.
/// </summary>
/// <remarks>
/// Weights and biases are multiples of 1/32 from −4 to 3.97, feedback of 1/128, sums of 1/128 within ±256, activities of 2⁻¹⁴. tanh and σ are tables
/// of 256 numbers. The floor of mdfa is 0.
/// </remarks>
public sealed class OnlineByteNet
{
    private readonly ByteCore _core;

    /// <summary>A net with fresh weights, those of <see cref="OnlineNet{T}"/> rounded.</summary>
    /// <param name="net">Units per layer, the last 1; one to three hidden layers.</param>
    /// <param name="rng">Layer i is drawn from the fork <c>layer{i}</c>, B_i from <c>B{i}</c>, rounding from <c>rounding</c>.</param>
    /// <param name="options">Default <see cref="OnlineOptions"/>; the rule is mdfa or dfa, the loss binary cross-entropy.</param>
    /// <param name="noise">What it rounds by, where several nets share one; default its own.</param>
    /// <exception cref="ArgumentException">Another rule, loss, or number of layers or outputs, or a rate that is none of its own.</exception>
    public OnlineByteNet(string net, Rng rng, OnlineOptions? options = null, ByteNoise? noise = null)
    {
        Options = options ??= new();
        if (options.Rule == OnlineRule.Bp || options.Loss != Loss.BinaryCrossEntropy)
        {
            throw new ArgumentException($"A net of 8-bit weights learns by mdfa or dfa and binary-cross-entropy, not by {options.Rule} and {options.Loss}.",
                nameof(options));
        }

        LearningRule rule = OnlineStart.Rule(net, rng, options, Precision.Single);
        _core = new(OnlineStart.Shape(rule.Network, options), OnlineStart.Form(options), options.LearningRate, noise ?? new(rng.Fork("rounding")));
        OnlineStart.Load(rule, _core.Load);
    }

    /// <summary>How it was made.</summary>
    public OnlineOptions Options { get; }

    /// <summary>Units per layer, without categories.</summary>
    public IReadOnlyList<int> Widths => _core.Widths;

    /// <summary>Inputs, n_0.</summary>
    public int Inputs => _core.Widths[0];

    /// <summary>η, rounded to a multiple of 1/8192, from 1/8192 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not one of these.</exception>
    public double LearningRate
    {
        get => _core.LearningRate;
        set => _core.LearningRate = value;
    }

    /// <summary>
    /// Bytes of its state: a byte for each weight, bias and entry of the feedback. What it rounds by, <see cref="ByteNoise.StateBytes"/>, comes on top.
    /// </summary>
    public int StateBytes => OnlineStart.Numbers(Widths, Options.Categories, feedback: true);

    /// <summary>Bytes taken in memory: the state, the activities of a pass, and what vectors are filled up with.</summary>
    public long MemoryBytes => _core.MemoryBytes;

    /// <summary>The probability of 1 for a sample.</summary>
    /// <param name="x">n_0 numbers in units of 1/64: 64 stands for 1, −64 for −1.</param>
    /// <param name="active">Categories that are on, as many as <see cref="OnlineOptions.Active"/>.</param>
    public float Predict(ReadOnlySpan<sbyte> x, params ReadOnlySpan<int> active) => ByteCore.Probability(_core.Score(x, active)) / (float)(1 << 14);

    /// <summary>The output before σ, in units of 1/128: above 0 where the probability is above one half.</summary>
    /// <param name="x">n_0 numbers in units of 1/64.</param>
    /// <param name="active">Categories that are on.</param>
    public int Score(ReadOnlySpan<sbyte> x, params ReadOnlySpan<int> active) => _core.Score(x, active);

    /// <summary>Learns what the outcome was for the sample that was predicted last.</summary>
    /// <param name="target">Whether it was 1.</param>
    /// <exception cref="InvalidOperationException">No sample was predicted yet, or the last one was refused.</exception>
    public void Learn(bool target) => _core.Learn(target);

    /// <summary>Predicts, then learns.</summary>
    /// <param name="x">n_0 numbers in units of 1/64.</param>
    /// <param name="target">Whether the outcome is 1.</param>
    /// <param name="active">Categories that are on.</param>
    /// <returns>The probability of 1 before learning.</returns>
    public float PredictAndLearn(ReadOnlySpan<sbyte> x, bool target, params ReadOnlySpan<int> active)
    {
        float output = Predict(x, active);
        _core.Learn(target);
        return output;
    }

    /// <summary>A weight, in units of 1/32.</summary>
    /// <param name="i">Layer, 1 to L.</param>
    /// <param name="row">Unit.</param>
    /// <param name="column">Input; the bias where it is n_{i−1}, and categories after that.</param>
    public int Weight(int i, int row, int column) => _core.Weight(i, row, column);
}
