namespace Apical.Numerics.Matrices;

/// <summary>One layer i of a <see cref="Chain"/>: what it makes of the layer below, what the layer above makes of it, and its activity.</summary>
public sealed class ChainLayer
{
    /// <summary>W_i, <c>[n_i, n_{i−1}]</c>; not used in the first layer, which is given as a whole.</summary>
    public Matrix? W { get; set; }

    /// <summary>b_i, <c>[n_i, 1]</c>, or null.</summary>
    public Matrix? Bias { get; set; }

    /// <summary>s_i</summary>
    public ScalarFunction Function { get; set; }

    /// <summary>The parameter of s_i, where it has one.</summary>
    public double Parameter { get; set; }

    /// <summary>s_i⁻¹; not used in the first layer.</summary>
    public ScalarFunction Inverse { get; set; }

    /// <summary>The parameter of s_i⁻¹, where it has one.</summary>
    public double InverseParameter { get; set; }

    /// <summary>The smallest h that s_i⁻¹ is asked for; smaller ones are moved to it.</summary>
    public double Low { get; set; } = double.NegativeInfinity;

    /// <summary>The largest h that s_i⁻¹ is asked for; larger ones are moved to it.</summary>
    public double High { get; set; } = double.PositiveInfinity;

    /// <summary>V_i of the way back from the layer above, <c>[n_i, n_{i+1}]</c>; not used in the last layer.</summary>
    public Matrix? V { get; set; }

    /// <summary>h_i, <c>[n_i, batch]</c>: where it starts, and where it has come to.</summary>
    public Matrix? H { get; set; }
}
