namespace Apical.Networks;

/// <summary>
/// Mono-nets (lechner2020, definition 1): W_i ≥ 0 for i &gt; 1 and monotone increasing activations, so that the output never falls when a unit of the
/// first hidden layer rises. The first layer and all biases are free.
/// </summary>
public static class MonoNet
{
    /// <summary>Raises the entries of W_i, and of learned scales of what the layer takes in, that are below a floor to it, i &gt; 1.</summary>
    /// <param name="network">Its weights change.</param>
    /// <param name="floor">0 in the paper, 1e-6 in its released code.</param>
    public static void Project(Network network, double floor)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (int i = 2; i <= network.L; i++)
        {
            Project(network, i, floor);
        }
    }

    /// <summary>As <see cref="Project(Network, double)"/>, of one layer; nothing happens to the first.</summary>
    /// <param name="network">Its weights change.</param>
    /// <param name="i">1..L</param>
    /// <param name="floor">0 in the paper, 1e-6 in its released code.</param>
    public static void Project(Network network, int i, double floor)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (i > 1)
        {
            network[i].W.Value.Apply(ScalarFunction.AtLeast, floor);
            network[i].Normalisation?.Scale?.Value.Apply(ScalarFunction.AtLeast, floor);
        }
    }

    /// <summary>Complains about a network that no weights make a mono-net.</summary>
    /// <param name="network">May have any weights.</param>
    /// <exception cref="ArgumentException">A hidden layer that is not monotone. Gates on the first are fine.</exception>
    public static void CheckActivations(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        for (int i = 1; i < network.L; i++)
        {
            if (!(i == 1 ? network[i].Activation.IsMonotone : network[i].IsMonotone))
            {
                throw new ArgumentException(
                    $"A mono-net needs monotone increasing layers, and layer {i} ({network[i]}, {network[i].Activation}) is none. Use dense layers with " +
                        "tanh, hard-tanh, sigmoid or the like.", nameof(network));
            }
        }
    }

    /// <summary>
    /// The same function as a tanh mono-net with twice the hidden units: each sigmoid unit becomes a pair, one for its positive weights upwards and a
    /// mirrored one for its negative ones.
    /// </summary>
    /// <remarks>
    /// <code>
    ///   σ(a) = ½ (1 + tanh(a/2)),   tanh(−a) = −tanh(a)                                  lechner2020, (16), (17)
    ///   V σ(W x + b) + c = ½V⁺ tanh(½(W x + b)) + ½V⁻ tanh(−½(W x + b)) + (c + ½ V 1)    A.1, theorem 3
    ///   V⁺ = max(V, 0),  V⁻ = max(−V, 0)
    /// </code>
    /// Differs from the paper: its proof states (16) but then writes tanh(a) for tanh(a/2), which is another function; the ½ is put back here. It has one
    /// output and leaves out the half that has weight 0; with several outputs a unit may need both.
    /// </remarks>
    /// <param name="network">One hidden layer, of sigmoid units, without dropout; any output.</param>
    /// <returns>A new network that shares nothing with this one.</returns>
    /// <exception cref="ArgumentException">Another kind of network.</exception>
    public static Network From(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool isPlain = network.Layers.All(layer => layer.Connections.IsFull && layer.HasPlainUnits && layer.Dropout == 0);
        if (network.L != 2 || !isPlain || network[1].Activation != Activation.Sigmoid)
        {
            throw new ArgumentException(
                $"Needs one dense hidden layer of sigmoid units without dropout; " +
                    $"this is a {network.Widths} network with {network[1].Activation}.", nameof(network));
        }

        (Layer hidden, Layer output, int n, Precision precision) = (network[1], network[2], network[1].FanOut, network.Precision);
        var wide = new Dense(hidden.FanIn, 2 * n);
        var first = new Layer(wide, Activation.Tanh, new Rng(0), hidden.Name, Initialiser.Zeros, hidden.Bias is not null, precision: precision);
        var second = new Layer(new Dense(2 * n, output.FanOut), output.Activation, new Rng(0), output.Name, Initialiser.Zeros, precision: precision);

        Matrix V = output.W.Value;
        first.W.Value.CopyFrom(Above(hidden.W.Value.Scaled(0.5), hidden.W.Value.Scaled(-0.5)));
        first.Bias?.Value.CopyFrom(Above(hidden.Bias!.Value.Scaled(0.5), hidden.Bias.Value.Scaled(-0.5)));
        second.W.Value.CopyFrom(Above(PositivePart(V.Scaled(0.5)), PositivePart(V.Scaled(-0.5))).T.ToMatrix());
        second.Bias!.Value.AddScaled(0.5, V.RowSums());
        if (output.Bias is { } c)
        {
            second.Bias.Value.Add(c.Value);
        }

        return new Network([first, second], network.Loss);
    }

    // [fan-out, fan-in] → [fan-in, fan-out], so that units of the hidden layer are rows
    private static Matrix PositivePart(Matrix v) => v.Map(ScalarFunction.Relu).T.ToMatrix();

    private static Matrix Above(Matrix top, Matrix bottom) =>
        Matrix.Of(top.Rows + bottom.Rows, top.Columns, [.. top.ToArray(), .. bottom.ToArray()], top.Precision);
}
