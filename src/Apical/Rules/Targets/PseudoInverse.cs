using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Numerics.Matrices;

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
    /// <param name="damping">λ of W⁺ = Wᵀ(W Wᵀ + λI)⁻¹, at least 0.</param>
    /// <param name="margin">How far inside the domain of s⁻¹ a target outside is moved; null for an error instead.</param>
    public PseudoInverse(Network network, double damping = 0, double? margin = 1e-3)
        : base(network, margin) =>
        _damping = damping >= 0 && double.IsFinite(damping) ? damping
            : throw new ArgumentOutOfRangeException(nameof(damping), damping, "Damping of the pseudo-inverse is 0 or more, and finite.");

    /// <inheritdoc/>
    public override Matrix V(int i) => LeastSquares.PseudoInverse(Network[i + 1].W.Value, _damping);
}
