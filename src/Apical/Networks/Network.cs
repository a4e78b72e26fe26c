using Apical.Parameters;
using Apical.Specs;

namespace Apical.Networks;

/// <summary>Layers 1..L and the loss at their end. A network computes; it does not learn.</summary>
public sealed class Network
{
    private readonly Layer[] _layers;
    private readonly DropoutMasks _dropout;

    /// <summary>Stacks layers.</summary>
    /// <param name="layers">From the input to the output; each fan-in is the fan-out below.</param>
    /// <param name="loss">Must suit the output activation: softmax with cross-entropy, sigmoid with binary cross-entropy.</param>
    /// <param name="dropout">Where dropout masks come from; may be null when no layer drops out.</param>
    /// <exception cref="ArgumentException">
    /// No layers, sizes that do not meet, mixed precisions, two layers of one name, dropout, gates or pooling at the output, or a loss that does not suit the
    /// output.
    /// </exception>
    public Network(IReadOnlyList<Layer> layers, Loss loss, Rng? dropout = null)
    {
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentNullException.ThrowIfNull(loss);
        _layers = [.. layers];
        Loss = loss;
        _dropout = new DropoutMasks(dropout ?? new Rng(0));
        Check(dropout is not null);
    }

    /// <summary>Number of layers.</summary>
    public int L => _layers.Length;

    /// <summary>Layers, bottom up; layer i stands at position i − 1.</summary>
    public IReadOnlyList<Layer> Layers => _layers;

    /// <summary>What training makes small.</summary>
    public Loss Loss { get; }

    /// <summary>Probability that an input is silenced in a training step; the others are scaled by 1/(1 − it). h_0 then is what is left of x.</summary>
    /// <value>Default 0. From 0 up to 1 (excluded).</value>
    public double InputDropout
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(InputDropout), value, "Dropout is a probability from 0 up to 1 (excluded).");
    }

    /// <summary>The format of all weights.</summary>
    public Precision Precision => _layers[0].W.Value.Precision;

    /// <summary>All weights and biases, bottom up.</summary>
    public IReadOnlyList<Parameter> Parameters => [.. _layers.SelectMany(layer => layer.Parameters)];

    /// <summary>The widths, e.g. <c>784-1000-10</c>.</summary>
    public string Widths => string.Join('-', _layers.Select(layer => layer.FanOut).Prepend(_layers[0].FanIn));

    /// <summary>Layer i, counted as the papers do.</summary>
    /// <param name="i">1..L</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public Layer this[int i] => i >= 1 && i <= _layers.Length ? _layers[i - 1]
        : throw new ArgumentOutOfRangeException(nameof(i), i, $"Layers are counted 1 to {_layers.Length}.");

    /// <summary>A network of dense and locally connected layers.</summary>
    /// <param name="widths">
    /// Units per layer, input first, e.g. <c>784-1000-10</c>. A hidden layer <c>6@6x6</c> is locally connected: 6 maps, patches of 6×6. It needs an
    /// image below: an input that is a square number or written as <c>28x84</c> or <c>3x32x32</c> (channels first), or another such layer.
    /// </param>
    /// <param name="rng">Where the weights come from: layer i draws from the fork <c>layer{i}</c>.</param>
    /// <param name="hidden">Activation of the hidden layers. Default: relu.</param>
    /// <param name="loss">Default: cross-entropy.</param>
    /// <param name="output">Activation of the last layer. Default: the loss's own, or identity.</param>
    /// <param name="initialiser">Default: uniform ±1/√fan-in.</param>
    /// <param name="bias">Default: true.</param>
    /// <param name="dropout">Probability that a hidden unit is silenced in a training step. Default: 0.</param>
    /// <param name="precision">Default: single.</param>
    /// <param name="batchNorm">How every layer normalises what it takes in. Default: it does not.</param>
    /// <param name="inputDropout">Probability that an input is silenced in a training step. Default: 0.</param>
    /// <exception cref="ArgumentException">Layers that are not written so, or fewer than two.</exception>
    public static Network Dense(
        string widths, Rng rng, Activation? hidden = null, Loss? loss = null, Activation? output = null, Initialiser? initialiser = null,
        bool bias = true, double dropout = 0, Precision precision = Precision.Single, BatchNorm? batchNorm = null,
        double inputDropout = 0) =>
        NetworkSpec.Parse(widths).With(hidden, output, initialiser, bias, dropout, batchNorm, inputDropout).Build(rng, loss, precision);

    /// <summary>The same loss, dropout masks and output layer on other hidden layers; layers that are kept are shared with this network.</summary>
    /// <param name="remake">Makes a hidden layer from its number, 1..L−1, and what stood there, with the same fan-in and fan-out; may return the same.</param>
    /// <exception cref="ArgumentException">As the constructor.</exception>
    public Network WithHidden(Func<int, Layer, Layer> remake)
    {
        ArgumentNullException.ThrowIfNull(remake);
        return new([.. _layers.Select((layer, position) => position < L - 1 ? remake(position + 1, layer) : layer)], Loss, _dropout.Rng)
        {
            InputDropout = InputDropout,
        };
    }

    /// <summary>Reads the units per layer of a network such as <c>784-1000-10</c> or <c>784-6@6x6-10</c>.</summary>
    /// <exception cref="ArgumentException">Not at least two layers joined by '-'.</exception>
    public static int[] ParseWidths(string widths) => [.. NetworkSpec.Parse(widths).Widths];

    /// <summary>Passes a batch through, as in use: nothing is dropped.</summary>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <returns>A new pass.</returns>
    public Pass Forward(Matrix x)
    {
        var pass = new Pass(this);
        Forward(x, pass);
        return pass;
    }

    /// <summary>Passes a batch through into a reused <paramref name="pass"/>.</summary>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <param name="pass">Made for this network.</param>
    /// <param name="trainingStep">The number of the training step, which chooses the dropout masks; null in use, when nothing is dropped.</param>
    /// <param name="noise">Added to a_i, entry i of the list (0 unused), <c>[n_i, batch]</c>; null for none.</param>
    /// <param name="activities">
    /// What hidden layers hand up in the place of s_i(a_i), h_1 .. h_{L−1} at their index, <c>[n_i, batch]</c>; D(i) stays the slope at a_i. Null for nothing.
    /// </param>
    /// <exception cref="ArgumentException">The input or its precision does not fit, or the pass was made for another network.</exception>
    public void Forward(
        Matrix x, Pass pass, long? trainingStep = null, IReadOnlyList<Matrix?>? noise = null, IReadOnlyList<Matrix>? activities = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(pass);
        CheckIsOurs(pass);
        if (x.Precision != Precision)
        {
            throw new ArgumentException(
                $"The network computes in {Precision} precision, the input is {x.Precision}; convert it with To(Precision.{Precision}).", nameof(x));
        }

        pass.Begin(x, trainingStep, trainingStep is { } step && InputDropout > 0 ? _dropout.OnInput(x, step, InputDropout) : null);
        for (int i = 1; i <= L; i++)
        {
            Compute(i, pass, noise?[i]);
            if (activities is not null && i < L)
            {
                pass.Substitute(i, activities[i]);
            }
        }
    }

    /// <summary>Puts another activity in the place of what layer i handed up, and computes the layers above from it; nothing is dropped in them.</summary>
    /// <param name="i">0..L−1; layer i and those below keep what the pass knows of them.</param>
    /// <param name="h">h_i, <c>[n_i, batch]</c></param>
    /// <param name="pass">Made for this network.</param>
    /// <exception cref="ArgumentException">The pass was made for another network.</exception>
    public void ForwardFrom(int i, Matrix h, Pass pass)
    {
        ArgumentNullException.ThrowIfNull(h);
        ArgumentNullException.ThrowIfNull(pass);
        CheckIsOurs(pass);
        pass.Substitute(i, h);
        for (int above = i + 1; above <= L; above++)
        {
            Compute(above, pass, null);
        }
    }

    /// <summary>Adds the updates of every layer that learns in this step.</summary>
    /// <param name="pass">The pass that the signals belong to.</param>
    /// <param name="signals">δ_i per layer.</param>
    /// <param name="updates">Receives the updates.</param>
    public void AddUpdates(Pass pass, TeachingSignals signals, Updates updates)
    {
        for (int i = 1; i <= L; i++)
        {
            AddUpdates(i, pass, signals, updates);
        }
    }

    /// <summary>Adds the updates of layer i, if it learns in this step; of the pass only what the layer takes in is looked at.</summary>
    internal void AddUpdates(int i, Pass pass, TeachingSignals signals, Updates updates)
    {
        if (Learns(signals, i))
        {
            _layers[i - 1].AddUpdates(signals[i], signals.Presynaptic(i) ?? pass.Input(i), updates, signals.Penalty(i));
            pass.AddScaleUpdates(i, signals, updates);
        }
    }

    /// <summary>Moves the running statistics of layers that keep some a step towards those of a training pass, frozen layers' too.</summary>
    /// <param name="pass">Of this network; nothing happens after one in use.</param>
    public void FollowStatistics(Pass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        CheckIsOurs(pass);
        pass.FollowStatistics();
    }

    /// <summary>The fewest samples that can be passed through: 2 where a layer takes statistics of one unit over the batch.</summary>
    /// <param name="training">In a training step; false in use.</param>
    public int SmallestBatch(bool training) => Math.Max(1, _layers.Max(layer =>
        layer.Normalisation is { } norm && (training || !norm.Form.KeepsStatistics) ? norm.SmallestBatch : 1));

    /// <summary>Whether a step moves layer i: it gets a signal and is not frozen. Nothing else asks whether a layer is frozen.</summary>
    /// <param name="signals">The signals of the step.</param>
    /// <param name="i">1..L</param>
    public bool Learns(TeachingSignals signals, int i) => signals.Learns(i) && !_layers[i - 1].Frozen;

    private void CheckIsOurs(Pass pass)
    {
        if (pass.Network != this)
        {
            throw new ArgumentException($"This is a {Widths} network; the pass was made for another one ({pass.Network.Widths}).", nameof(pass));
        }
    }

    private void Compute(int i, Pass pass, Matrix? noise)
    {
        Layer layer = _layers[i - 1];
        pass.TakeIn(i);
        Matrix input = pass.Input(i), a = Workspace.Temporary(layer.Connections.Outputs, input.Columns, layer.W.Value.Backend);
        Matrix s = layer.Activation == Activation.Identity ? a : Workspace.Temporary(layer.Connections.Outputs, input.Columns, layer.W.Value.Backend);
        layer.Compute(input, a, s);
        if (noise is not null)
        {
            a = a.Plus(noise);
            s = layer.Activation.Of(a);
        }
        else if (layer.Activation == Activation.Softmax)
        {
            s = a.Softmax();
        }

        pass.Set(i, a, s);
        if (layer.Gates is { } gates)
        {
            pass.Mask(i, gates.Of(input));
        }

        if (pass.TrainingStep is { } step && layer.Dropout > 0)
        {
            pass.Mask(i, _dropout.Of(layer, input.Columns, step));
        }

        if (layer.Pooling is { } pooling)
        {
            pass.Pool(i, pooling);
        }
    }

    private void Check(bool canDrop)
    {
        if (_layers.Length == 0)
        {
            throw new ArgumentException("A network needs at least one layer.");
        }

        for (int i = 0; i < _layers.Length; i++)
        {
            Layer layer = _layers[i];
            if (i > 0 && layer.FanIn != _layers[i - 1].FanOut)
            {
                throw new ArgumentException($"Layer {i + 1} takes {Counted.Of(layer.FanIn, "input")}, but layer {i} puts out {_layers[i - 1].FanOut}.");
            }

            if (layer.W.Value.Precision != Precision)
            {
                throw new ArgumentException($"Layer {i + 1} is in {layer.W.Value.Precision} precision, layer 1 in {Precision}.");
            }

            if (!layer.Activation.IsElementwise && i < _layers.Length - 1)
            {
                throw new ArgumentException($"Layer {i + 1} is a softmax below the output; softmax is for the last layer.");
            }

            if (!layer.HasPlainUnits && i == _layers.Length - 1)
            {
                throw new ArgumentException(
                    $"Layer {i + 1} is the output and {(layer.Gates is null ? "pooled; pooling is" : "gated; gates are")} for hidden layers.");
            }

            if (layer.Dropout > 0 && (!canDrop || i == _layers.Length - 1))
            {
                throw new ArgumentException(i == _layers.Length - 1
                    ? $"Layer {i + 1} is the output and drops units out; dropout is for hidden layers."
                    : $"Layer {i + 1} drops units out: give the network an Rng to draw its masks from.");
            }

            // Names tell parameters apart in files, and dropout masks by layer.
            int twin = Array.FindIndex(_layers, other => other.W.Name == layer.W.Name);
            if (twin != i)
            {
                throw new ArgumentException($"Layers {twin + 1} and {i + 1} both call their weights '{layer.W.Name}'; give each layer a name of its own.");
            }
        }

        Activation output = _layers[^1].Activation;
        if (Loss.Output is { } wanted ? output != wanted : !output.IsElementwise)
        {
            throw new ArgumentException(Loss.Output is { } needed
                ? $"{Loss.Name} is made for a {needed} output, the last layer is {output}."
                : $"{Loss.Name} needs an output with a slope; {output} goes with cross-entropy.");
        }
    }
}
