using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Apical.Numerics.Random;

/// <content>Draws of who fires.</content>
public sealed partial class Rng
{
    private const int Block = 16;                       // units that share eight draws, whatever the width of vectors here
    private const float Ulp24 = 1f / (1 << 24);

    /// <summary>
    /// Draws who fires: unit i with probability <c>factor · probability[i]</c>, independently, to 24 bits. Sixteen neighbours that cannot fire cost no draw.
    /// </summary>
    /// <param name="probability">Of each unit; with the factor 0 or less is never and 1 or more always.</param>
    /// <param name="factor">On all of them.</param>
    /// <param name="fired">Receives the numbers of those that fire, rising; room for all.</param>
    /// <returns>How many.</returns>
    /// <exception cref="ArgumentException">Too little room.</exception>
    [SkipLocalsInit]
    public int DrawEvents(ReadOnlySpan<float> probability, float factor, Span<int> fired)
    {
        Room(probability.Length, fired);
        int count = 0, first = 0;
        for (; first <= probability.Length - Block; first += Block)
        {
            count = DrawBlock(Vector512.Create(probability[first..]), factor, first, fired, count);
        }

        if (first < probability.Length)
        {
            Span<float> last = stackalloc float[Block];
            last.Clear();
            probability[first..].CopyTo(last);
            count = DrawBlock(Vector512.Create<float>(last), factor, first, fired, count);
        }

        return count;
    }

    /// <summary>As the form in single precision, to which the probabilities are rounded: both draw the same.</summary>
    [SkipLocalsInit]
    public int DrawEvents(ReadOnlySpan<double> probability, float factor, Span<int> fired)
    {
        Room(probability.Length, fired);
        Span<float> block = stackalloc float[Block];
        int count = 0;
        for (int first = 0; first < probability.Length; first += Block)
        {
            ReadOnlySpan<double> here = probability.Slice(first, Math.Min(Block, probability.Length - first));
            block.Clear();
            for (int i = 0; i < here.Length; i++)
            {
                block[i] = (float)here[i];
            }

            count = DrawBlock(Vector512.Create<float>(block), factor, first, fired, count);
        }

        return count;
    }

    private static void Room(int units, Span<int> fired)
    {
        if (fired.Length < units)
        {
            throw new ArgumentException($"{units} units may fire, and there is room for {fired.Length}.", nameof(fired));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int DrawBlock(Vector512<float> probability, float factor, int first, Span<int> fired, int count)
    {
        Vector512<float> p = probability * factor;
        if (!Vector512.GreaterThanAny(p, Vector512<float>.Zero))
        {
            return count;
        }

        Span<ulong> bits = stackalloc ulong[Block / 2];
        FillBits(bits);
        Vector512<int> whole = Vector512.ShiftRightLogical(Vector512.Create(MemoryMarshal.Cast<ulong, int>(bits)), 8);
        ulong mask = Vector512.LessThan(Vector512.ConvertToSingle(whole) * Ulp24, p).ExtractMostSignificantBits();
        for (; mask != 0; mask &= mask - 1)
        {
            fired[count++] = first + BitOperations.TrailingZeroCount(mask);
        }

        return count;
    }
}
