namespace Apical.Numerics.Online;

/// <summary>Where the numbers of a hidden layer of 8-bit weights lie; lanes without a unit hold zeros throughout.</summary>
internal unsafe struct ByteLayer
{
    /// <summary>What comes in, in units of 2⁻¹⁴.</summary>
    public short* X;

    /// <summary>W_iᵀ and below it b_i, <c>[inputs + 1, stride]</c>, in units of 2⁻⁵; of layer 1 then a row for each category.</summary>
    public sbyte* W;

    /// <summary>B_i, <c>[stride]</c>, in units of 2⁻⁷.</summary>
    public sbyte* Feedback;

    /// <summary>−1 in lanes with a unit, 0 in the others.</summary>
    public short* Units;

    /// <summary>h_i, <c>[stride]</c>, in units of 2⁻¹⁴.</summary>
    public short* H;

    /// <summary>n_{i−1}</summary>
    public int Inputs;

    /// <summary>Units, filled up to whole vectors.</summary>
    public int Stride;

    /// <summary>Least weight.</summary>
    public sbyte Least;
}
