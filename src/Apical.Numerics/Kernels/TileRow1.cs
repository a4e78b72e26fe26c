using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>One vector.</summary>
internal unsafe struct TileRow1<V, T> : ITileRow<TileRow1<V, T>, V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private V _sum;

    public static int Vectors => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(T* from) => _sum = V.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(V a, in TileRow1<V, T> b) => _sum = V.MultiplyAdd(a, b._sum, _sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(V alpha, T* to) => V.Store(alpha * _sum, to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(V alpha, T* to) => V.Store(V.MultiplyAdd(alpha, _sum, V.Load(to)), to);
}
