using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Apical.Numerics.Random;

/// <content>Draws of many numbers at once, each the same as the corresponding single draw.</content>
public sealed partial class Rng
{
    private const double Ulp53 = 1.0 / (1UL << 53);
    private const int Chunk = 256;

    /// <summary>Fills with numbers in [<paramref name="low"/>, <paramref name="high"/>): those of <see cref="Uniform"/>, one after the other.</summary>
    public void FillUniform(Span<double> destination, double low, double high)
    {
        CheckRange(low, high);
        Uniforms(destination, low, high - low, Below(high, low));
    }

    /// <summary>As the double form, each number rounded to single precision (and kept below <paramref name="high"/>).</summary>
    [SkipLocalsInit]
    public void FillUniform(Span<float> destination, double low, double high)
    {
        CheckRange(low, high);
        double below = Below(high, low);
        float most = (float)high;
        most = most >= high && high > low ? MathF.BitDecrement(most) : most;
        Span<double> buffer = stackalloc double[Chunk];
        for (int start = 0; start < destination.Length; start += Chunk)
        {
            Span<float> part = destination.Slice(start, Math.Min(Chunk, destination.Length - start));
            Span<double> x = buffer[..part.Length];
            Uniforms(x, low, high - low, below);
            Narrow(x, part);
            TensorPrimitives.Min(part, most, part);
        }
    }

    /// <summary>Fills with draws from the normal distribution: <c>mean + sd · Normal()</c>, one after the other.</summary>
    public void FillNormal(Span<double> destination, double mean, double sd)
    {
        CheckNormal(mean, sd);
        for (int start = 0; start < destination.Length; start += Chunk)
        {
            Span<double> part = destination.Slice(start, Math.Min(Chunk, destination.Length - start));
            StandardNormals(part);
            ScaleAndShift(part, mean, sd);
        }
    }

    /// <summary>As the double form, each number rounded to single precision.</summary>
    [SkipLocalsInit]
    public void FillNormal(Span<float> destination, double mean, double sd)
    {
        CheckNormal(mean, sd);
        Span<double> buffer = stackalloc double[Chunk];
        for (int start = 0; start < destination.Length; start += Chunk)
        {
            Span<float> part = destination.Slice(start, Math.Min(Chunk, destination.Length - start));
            Span<double> z = buffer[..part.Length];
            StandardNormals(z);
            ScaleAndShift(z, mean, sd);
            Narrow(z, part);
        }
    }

    /// <summary>The largest number that [low, high) holds: the sum low + width · u may round up to the end that is not included.</summary>
    private static double Below(double high, double low) => high > low ? Math.BitDecrement(high) : high;

    private static void CheckRange(double low, double high)
    {
        if (!(low <= high) || !double.IsFinite(high - low))
        {
            throw new ArgumentException($"Expected a finite range with low <= high, got [{low}, {high}).");
        }
    }

    private static void CheckNormal(double mean, double sd)
    {
        if (!double.IsFinite(mean) || !(sd >= 0) || !double.IsFinite(sd))
        {
            throw new ArgumentException($"Expected a finite mean and a finite standard deviation of at least 0, got mean {mean} and sd {sd}.");
        }
    }

    private void StandardNormals(Span<double> destination)
    {
        FillBits(MemoryMarshal.Cast<double, ulong>(destination));
        NormalQuantile.Centre(destination);
        NormalQuantile.OfCentred(destination);
    }

    private void Uniforms(Span<double> destination, double low, double width, double most)
    {
        Span<ulong> bits = MemoryMarshal.Cast<double, ulong>(destination);
        FillBits(bits);
        int done = 0;
        for (; done + Vector<double>.Count <= bits.Length; done += Vector<double>.Count)
        {
            // 53 bits: as signed numbers they convert exactly and fast
            Vector<double> u = Vector.ConvertToDouble(Vector.AsVectorInt64(Vector.ShiftRightLogical(new Vector<ulong>(bits[done..]), 11))) * Ulp53;
            Vector.Min(new Vector<double>(low) + width * u, new Vector<double>(most)).CopyTo(destination[done..]);
        }

        for (; done < bits.Length; done++)
        {
            destination[done] = Math.Min(low + width * ((bits[done] >> 11) * Ulp53), most);
        }
    }

    private static void ScaleAndShift(Span<double> z, double mean, double sd)
    {
        int done = 0;
        for (; done + Vector<double>.Count <= z.Length; done += Vector<double>.Count)
        {
            Span<double> here = z[done..];
            (new Vector<double>(mean) + sd * new Vector<double>(here)).CopyTo(here);
        }

        for (; done < z.Length; done++)
        {
            z[done] = mean + sd * z[done];
        }
    }

    private static void Narrow(ReadOnlySpan<double> from, Span<float> to)
    {
        int done = 0;
        int width = Vector<double>.Count;
        for (; done + 2 * width <= from.Length; done += 2 * width)
        {
            Vector.Narrow(new Vector<double>(from[done..]), new Vector<double>(from[(done + width)..])).CopyTo(to[done..]);
        }

        for (; done < from.Length; done++)
        {
            to[done] = (float)from[done];
        }
    }

    /// <summary>As many calls of <see cref="NextUInt64"/>, with the state held in registers meanwhile.</summary>
    private void FillBits(Span<ulong> destination)
    {
        (ulong s0, ulong s1, ulong s2, ulong s3) = (_s0, _s1, _s2, _s3);
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = BitOperations.RotateLeft(s1 * 5, 7) * 9;
            ulong t = s1 << 17;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= t;
            s3 = BitOperations.RotateLeft(s3, 45);
        }

        (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);
    }
}
