using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>One scalar function, written for every vector width.</summary>
internal interface IMapFormula
{
    /// <summary>f(x), with parameter p.</summary>
    static abstract V Of<V, T>(V x, V p)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}
