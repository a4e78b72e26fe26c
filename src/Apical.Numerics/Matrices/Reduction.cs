namespace Apical.Numerics.Matrices;

/// <summary>Ways to make one number of many.</summary>
public enum Reduction
{
    /// <summary>Σ x</summary>
    Sum,

    /// <summary>Σ x²</summary>
    SumOfSquares,

    /// <summary>max x</summary>
    Max,

    /// <summary>min x</summary>
    Min,
}
