using Apical.Specs;

namespace Apical.Networks;

/// <summary>
/// A network before it is built. In words: layer after layer from the input on, joined by '-', such as <c>784-1000-10</c>. A number is a fully connected layer
/// of so many units. <c>conv96@5x5/2</c> is a convolution, 96 maps of 5×5 patches, two pixels apart; <c>+same</c> behind it lets patches reach over the edge,
/// where they see zeros. <c>local6@6x6</c>, or <c>6@6x6</c>, is the same without shared weights. Both need an image below: the input, written <c>28x84</c>,
/// <c>3x32x32</c> or as a number that is a square; or another such layer. Their maps can be pooled: <c>:max2</c> hands up the largest of 2×2 units,
/// <c>:mean3/2</c> the mean of 3×3, two apart, and <c>:mean</c> that of the map.
/// </summary>
/// <param name="Input">How the inputs lie.</param>
/// <param name="Layers">Layers 1..L.</param>
public sealed record NetworkSpec(Shape Input, IReadOnlyList<LayerSpec> Layers) : IReadable<NetworkSpec>
{
    private const string NoOutput = "the output is a fully connected layer: give its number of units.";

    /// <summary>See <see cref="Network.InputDropout"/>.</summary>
    /// <value>Default 0.</value>
    public double InputDropout { get; init; }

    /// <summary>Units per layer, input first.</summary>
    /// <exception cref="ArgumentException">Layers that do not fit on each other.</exception>
    public IReadOnlyList<int> Widths
    {
        get
        {
            Shape below = Input;
            return [Input.Units, .. Layers.Select(layer => (below = layer.Output(below)).Units)];
        }
    }

    /// <summary>Reads a network.</summary>
    /// <exception cref="ArgumentException">Something else; the message says where and what.</exception>
    public static NetworkSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('-');
        Shape input = Read(0, part => LayerText.Input(part) is { Units: > 0 } shape ? shape : throw new OverflowException());
        if (parts.Length == 1)
        {
            throw new ArgumentException($"'{text}' has one layer of units: give at least an input and an output, such as 784-10.");
        }

        Shape below = input;
        bool isFull = false;
        var layers = new List<LayerSpec>();
        for (int i = 1; i < parts.Length; i++)
        {
            LayerSpec layer = Read(i, LayerText.Layer);
            (isFull, below) = Read(i, _ => (layer.Connect(below).IsFull, layer.Output(below)));
            layers.Add(layer);
        }

        return isFull ? new(input, layers) : throw Wrong(text, parts[^1], layers.Count, NoOutput);

        T Read<T>(int i, Func<string, T> read)
        {
            try
            {
                return read(parts[i]);
            }
            catch (Exception error) when (error is ArgumentException or OverflowException)
            {
                throw Wrong(text, parts[i], i, error is OverflowException ? $"It has more units than can be counted ({int.MaxValue})." : Reason.Of(error));
            }
        }
    }

    /// <summary>The same sizes and connections with these units in every layer.</summary>
    /// <param name="hidden">Activation of the hidden layers. Default: relu.</param>
    /// <param name="output">Activation of the last layer. Default: the loss's own, or identity.</param>
    /// <param name="initialiser">Default: uniform ±1/√fan-in.</param>
    /// <param name="bias">Default: true.</param>
    /// <param name="dropout">Probability that a hidden unit is silenced in a training step. Default: 0.</param>
    /// <param name="batchNorm">How every layer normalises what it takes in. Default: it does not.</param>
    /// <param name="inputDropout">Probability that an input is silenced in a training step. Default: 0.</param>
    public NetworkSpec With(
        Activation? hidden = null, Activation? output = null, Initialiser? initialiser = null, bool bias = true, double dropout = 0,
        BatchNorm? batchNorm = null, double inputDropout = 0)
    {
        return this with { InputDropout = inputDropout, Layers = [.. Layers.Select((layer, position) => Settled(layer, position == Layers.Count - 1))] };

        LayerSpec Settled(LayerSpec layer, bool isOutput) => layer with
        {
            Activation = isOutput ? output : hidden,
            Initialiser = initialiser,
            Bias = bias,
            Dropout = isOutput ? 0 : dropout,
            BatchNorm = batchNorm ?? BatchNorm.None,
        };
    }

    /// <summary>Builds the network.</summary>
    /// <param name="rng">Where the weights come from: layer i draws from the fork <c>layer{i}</c>.</param>
    /// <param name="loss">Default: cross-entropy.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentException">Layers that do not fit on each other, or a loss that does not suit the output.</exception>
    public Network Build(Rng rng, Loss? loss = null, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(rng);
        loss ??= Loss.CrossEntropy;
        Shape below = Input;
        var layers = new List<Layer>();
        foreach (LayerSpec spec in Layers)
        {
            string name = $"layer{layers.Count + 1}";
            Activation open = layers.Count == Layers.Count - 1 ? loss.Output ?? Activation.Identity : Activation.Relu;
            Connections connections = spec.Connect(below);
            layers.Add(new(connections, spec.Activation ?? open, rng.Fork(name), name, spec.Initialiser, spec.Bias, spec.Dropout, precision)
            {
                Normalisation = Normalise(spec.BatchNorm, name, connections, layers.LastOrDefault(), precision),
                Pooling = spec.Pooling?.Invoke(connections.Output),
            });
            below = layers[^1].Output;
        }

        return new(layers, loss, rng.Fork("dropout")) { InputDropout = InputDropout };
    }

    // Units of a map belong together where the layer, or the one below, shares weights between them. No signal is carried to the input, so that what is
    // normalised there has no scale and shift to learn: W of the first layer can do the same.
    private static InputNormalisation? Normalise(BatchNorm form, string name, Connections connections, Layer? below, Precision precision)
    {
        if (form == BatchNorm.None)
        {
            return null;
        }

        bool byMap = connections.IsShared || below?.Connections.IsShared == true;
        int features = !byMap ? connections.Inputs : (below?.Output ?? connections.Input).Channels;
        return new(form, name, features, connections.Inputs / features, scales: below is not null, precision);
    }

    private static ArgumentException Wrong(string text, string part, int i, string why) =>
        new($"'{text}' is not a network: '{part}' stands for {(i == 0 ? "the input" : $"layer {i}")}, and {char.ToLowerInvariant(why[0])}{why[1..]}");
}
