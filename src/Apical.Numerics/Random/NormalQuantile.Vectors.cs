using System.Numerics;
using System.Runtime.CompilerServices;

namespace Apical.Numerics.Random;

/// <content>The same operations in the same order, many numbers at a time.</content>
public static partial class NormalQuantile
{
    private const int Most = 256;

    /// <summary>Replaces each 64 random bits by the point of (−½, ½) that the one-by-one form gives.</summary>
    internal static void Centre(Span<double> bits)
    {
        int done = 0;
        int width = Vector<double>.Count;
        for (; done + width <= bits.Length; done += width)
        {
            Span<double> here = bits[done..];
            Vector<ulong> raw = Vector.AsVectorUInt64(new Vector<double>(here));
            Vector<ulong> number = Vector.ShiftRightLogical(raw, 12) | new Vector<ulong>(0x3FF0_0000_0000_0000);
            (Vector.AsVectorDouble(number) - V(1.5) + V(HalfStep)).CopyTo(here);
        }

        for (; done < bits.Length; done++)
        {
            bits[done] = Centre(BitConverter.DoubleToUInt64Bits(bits[done]));
        }
    }

    /// <summary>Replaces each q by Φ⁻¹(½ + q), with the bits of the one-by-one form.</summary>
    /// <param name="values">At most 256 numbers made by <see cref="Centre(ulong)"/>.</param>
    [SkipLocalsInit]
    internal static void OfCentred(Span<double> values)
    {
        // 15 in 100 lie in the tails: put them aside, close together, before the middle's formula overwrites all
        Span<double> tail = stackalloc double[Most + 8];
        Span<int> where = stackalloc int[Most];
        int tails = 0;
        for (int i = 0; i < values.Length; i++)
        {
            tail[tails] = values[i];
            where[tails] = i;
            tails += Math.Abs(values[i]) > Middle ? 1 : 0;
        }

        int done = 0;
        int width = Vector<double>.Count;
        for (; done + width <= values.Length; done += width)
        {
            Span<double> here = values[done..];
            Inner(new Vector<double>(here)).CopyTo(here);
        }

        for (; done < values.Length; done++)
        {
            values[done] = Inner(values[done]);
        }

        Tails(tail, tails);
        for (int i = 0; i < tails; i++)
        {
            values[where[i]] = tail[i];
        }
    }

    private static void Tails(Span<double> q, int count)
    {
        int done = 0;
        int width = Vector<double>.Count;
        for (; done + width <= count; done += width)
        {
            Span<double> here = q.Slice(done, width);
            var v = new Vector<double>(here);
            Vector<double> r = Vector.SquareRoot(-Log(new Vector<double>(0.5) - Vector.Abs(v)));
            if (Vector.LessThanOrEqualAll(r, new Vector<double>(5)))
            {
                Outer(v, r).CopyTo(here);
                continue;
            }

            // p below e⁻²⁵: once in 36 billion draws
            foreach (ref double one in here)
            {
                one = OfCentred(one);
            }
        }

        for (; done < count; done++)
        {
            q[done] = OfCentred(q[done]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Inner(Vector<double> q)
    {
        Vector<double> r = V(MiddleSquared) - q * q;
        return q * (((((((V(A7) * r + V(A6)) * r + V(A5)) * r + V(A4)) * r + V(A3)) * r + V(A2)) * r + V(A1)) * r + V(A0))
            / (((((((V(B7) * r + V(B6)) * r + V(B5)) * r + V(B4)) * r + V(B3)) * r + V(B2)) * r + V(B1)) * r + V(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Outer(Vector<double> q, Vector<double> r)
    {
        r -= V(1.6);
        Vector<double> x = (((((((V(C7) * r + V(C6)) * r + V(C5)) * r + V(C4)) * r + V(C3)) * r + V(C2)) * r + V(C1)) * r + V(C0))
            / (((((((V(D7) * r + V(D6)) * r + V(D5)) * r + V(D4)) * r + V(D3)) * r + V(D2)) * r + V(D1)) * r + V(1));
        return Vector.CopySign(x, q);
    }

    /// <summary>ln of positive normal numbers below 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Log(Vector<double> x)
    {
        Vector<long> bits = Vector.AsVectorInt64(x);
        Vector<long> k = Vector.ShiftRightArithmetic(bits - new Vector<long>(SqrtHalfBits), 52);
        Vector<double> m = Vector.AsVectorDouble(bits - Vector.ShiftLeft(k, 52));

        // k as a double: added to the bits of 1.5 · 2⁵² it stands in the last digits
        Vector<double> exponent = Vector.AsVectorDouble(k + new Vector<long>(0x4338_0000_0000_0000)) - V(6755399441055744);

        Vector<double> s = (m - V(1)) / (m + V(1));
        Vector<double> t = s * s;
        return exponent * V(Ln2) + (s + s) * (((((((((((t * V(L11) + V(L10)) * t + V(L9)) * t + V(L8)) * t + V(L7)) * t + V(L6)) * t + V(L5))
            * t + V(L4)) * t + V(L3)) * t + V(L2)) * t + V(L1)) * t + V(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> V(double constant) => new(constant);
}
