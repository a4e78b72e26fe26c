using Apical.Parameters;

namespace Apical.Networks;

/// <summary>Fixed random gates that switch the units of a layer: h_i = s(W h_{i−1} + b) ⊙ gate(G h_{i−1}).</summary>
/// <remarks>
/// With s the identity it is the gated linear layer of the neural tangent kernel (demirbilek2021, 1.3.1): linear in W, which learns, while G never moves.
/// Gates are part of s_i and so of D_i, as dropout is. Signals pass through the linear part only: in layer 1 that is exact; above it, it leaves out how sigmoid
/// gates change with h_{i−1}. Where the layer normalises its input, the gates hear that.
/// </remarks>
public sealed class Gates
{
    private readonly Connections _connections;

    /// <summary>Draws G: uniform ±1/√fan-in.</summary>
    /// <param name="layer">The layer whose units are switched.</param>
    /// <param name="rng">Where G comes from.</param>
    /// <param name="gate">What switches.</param>
    public Gates(Layer layer, Rng rng, Gate gate = Gate.Sigmoid)
    {
        ArgumentNullException.ThrowIfNull(layer);
        (_connections, Form) = (layer.Connections, gate);
        G = new Parameter(layer.Name + "/G", new Matrix(_connections.Rows, _connections.Taps, layer.W.Value.Precision), decays: false);
        Initialiser.UniformFanIn.Fill(G.Value, rng, _connections.Taps, _connections.Reach);
    }

    /// <summary>What switches.</summary>
    public Gate Form { get; }

    /// <summary>What the gates listen with, shaped as W.</summary>
    public Parameter G { get; }

    /// <summary>gate(G h), <c>[units, batch]</c></summary>
    /// <param name="h">What the layer takes in, <c>[units below, batch]</c></param>
    public Matrix Of(Matrix h)
    {
        Matrix gates = _connections.Forward(G.Value, h);
        gates.Apply(Form == Gate.Sigmoid ? ScalarFunction.Sigmoid : ScalarFunction.GreaterThan);
        return gates;
    }
}
