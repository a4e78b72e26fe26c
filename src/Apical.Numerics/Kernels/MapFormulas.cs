using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>The scalar functions that need no library: one line each.</summary>
internal static class MapFormulas
{
    /// <summary>−x</summary>
    internal readonly struct Negate : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => -x;
    }

    /// <summary>|x|</summary>
    internal readonly struct Abs : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Abs(x);
    }

    /// <summary>−1, 0 or 1</summary>
    internal readonly struct Sign : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, V.Zero, V.One, V.WhereGreater(V.Zero, x, -V.One, x * V.Zero));
    }

    /// <summary>x²</summary>
    internal readonly struct Square : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x * x;
    }

    /// <summary>√x</summary>
    internal readonly struct Sqrt : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Sqrt(x);
    }

    /// <summary>1/x</summary>
    internal readonly struct Reciprocal : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.One / x;
    }

    /// <summary>x p</summary>
    internal readonly struct Scale : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x * p;
    }

    /// <summary>x + p</summary>
    internal readonly struct Shift : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x + p;
    }

    /// <summary>max(x, p)</summary>
    internal readonly struct AtLeast : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Max(x, p);
    }

    /// <summary>min(x, p)</summary>
    internal readonly struct AtMost : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Min(x, p);
    }

    /// <summary>1 where x &gt; p</summary>
    internal readonly struct GreaterThan : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, p, V.One, V.Zero);
    }

    /// <summary>max(0, x)</summary>
    internal readonly struct Relu : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Max(x, V.Zero);
    }

    /// <summary>1 where h &gt; 0</summary>
    internal readonly struct ReluSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, V.Zero, V.One, V.Zero);
    }

    /// <summary>x where x &gt; 0, else p x</summary>
    internal readonly struct LeakyRelu : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, V.Zero, x, p * x);
    }

    /// <summary>1 where h &gt; 0, else p</summary>
    internal readonly struct LeakyReluSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, V.Zero, V.One, p);
    }

    /// <summary>1 − h²</summary>
    internal readonly struct TanhSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.One - (x * x);
    }

    /// <summary>x clipped to [−1, 1]</summary>
    internal readonly struct HardTanh : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Max(-V.One, V.Min(V.One, x));
    }

    /// <summary>1 where |h| &lt; 1</summary>
    internal readonly struct HardTanhSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(V.One, V.Abs(x), V.One, V.Zero);
    }

    /// <summary>h (1 − h)</summary>
    internal readonly struct SigmoidSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x * (V.One - x);
    }

    /// <summary>1 where h &gt; 0, else h + p</summary>
    internal readonly struct EluSlope : IMapFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V p)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.WhereGreater(x, V.Zero, V.One, x + p);
    }
}
