using System.Runtime.CompilerServices;

namespace Apical.Numerics.Random;

/// <summary>The inverse of the normal distribution function, Φ⁻¹: algorithm AS 241 (PPND16) of Wichura 1988, about 16 digits.</summary>
/// <remarks>Uses + − × ÷ √ only, its logarithm included, and no fused multiply-add: the same bits everywhere, one by one or in vectors.</remarks>
public static partial class NormalQuantile
{
    /// <summary>Half the width of the middle, where one rational function in q² serves; beyond it √(−ln p) takes over.</summary>
    private const double Middle = 0.425;
    private const double MiddleSquared = Middle * Middle;

    /// <summary>x with Φ(x) = <paramref name="p"/>.</summary>
    /// <param name="p">A probability in (0, 1); at 0 and 1 the answer is −∞ and ∞.</param>
    public static double Of(double p)
    {
        if (!(p >= 0 && p <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "Expected a probability in [0, 1].");
        }

        double q = p - 0.5;
        return p == 0 ? double.NegativeInfinity
            : p == 1 ? double.PositiveInfinity
            : Math.Abs(q) <= Middle ? Inner(q)
            : Tail(q, Math.Min(p, 1 - p));
    }

    /// <summary>Maps 64 random bits to one of 2⁵² points spread evenly and symmetrically over (−½, ½), never 0 and never an end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Centre(ulong bits) =>
        // 52 bits as the fraction of a number in [1, 2); both operations are exact
        BitConverter.UInt64BitsToDouble((bits >> 12) | 0x3FF0_0000_0000_0000) - 1.5 + HalfStep;

    /// <summary>Φ⁻¹(½ + <paramref name="q"/>) for a q made by <see cref="Centre(ulong)"/>, for which ½ − |q| is exact.</summary>
    internal static double OfCentred(double q)
    {
        double distance = Math.Abs(q);
        return distance <= Middle ? Inner(q) : Tail(q, 0.5 - distance);
    }

    private const double HalfStep = 1.0 / (1UL << 53);

    private static double Inner(double q)
    {
        double r = MiddleSquared - q * q;
        return q * (((((((A7 * r + A6) * r + A5) * r + A4) * r + A3) * r + A2) * r + A1) * r + A0)
            / (((((((B7 * r + B6) * r + B5) * r + B4) * r + B3) * r + B2) * r + B1) * r + 1);
    }

    private static double Tail(double q, double p)
    {
        double r = Math.Sqrt(-Log(p));
        double x;
        if (r <= 5)
        {
            r -= 1.6;
            x = (((((((C7 * r + C6) * r + C5) * r + C4) * r + C3) * r + C2) * r + C1) * r + C0)
                / (((((((D7 * r + D6) * r + D5) * r + D4) * r + D3) * r + D2) * r + D1) * r + 1);
        }
        else
        {
            r -= 5;
            x = (((((((E7 * r + E6) * r + E5) * r + E4) * r + E3) * r + E2) * r + E1) * r + E0)
                / (((((((F7 * r + F6) * r + F5) * r + F4) * r + F3) * r + F2) * r + F1) * r + 1);
        }

        return Math.CopySign(x, q);
    }

    /// <summary>ln x for a positive normal number, from its exponent and a series: Math.Log may differ in the last bit between platforms.</summary>
    /// <remarks>x = 2ᵏ m with m in [√½, √2);  ln m = 2 artanh s = 2 (s + s³/3 + s⁵/5 + …),  s = (m − 1)/(m + 1), |s| ≤ 0.172.</remarks>
    internal static double Log(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        if (bits < 0x0010_0000_0000_0000)
        {
            // subnormal: scale into the normal range, ln x = ln(2⁵⁴ x) − 54 ln 2
            return Log(x * TwoTo54) - 54 * Ln2;
        }

        long k = (bits - SqrtHalfBits) >> 52;
        double m = BitConverter.Int64BitsToDouble(bits - (k << 52));
        double s = (m - 1) / (m + 1);
        double t = s * s;
        return k * Ln2 + (s + s) * (((((((((((t * L11 + L10) * t + L9) * t + L8) * t + L7) * t + L6) * t + L5) * t + L4) * t + L3) * t + L2) * t + L1) * t + 1);
    }
}
