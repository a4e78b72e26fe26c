using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Two vectors.</summary>
internal unsafe struct TileRow2<V, T> : ITileRow<TileRow2<V, T>, V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private V _left, _right;

    public static int Vectors => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(T* from)
    {
        _left = V.Load(from);
        _right = V.Load(from + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(V a, in TileRow2<V, T> b)
    {
        _left = V.MultiplyAdd(a, b._left, _left);
        _right = V.MultiplyAdd(a, b._right, _right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(V alpha, T* to)
    {
        V.Store(alpha * _left, to);
        V.Store(alpha * _right, to + V.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(V alpha, T* to)
    {
        V.Store(V.MultiplyAdd(alpha, _left, V.Load(to)), to);
        V.Store(V.MultiplyAdd(alpha, _right, V.Load(to + V.Count)), to + V.Count);
    }
}
