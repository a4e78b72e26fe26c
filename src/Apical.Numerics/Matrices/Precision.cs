namespace Apical.Numerics.Matrices;

/// <summary>The floating-point format of a matrix; chosen when a network is made, the same code serves both.</summary>
public enum Precision
{
    /// <summary>32-bit IEEE 754: the default, for training.</summary>
    Single,

    /// <summary>64-bit IEEE 754: for theorem and gradient checks.</summary>
    Double,
}
