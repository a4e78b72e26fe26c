using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>The functions of two numbers: one line each.</summary>
internal static class CombineFormulas
{
    /// <summary>x + y</summary>
    internal readonly struct Add : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x + y;
    }

    /// <summary>x − y</summary>
    internal readonly struct Subtract : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x - y;
    }

    /// <summary>x y</summary>
    internal readonly struct Multiply : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x * y;
    }

    /// <summary>x / y</summary>
    internal readonly struct Divide : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => x / y;
    }

    /// <summary>max(x, y)</summary>
    internal readonly struct Max : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Max(x, y);
    }

    /// <summary>min(x, y)</summary>
    internal readonly struct Min : ICombineFormula
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Of<V, T>(V x, V y)
            where V : struct, ILanes<V, T>
            where T : unmanaged => V.Min(x, y);
    }
}
