using Apical.Networks;
using Apical.Numerics.Online;
using Apical.Rules;

namespace Apical.Online;

/// <summary>Where online nets come from: ordinary networks and rules.</summary>
internal static class OnlineStart
{
    /// <summary>A fresh network with its rule.</summary>
    public static LearningRule Rule(string net, Rng rng, OnlineOptions options, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(rng);
        int[] widths = Network.ParseWidths(net);
        if (widths.Length is < 3 or > 5 || widths[^1] != 1)
        {
            throw new ArgumentException($"Expected one to three hidden layers and one output, such as 32-16-1; got '{net}'.", nameof(net));
        }

        if (options.Active > options.Categories)
        {
            throw new ArgumentException($"A sample cannot name {options.Active} of {options.Categories} categories.", nameof(options));
        }

        widths[0] += options.Categories;
        Network network = Network.Dense(string.Join('-', widths), rng, options.Activation, options.Loss, precision: precision);
        if (options.Categories > 0)
        {
            // Only so many inputs are heard at once, and the scale of the weights goes by these.
            double limit = 1 / Math.Sqrt(widths[0] - options.Categories + options.Active);
            network[1].W.Value.FillUniform(rng.Fork("categories"), -limit, limit);
        }

        network[1].W.Value.Scale(options.FirstScale);
        if (options.Rule != OnlineRule.Mdfa)
        {
            return options.Rule == OnlineRule.Bp ? new Backpropagation(network) : new DirectFeedbackAlignment(network, rng);
        }

        for (int i = 2; i <= network.L; i++)
        {
            Initialiser.PositiveFanIn.Fill(network[i].W.Value, rng.Fork("positive", i), network[i].FanIn, network[i].FanOut);
        }

        return new MonotoneDirectFeedbackAlignment(network, rng, new() { Floor = options.Floor });
    }

    /// <summary>The size of a network, whose last inputs are categories.</summary>
    public static OnlineShape Shape(Network network, OnlineOptions options) => new(
        network[1].FanIn - options.Categories, options.Categories, options.Active, [.. network.Layers.SkipLast(1).Select(layer => layer.FanOut)]);

    /// <summary>Hands over the weights, biases and feedback of each layer.</summary>
    public static void Load(LearningRule rule, Action<int, Matrix, Matrix, Matrix?> load)
    {
        for (int i = 1; i <= rule.Network.L; i++)
        {
            load(i, rule.Network[i].W.Value, rule.Network[i].Bias!.Value, rule.Feedback.FirstOrDefault(one => one.Layer == i)?.Value);
        }
    }

    /// <summary>Sees to it that a network computes as online nets do.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void RequirePlain(Network network, string name)
    {
        if (network.L is < 2 or > 4 || network[network.L].FanOut != 1 || network.InputDropout > 0
            || network.Layers.Any(layer => layer.Connections is not Networks.Dense || layer.Bias is null || !layer.HasPlainUnits || layer.NormalisesInput
                || layer.Dropout > 0 || layer.Frozen)
            || network.Layers.SkipLast(1).Any(layer => layer.Activation != network[1].Activation)
            || network[network.L].Activation != (network.Loss.Output ?? Activation.Identity))
        {
            throw new ArgumentException(
                "An online net has one to three dense hidden layers of one activation, biases, one output as its loss wants it, and nothing else; got "
                    + $"{network.Widths}.",
                name);
        }
    }

    /// <summary>Options that say what a rule and its network are.</summary>
    public static OnlineOptions OptionsOf(LearningRule rule, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(rule);
        Network network = rule.Network;
        RequirePlain(network, nameof(rule));
        return new OnlineOptions
        {
            Rule = rule switch
            {
                MonotoneDirectFeedbackAlignment => OnlineRule.Mdfa,
                DirectFeedbackAlignment => OnlineRule.Dfa,
                Backpropagation => OnlineRule.Bp,
                _ => throw new ArgumentException($"An online net learns by mdfa, dfa or bp, not by {rule.GetType().Name}.", nameof(rule)),
            },
            Floor = (rule as MonotoneDirectFeedbackAlignment)?.Floor ?? 0,
            Activation = network[1].Activation,
            Loss = network.Loss,
            LearningRate = learningRate,
        };
    }

    /// <summary>What the kernels need to know of the options.</summary>
    public static OnlineForm Form(OnlineOptions options) => new(
        options.Activation == Activation.HardTanh, options.Loss == Loss.BinaryCrossEntropy, options.Rule == OnlineRule.Bp,
        options.Rule == OnlineRule.Mdfa ? options.Floor : null);

    /// <summary>Weights, biases and feedback of a net.</summary>
    public static int Numbers(IReadOnlyList<int> n, int categories, bool feedback)
    {
        int count = categories * n[1];
        for (int i = 1; i < n.Count; i++)
        {
            count += (n[i] * (n[i - 1] + 1)) + (feedback && i < n.Count - 1 ? n[i] : 0);
        }

        return count;
    }

    /// <summary>The precision of a type of numbers.</summary>
    /// <exception cref="NotSupportedException">Another type than float and double.</exception>
    public static Precision PrecisionOf<T>() => typeof(T) == typeof(float) ? Precision.Single
        : typeof(T) == typeof(double) ? Precision.Double
        : throw new NotSupportedException($"Online nets are of float or double, not of {typeof(T).Name}.");
}
