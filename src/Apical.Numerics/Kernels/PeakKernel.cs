using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Multiply-adds on registers alone: what this core can do when nothing waits for memory.</summary>
internal static class PeakKernel<V, T>
    where V : struct, ILanes<V, T>
    where T : unmanaged
{
    /// <summary>Independent sums: enough that each multiply-add's result is ready when its turn comes again.</summary>
    public const int Sums = 12;

    /// <summary>Makes <paramref name="rounds"/> rounds of <see cref="Sums"/> vector multiply-adds.</summary>
    /// <returns>A vector that depends on all of them, so that none can be left out.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static V Run(long rounds, T factor, T term)
    {
        V a = V.Broadcast(factor), b = V.Broadcast(term);
        V s0 = b, s1 = b, s2 = b, s3 = b, s4 = b, s5 = b, s6 = b, s7 = b, s8 = b, s9 = b, s10 = b, s11 = b;
        for (; rounds > 0; rounds--)
        {
            s0 = V.MultiplyAdd(a, s0, b);
            s1 = V.MultiplyAdd(a, s1, b);
            s2 = V.MultiplyAdd(a, s2, b);
            s3 = V.MultiplyAdd(a, s3, b);
            s4 = V.MultiplyAdd(a, s4, b);
            s5 = V.MultiplyAdd(a, s5, b);
            s6 = V.MultiplyAdd(a, s6, b);
            s7 = V.MultiplyAdd(a, s7, b);
            s8 = V.MultiplyAdd(a, s8, b);
            s9 = V.MultiplyAdd(a, s9, b);
            s10 = V.MultiplyAdd(a, s10, b);
            s11 = V.MultiplyAdd(a, s11, b);
        }

        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11;
    }
}
