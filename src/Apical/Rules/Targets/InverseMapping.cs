using Apical.Networks;

namespace Apical.Rules;

/// <summary>g_i in the form of the inverse itself: undo the nonlinearity, then the weights.</summary>
/// <remarks>
/// <code>
///   g_i(h_{i+1}) = V_i (s_{i+1}⁻¹(h_{i+1}) − b_{i+1})         meulemans2019, (4.16), (4.90);  V_i = W⁻¹, W⁺ or a learned Q_i
/// </code>
/// Where layer i + 1 normalises its input, the normalisation is undone after V_i (algorithm A.1). The thesis has no biases: with them, the inverse must
/// take b_{i+1} off.
/// </remarks>
public abstract class InverseMapping : BackwardMapping
{
    private readonly double? _margin;

    /// <summary>Checks that the layers can be inverted.</summary>
    /// <param name="network">Layers 2..L need an invertible activation (an output that belongs to the loss counts as linear), hidden ones no dropout.</param>
    /// <param name="margin">How far inside the domain of s⁻¹ a target outside is moved; null for an error instead.</param>
    /// <exception cref="ArgumentException">A layer that cannot be inverted: full connections and plain units can.</exception>
    protected InverseMapping(Network network, double? margin)
        : base(TargetLayers.Full(network))
    {
        _margin = margin is null or (> 0 and < 0.5) ? margin
            : throw new ArgumentOutOfRangeException(
                nameof(margin), margin,
                "margin says how far inside the domain of the inverse targets are moved: above 0 and below 0.5; 0 refuses them.");
        for (int i = 1; i <= network.L; i++)
        {
            if (i > 1 && !Target.ActivationOf(network, i).IsInvertible)
            {
                throw new ArgumentException(
                    $"Layer {i} has the activation {network[i].Activation}, which has no inverse, and this rule needs one. Use leaky-relu, tanh, sigmoid, " +
                        "softplus, elu or identity, or a rule such as dtp-original that needs none.", nameof(network));
            }

            if (network[i].Dropout > 0)
            {
                throw new ArgumentException(
                    $"Layer {i} drops units out, and what was dropped cannot be inverted. Train this rule without dropout.", nameof(network));
            }
        }
    }

    /// <summary>Whether V_i is W_{i+1}⁻¹ to rounding, whatever the weights.</summary>
    /// <value>Default false.</value>
    public virtual bool IsExact => false;

    /// <inheritdoc/>
    public sealed override Matrix Of(Pass pass, int i, Matrix h) => pass.Denormalise(i + 1, V(i).Dot(Heard(i + 1, h)));

    /// <inheritdoc/>
    public sealed override Matrix Change(Pass pass, int i, Matrix target)
    {
        // V_i (s⁻¹(ĥ) − s⁻¹(h)): the biases cancel; s⁻¹(h) is a, unless h itself may lie where targets are moved away from
        Matrix a = Target.ActivationOf(Network, i + 1).IsOnto ? pass.A[i + 1] : Undo(i + 1, Target.Output(pass, i + 1));
        return pass.DenormaliseChange(i + 1, V(i).Dot(Undo(i + 1, target).Minus(a)));
    }

    /// <inheritdoc/>
    public sealed override Matrix Jacobian(Pass pass, int i, Matrix v)
    {
        // V_i D_{i+1}⁻¹ v
        Matrix at = Target.LossOwnsOutput(Network, i + 1) || pass.HasUnitSlope(i + 1) ? v : v.DividedBy(pass.D(i + 1));
        return pass.DenormaliseChange(i + 1, V(i).Dot(at));
    }

    /// <summary>V_i</summary>
    /// <param name="i">1..L−1</param>
    /// <returns><c>[n_i, n_{i+1}]</c></returns>
    public abstract Matrix V(int i);

    /// <summary>s_i⁻¹(h) − b_i, what W_i h_{i−1} must have been, <c>[n_i, batch]</c>.</summary>
    internal Matrix Heard(int i, Matrix h)
    {
        Matrix a = Undo(i, h);
        return Network[i].Bias is { } b ? a.MinusColumn(b.Value) : a;
    }

    /// <summary>Between which numbers s_i⁻¹ is asked: those of its domain, less the margin; infinite where there is no end or no margin.</summary>
    internal (double Low, double High) Bounds(int i)
    {
        (double low, double high) = Target.ActivationOf(Network, i).InverseDomain;
        return _margin is { } margin ? (low + margin, high - margin) : (double.NegativeInfinity, double.PositiveInfinity);
    }

    private Matrix Undo(int i, Matrix h)
    {
        Activation s = Target.ActivationOf(Network, i);
        return _margin is { } margin && !s.IsOnto ? s.Inverse(h, margin) : s.Inverse(h);
    }
}
