using System.Numerics;

namespace Apical.Numerics.Kernels;

/// <summary>Something to do with vectors of one width and precision.</summary>
internal interface IVectorWork
{
    /// <summary>Does it.</summary>
    void Run<V, T>()
        where V : struct, ISimd<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
