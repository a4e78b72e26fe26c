using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>Four vectors.</summary>
internal unsafe struct TileRow4<V, T> : ITileRow<TileRow4<V, T>, V, T>
    where V : struct, ISimd<V, T>
    where T : unmanaged
{
    private TileRow2<V, T> _left, _right;

    public static int Vectors => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(T* from)
    {
        _left.Load(from);
        _right.Load(from + (2 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(V a, in TileRow4<V, T> b)
    {
        _left.Add(a, in b._left);
        _right.Add(a, in b._right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(V alpha, T* to)
    {
        _left.Store(alpha, to);
        _right.Store(alpha, to + (2 * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void AddTo(V alpha, T* to)
    {
        _left.AddTo(alpha, to);
        _right.AddTo(alpha, to + (2 * V.Count));
    }
}
