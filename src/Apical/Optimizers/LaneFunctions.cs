using System.Runtime.CompilerServices;

namespace Apical.Optimizers;

/// <summary>What several formulas need beyond arithmetic.</summary>
internal static class LaneFunctions
{
    /// <summary>−1, 0 or 1; NaN of NaN, so that a broken gradient shows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sign<V, T>(V x)
        where V : struct, ILanes<V, T>
        where T : unmanaged => V.WhereGreater(x, V.Zero, V.One, V.WhereGreater(V.Zero, x, -V.One, x * V.Zero));
}
