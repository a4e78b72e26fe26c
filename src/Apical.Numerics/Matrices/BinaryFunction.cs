namespace Apical.Numerics.Matrices;

/// <summary>Functions of two numbers that a backend applies entry by entry.</summary>
public enum BinaryFunction
{
    /// <summary>x + y</summary>
    Add,

    /// <summary>x − y</summary>
    Subtract,

    /// <summary>x y</summary>
    Multiply,

    /// <summary>x / y</summary>
    Divide,

    /// <summary>max(x, y)</summary>
    Max,

    /// <summary>min(x, y)</summary>
    Min,
}
