using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>One function of two numbers, written for every vector width.</summary>
internal interface ICombineFormula
{
    /// <summary>f(x, y)</summary>
    static abstract V Of<V, T>(V x, V y)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}
