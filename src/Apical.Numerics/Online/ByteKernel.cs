using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Apical.Numerics.Online;

/// <summary>
/// What an 8-bit net does with sixteen units at once: 8-bit weights, 16-bit sums, products rounded to the nearest, steps rounded at random.
/// </summary>
internal static unsafe class ByteKernel
{
    /// <summary>1 in units of 2⁻¹⁴: inputs, activities, errors.</summary>
    public const short One = 1 << 14;

    /// <summary>Units of one vector.</summary>
    public const int Count = 16;

    /// <summary>a for sixteen units, in units of 2⁻⁷; a sum that leaves 16 bits stays at the end.</summary>
    public static Vector256<short> Sum(ByteLayer* layer, int block, int* active, int activeCount)
    {
        sbyte* w = layer->W + block;
        Vector256<short> sum = Vector256<short>.Zero;
        for (int j = 0; j < layer->Inputs; j++, w += layer->Stride)
        {
            sum = Add(sum, Product(w, layer->X[j]));
        }

        sum = Add(sum, Widen(w) << 2);
        for (int k = 0; k < activeCount; k++)
        {
            sum = Add(sum, Widen(w + ((nint)(active[k] + 1) * layer->Stride)) << 2);
        }

        return sum;
    }

    /// <summary>min(max(a, −1), 1) of a in units of 2⁻⁷, in units of 2⁻¹⁴.</summary>
    public static Vector256<short> Clip(Vector256<short> a) =>
        Vector256.Min(Vector256.Max(a, Vector256.Create((short)-128)), Vector256.Create((short)128)) << 7;

    /// <summary>1 − h², in units of 2⁻¹⁴.</summary>
    public static Vector256<short> TanhSlope(Vector256<short> h) => Vector256.Create(One) - (MultiplyRound(h, h) << 1);

    /// <summary>1 where |h| &lt; 1, in units of 2⁻¹⁴.</summary>
    public static Vector256<short> ClipSlope(Vector256<short> h) =>
        Vector256.LessThan(Vector256.Abs(h), Vector256.Create(One)) & Vector256.Create(One);

    /// <summary>Moves the weights of sixteen units, those of their biases and of active categories by step · x, rounded at random.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="block">The first of the units.</param>
    /// <param name="step">In units of 2⁻⁸ of a weight's.</param>
    /// <param name="noise">Random bytes.</param>
    /// <param name="active">Categories.</param>
    /// <param name="activeCount">How many.</param>
    public static void Move(ByteLayer* layer, int block, Vector256<short> step, ByteNoise noise, int* active, int activeCount)
    {
        sbyte* w = layer->W + block;
        nint stride = layer->Stride;
        Vector256<short> twice = step << 1, least = Vector256.Create((short)layer->Least);
        int j = 0;
        for (; j + 1 < layer->Inputs; j += 2, w += 2 * stride)
        {
            Vector256<ushort> random = noise.Next();
            Round(w, MultiplyRound(twice, Vector256.Create(layer->X[j])), random & Vector256.Create((ushort)255), least);
            Round(w + stride, MultiplyRound(twice, Vector256.Create(layer->X[j + 1])), random >>> 8, least);
        }

        if (j < layer->Inputs)
        {
            Round(w, MultiplyRound(twice, Vector256.Create(layer->X[j])), noise.Next() >>> 8, least);
            w += stride;
        }

        Vector256<short> free = Vector256.Create((short)sbyte.MinValue);
        Round(w, step, noise.Next() >>> 8, free);
        for (int k = 0; k < activeCount; k++)
        {
            Round(w + ((nint)(active[k] + 1) * stride), step, noise.Next() >>> 8, free);
        }
    }

    /// <summary>w + (step + random) / 256, rounded down and kept between least and 127: on average the step itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round(sbyte* w, Vector256<short> step, Vector256<ushort> random, Vector256<short> least)
    {
        Vector256<short> moved = Widen(w) + (Add(step, random.AsInt16()) >> 8);
        Narrow(Vector256.Min(Vector256.Max(moved, least), Vector256.Create((short)sbyte.MaxValue)), w);
    }

    /// <summary>a b 2⁻¹⁵, rounded to the nearest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> MultiplyRound(Vector256<short> a, Vector256<short> b)
    {
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyHighRoundScale(a, b);
        }

        (Vector256<int> a0, Vector256<int> a1) = Vector256.Widen(a);
        (Vector256<int> b0, Vector256<int> b1) = Vector256.Widen(b);
        Vector256<int> half = Vector256.Create(1 << 14);
        return Vector256.Narrow(((a0 * b0) + half) >> 15, ((a1 * b1) + half) >> 15);
    }

    /// <summary>a + b, at the end of 16 bits where it would leave them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Add(Vector256<short> a, Vector256<short> b) => Vector256.AddSaturate(a, b);

    /// <summary>Sixteen weights as 16-bit numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<short> Widen(sbyte* w)
    {
        (Vector128<short> low, Vector128<short> high) = Vector128.Widen(Vector128.Load(w));
        return Vector256.Create(low, high);
    }

    // w x for x in units of 2⁻¹⁴: in units of 2⁻⁷
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Product(sbyte* w, short x) => MultiplyRound(Widen(w) << 3, Vector256.Create(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Narrow(Vector256<short> values, sbyte* w) => Vector128.Narrow(values.GetLower(), values.GetUpper()).Store(w);
}
