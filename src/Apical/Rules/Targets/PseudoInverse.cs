using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Rules;

/// <summary>g_i with the pseudo-inverse of the weights as they are, computed anew in every step: for layers of any widths and batches of any size.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = W_{i+1}⁺ (s_{i+1}⁻¹(h_{i+1}) − b_{i+1})         meulemans2019, (4.88)
/// </code>
/// By normal equations, n³ in the narrower of the two layers; W of full rank.
/// </remarks>
public sealed class PseudoInverse : InverseMapping
{
    private readonly double _damping;

    /// <summary>A mapping for the layers of a network.</summary>
    /// <param name="network">Layers 2..L with invertible activations, no dropout.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    public PseudoInverse(Network network, PseudoInverseOptions? options = null)
        : base(network, (options ??= new()).Margin) => _damping = options.Damping;

    /// <inheritdoc/>
    public override bool IsExact => _damping == 0 && Network.Layers.Skip(1).All(layer => layer.FanIn == layer.FanOut);

    /// <inheritdoc/>
    public override Matrix V(int i) => LeastSquares.PseudoInverse(Network[i + 1].W.Value, _damping);
}
