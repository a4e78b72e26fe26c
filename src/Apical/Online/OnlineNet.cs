using System.Numerics;
using Apical.Networks;
using Apical.Numerics.Online;
using Apical.Rules;

namespace Apical.Online;

/// <summary>
/// A net with one output that learns while it is used: one sample at a time, predict and then learn, in nanoseconds. The same network and the same
/// rules as elsewhere (mdfa, dfa, bp with plain gradient descent), without matrices between.
/// </summary>
/// <remarks>
/// <code>
///   a_i = W_i h_{i−1} + b_i,  h_i = tanh(a_i),  h_L = σ(a_L)                    1 ≤ i &lt; L ≤ 4
///   δ_L = h_L − t,  δ_i = (B_i δ_L) ⊙ D_i,  W_i −= η δ_i h_{i−1}ᵀ,  W_i ≥ floor for i &gt; 1     mdfa: lechner2020, (6), (9)–(11)
/// </code>
/// All memory is taken when it is made. Not for several threads at once.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class OnlineNet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly OnlineCore<T> _core;
    private readonly bool _feedback;

    /// <summary>A net with fresh weights.</summary>
    /// <param name="net">Units per layer, the last 1: <c>32-16-1</c>, <c>32-16-8-1</c>; one to three hidden layers.</param>
    /// <param name="rng">Layer i is drawn from the fork <c>layer{i}</c>, as elsewhere, and B_i from the fork <c>B{i}</c>.</param>
    /// <param name="options">Default <see cref="OnlineOptions"/>.</param>
    /// <exception cref="ArgumentException">Another number of layers or outputs.</exception>
    public OnlineNet(string net, Rng rng, OnlineOptions? options = null)
        : this(OnlineStart.Rule(net, rng, options ??= new(), OnlineStart.PrecisionOf<T>()), options)
    {
    }

    private OnlineNet(LearningRule rule, OnlineOptions options)
    {
        Options = options;
        _feedback = rule.Feedback.Count > 0;
        _core = new(OnlineStart.Shape(rule.Network, options), OnlineStart.Form(options), options.LearningRate);
        OnlineStart.Load(rule, _core.Load);
    }

    /// <summary>How it was made.</summary>
    public OnlineOptions Options { get; }

    /// <summary>Units per layer, without categories.</summary>
    public IReadOnlyList<int> Widths => _core.Widths;

    /// <summary>Inputs, n_0.</summary>
    public int Inputs => _core.Widths[0];

    /// <summary>η; positive and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public double LearningRate
    {
        get => _core.LearningRate;
        set => _core.LearningRate = value;
    }

    /// <summary>Numbers that make up its state: weights, biases and fixed feedback.</summary>
    public int Numbers => OnlineStart.Numbers(Widths, Options.Categories, _feedback);

    /// <summary>Bytes of its state.</summary>
    public int StateBytes => Numbers * (typeof(T) == typeof(float) ? sizeof(float) : sizeof(double));

    /// <summary>Bytes taken in memory: the state, the activities of a pass, and what vectors are filled up with.</summary>
    public long MemoryBytes => _core.MemoryBytes;

    /// <summary>A net of the weights, feedback and settings of an ordinary rule and its network, to go on learning from samples as they come.</summary>
    /// <param name="rule">mdfa, dfa or bp on dense layers with biases, tanh or hard-tanh, and one output. Nothing is changed or kept.</param>
    /// <param name="learningRate">η</param>
    /// <exception cref="ArgumentException">Another rule, or a network that it cannot be.</exception>
    public static OnlineNet<T> Of(LearningRule rule, double learningRate) => new(rule, OnlineStart.OptionsOf(rule, learningRate));

    /// <summary>The output for a sample: the probability of 1, or any number under squared error.</summary>
    /// <param name="x">n_0 finite numbers.</param>
    /// <param name="active">Categories that are on, as many as <see cref="OnlineOptions.Active"/>.</param>
    /// <exception cref="ArgumentException">Another number of them, a category that is not there, or a number that is not finite.</exception>
    /// <exception cref="ArithmeticException">The output is too large for a number: weights have grown without limit, or inputs are enormous.</exception>
    public T Predict(ReadOnlySpan<T> x, params ReadOnlySpan<int> active) => _core.Output(_core.Score(x, active));

    /// <summary>As <see cref="Predict"/>, before the output's σ, which it saves: above 0 where the probability is above one half.</summary>
    /// <param name="x">n_0 finite numbers.</param>
    /// <param name="active">Categories that are on.</param>
    public T Score(ReadOnlySpan<T> x, params ReadOnlySpan<int> active) => _core.Score(x, active);

    /// <summary>Learns what the output should have been for the sample that was predicted last.</summary>
    /// <param name="target">0 or 1, or a probability; any finite number under squared error.</param>
    /// <exception cref="InvalidOperationException">No sample was predicted yet, or the last one was refused.</exception>
    /// <exception cref="ArgumentException">The target is not finite, or no probability where one is expected; nothing was learned.</exception>
    public void Learn(T target) => _core.Learn(target);

    /// <summary>Predicts, then learns: one call for a sample whose outcome is known.</summary>
    /// <param name="x">n_0 finite numbers.</param>
    /// <param name="target">What the output should be.</param>
    /// <param name="active">Categories that are on.</param>
    /// <returns>The output before learning.</returns>
    public T PredictAndLearn(ReadOnlySpan<T> x, T target, params ReadOnlySpan<int> active)
    {
        T output = _core.Output(_core.Score(x, active));
        _core.Learn(output, target);
        return output;
    }

    /// <summary>Puts its weights into an ordinary network, to be saved, measured or drawn.</summary>
    /// <param name="network">Of the same widths, categories as further inputs, with biases, and of the same activation and loss.</param>
    /// <exception cref="ArgumentException">Another network.</exception>
    public void CopyTo(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        OnlineStart.RequirePlain(network, nameof(network));
        int[] wanted = [Inputs + Options.Categories, .. Widths.Skip(1)];
        if (!wanted.SequenceEqual(network.Layers.Select(layer => layer.FanOut).Prepend(network[1].FanIn))
            || network[1].Activation != Options.Activation || network.Loss != Options.Loss)
        {
            throw new ArgumentException(
                $"Expected a network {string.Join('-', wanted)} of {Options.Activation} units under {Options.Loss}, in which its weights mean the same; got "
                    + $"{network.Widths} of {network[1].Activation} units under {network.Loss}.",
                nameof(network));
        }

        for (int i = 1; i <= network.L; i++)
        {
            _core.Save(i, network[i].W.Value, network[i].Bias!.Value);
        }
    }
}
