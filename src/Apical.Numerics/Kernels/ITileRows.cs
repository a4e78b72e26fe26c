namespace Apical.Numerics.Kernels;

/// <summary>A number of rows as a constant of a type: the JIT makes a kernel of its own for each, without a trace of the rows left out.</summary>
internal interface ITileRows
{
    /// <summary>4, 6, 10 or 12.</summary>
    static abstract int Rows { get; }
}
