using System.Numerics;
using System.Runtime.Intrinsics;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>The widest vectors that the processor has.</summary>
internal static class Widest
{
    /// <summary>Does work with them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A precision that does not exist.</exception>
    public static void Run<TWork>(Precision precision, ref TWork work)
        where TWork : struct, IVectorWork
    {
        switch (precision)
        {
            case Precision.Single:
                Run<TWork, float>(ref work);
                break;
            case Precision.Double:
                Run<TWork, double>(ref work);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(precision), precision, "Single or Double.");
        }
    }

    private static void Run<TWork, T>(ref TWork work)
        where TWork : struct, IVectorWork
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated)
        {
            work.Run<Simd512<T>, T>();
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            work.Run<Simd256<T>, T>();
        }
        else
        {
            work.Run<Simd128<T>, T>();
        }
    }
}
