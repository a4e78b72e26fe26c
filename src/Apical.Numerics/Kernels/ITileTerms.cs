namespace Apical.Numerics.Kernels;

/// <summary>How the terms of a tile's sums follow each other, as a type: the JIT makes a kernel of its own for each.</summary>
internal interface ITileTerms;
