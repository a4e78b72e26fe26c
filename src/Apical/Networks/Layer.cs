using Apical.Parameters;
using Apical.Specs;

namespace Apical.Networks;

/// <summary>
/// One layer i, connections and units: a_i = W_i h_{i−1} + b_i, h_i = s_i(a_i). It computes; how it learns is the rule's business.
/// s_i is the activation, then the mask (gates, dropout), then pooling.
/// </summary>
public sealed class Layer
{
    private InputNormalisation? _normalisation;

    /// <summary>Draws the weights.</summary>
    /// <param name="connections">What joins it to the layer below.</param>
    /// <param name="activation">The first part of s_i.</param>
    /// <param name="rng">Where the weights come from.</param>
    /// <param name="name">Prefix of the parameters' names, e.g. <c>layer1</c>.</param>
    /// <param name="initialiser">Default: uniform ±1/√fan-in. Biases are drawn the same way with the default, and are zero with any other, as the weights'
    /// recipe need not suit them.</param>
    /// <param name="bias">Default: true.</param>
    /// <param name="dropout">Default: 0.</param>
    /// <param name="precision">Default: single.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dropout outside [0, 1).</exception>
    public Layer(
        Connections connections, Activation activation, Rng rng, string name,
        Initialiser? initialiser = null, bool bias = true, double dropout = 0, Precision precision = Precision.Single)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(activation);
        ArgumentNullException.ThrowIfNull(rng);
        Dropout = dropout is >= 0 and < 1 ? dropout
            : throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout is a probability from 0 up to 1 (excluded).");
        (Connections, Activation, Name) = (connections, activation, name);
        W = new Parameter(name + "/W", new Matrix(connections.Rows, connections.Taps, precision));
        Draw(W, initialiser ?? Initialiser.UniformFanIn, rng.Fork("W"));
        if (bias)
        {
            Bias = new Parameter(name + "/b", new Matrix(connections.BiasRows, 1, precision), decays: false);
            if (initialiser is null || initialiser == Initialiser.UniformFanIn)
            {
                Draw(Bias, Initialiser.UniformFanIn, rng.Fork("b"));
            }
        }
    }

    /// <summary>Prefix of the parameters' names.</summary>
    public string Name { get; }

    /// <summary>What joins it to the layer below.</summary>
    public Connections Connections { get; }

    /// <summary>Units below.</summary>
    public int FanIn => Connections.Inputs;

    /// <summary>Units that it hands up: those of h_i.</summary>
    public int FanOut => Pooling is null ? Connections.Outputs : Pooling.Output.Units;

    /// <summary>How the units that it hands up lie.</summary>
    public Shape Output => Pooling?.Output ?? Connections.Output;

    /// <summary>
    /// The weights, one row per unit and one column per connection that a unit has: <c>[rows, taps]</c> of <see cref="Connections"/>, with full ones
    /// <c>[fan-out, fan-in]</c>.
    /// </summary>
    public Parameter W { get; private set; }

    /// <summary>The biases, a column with a number for each row of W, or for each unit, or null.</summary>
    public Parameter? Bias { get; private set; }

    /// <summary>The first part of s_i.</summary>
    public Activation Activation { get; private set; }

    /// <summary>
    /// Probability that a unit is silenced in a training step; the others are scaled by 1/(1 − dropout). A property of the layer rather than a layer
    /// of its own, so that indices stay the papers': the mask is part of s_i and so of D_i, and every rule respects it.
    /// </summary>
    public double Dropout { get; }

    /// <summary>What switches its units, or null.</summary>
    public Gates? Gates { get; private set; }

    /// <summary>What it hands up in place of all units, or null.</summary>
    /// <exception cref="ArgumentException">Made for another number of units.</exception>
    public Pooling? Pooling
    {
        get;
        init => field = value is null || value.Input.Units == Connections.Outputs ? value
            : throw new ArgumentException($"{Name} has {Connections.Output} units, the pooling is made for {value.Input}.", nameof(value));
    }

    /// <summary>How what is below is brought to mean 0 and variance 1 before it enters the layer, or null.</summary>
    /// <exception cref="ArgumentException">Made for another number of units.</exception>
    public InputNormalisation? Normalisation
    {
        get => _normalisation;
        init => _normalisation = value is null || value.Features * value.Positions == FanIn ? value
            : throw new ArgumentException(
                $"{Name} takes in {Counted.Of(FanIn, "unit")}, the normalisation is made for {Counted.Of(value.Features, "feature")} "
                    + $"of {value.Positions}.", nameof(value));
    }

    /// <summary>Whether it normalises what it takes in.</summary>
    public bool NormalisesInput => Normalisation is not null;

    /// <summary>A frozen layer computes as ever but gets no updates from <see cref="Network.AddUpdates(Pass, TeachingSignals, Updates)"/>.</summary>
    public bool Frozen { get; set; }

    /// <summary>All that a model file must hold of it: W, the biases if any, and what a layer keeps fixed besides.</summary>
    public IReadOnlyList<Parameter> Parameters =>
        [.. new[] { W, Bias, Gates?.G }.OfType<Parameter>(), .. Normalisation?.Parameters ?? []];

    /// <summary>Whether, with weights W ≥ 0, no unit falls when a unit below rises. Not with gates, which may close.</summary>
    public bool IsMonotone => Activation.IsMonotone && Gates is null;

    /// <summary>Whether h_i is the activation of a_i, unit by unit and whatever came in, as what inverts s_i needs it: no gates and no pooling.</summary>
    public bool HasPlainUnits => Gates is null && Pooling is null;

    /// <summary>A layer like this one in all but what is given, with weights of its own that have the same values.</summary>
    /// <param name="activation">Default: as here.</param>
    /// <param name="gates">Default: as here.</param>
    public Layer With(Activation? activation = null, Gates? gates = null)
    {
        var copy = (Layer)MemberwiseClone();
        (copy.Activation, copy.Gates) = (activation ?? Activation, gates ?? Gates);
        copy.W = Copy(W);
        copy.Bias = Bias is null ? null : Copy(Bias);
        copy._normalisation = Normalisation?.Clone();
        return copy;
    }

    /// <summary>a = W h + b and s(a) without mask and pooling, in one pass; the softmax is left to the network.</summary>
    /// <param name="h">What enters the layer, <c>[fan-in, batch]</c></param>
    /// <param name="a">Receives a_i, <c>[units, batch]</c>.</param>
    /// <param name="output">Receives s(a_i), <c>[units, batch]</c>; may be <paramref name="a"/>.</param>
    public void Compute(Matrix h, Matrix a, Matrix output)
    {
        if (h.Rows != FanIn)
        {
            throw new ArgumentException(
                $"Expected input of shape [{FanIn}, batch], got [{h.Rows}, {h.Columns}]. {W.Name} was built for {Connections.Input} units below; " +
                    "samples are columns.", nameof(h));
        }

        Connections.Compute(W.Value, h, Bias?.Value, Activation, a, output);
    }

    /// <summary>Adds the updates that follow from a teaching signal, frozen or not.</summary>
    /// <param name="delta">δ_i, <c>[units, batch]</c></param>
    /// <param name="presynaptic">h_{i−1} or what the rule puts in its place, <c>[fan-in, batch]</c></param>
    /// <param name="updates">Receives the updates.</param>
    /// <param name="penalty">λ of an L2 penalty that the rule puts on the weights in this step; 0 for none.</param>
    public void AddUpdates(Matrix delta, Matrix presynaptic, Updates updates, double penalty = 0)
    {
        ArgumentNullException.ThrowIfNull(updates);
        Connections.AddUpdate(W, delta, presynaptic, updates);
        if (Bias is not null)
        {
            updates.Add(Bias, Connections.BiasGradient(delta));
        }

        if (penalty != 0)
        {
            updates.Penalise(W, penalty);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Connections}{(Gates is null ? "" : ", gated")}{(Pooling is null ? "" : $", {Pooling}")}";

    private void Draw(Parameter parameter, Initialiser initialiser, Rng rng) => initialiser.Fill(parameter.Value, rng, Connections.Taps, Connections.Reach);

    private static Parameter Copy(Parameter parameter) => new(parameter.Name, parameter.Value.Clone(), parameter.Decays);
}
