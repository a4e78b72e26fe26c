using System.Numerics;
using System.Runtime.CompilerServices;

namespace Apical.Numerics.Kernels;

/// <summary>A vector of one number: the odd entries after the last whole vector.</summary>
internal readonly unsafe struct Scalar<T> : ISimd<Scalar<T>, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scalar(T x) => _x = x;

    public static int Count => 1;

    public static Scalar<T> Zero => new(T.Zero);

    public static Scalar<T> One => new(T.One);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Broadcast(T x) => new(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Load(T* source) => new(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Scalar<T> value, T* destination) => *destination = value._x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator +(Scalar<T> a, Scalar<T> b) => new(a._x + b._x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a, Scalar<T> b) => new(a._x - b._x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator -(Scalar<T> a) => new(-a._x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator *(Scalar<T> a, Scalar<T> b) => new(a._x * b._x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> operator /(Scalar<T> a, Scalar<T> b) => new(a._x / b._x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> MultiplyAdd(Scalar<T> a, Scalar<T> b, Scalar<T> c) => new(T.MultiplyAddEstimate(a._x, b._x, c._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Sqrt(Scalar<T> a) => new(T.Sqrt(a._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Abs(Scalar<T> a) => new(T.Abs(a._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Max(Scalar<T> a, Scalar<T> b) => new(T.Max(a._x, b._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> Min(Scalar<T> a, Scalar<T> b) => new(T.Min(a._x, b._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> WhereGreater(Scalar<T> a, Scalar<T> b, Scalar<T> yes, Scalar<T> no) => a._x > b._x ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> LoadFirst(T* source, int count) => count > 0 ? new(*source) : Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFirst(Scalar<T> value, T* destination, int count)
    {
        if (count > 0)
        {
            *destination = value._x;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> QuickMax(Scalar<T> a, Scalar<T> b) => new(T.MaxNative(a._x, b._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Scalar<T> QuickMin(Scalar<T> a, Scalar<T> b) => new(T.MinNative(a._x, b._x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sum(Scalar<T> a) => a._x;
}
