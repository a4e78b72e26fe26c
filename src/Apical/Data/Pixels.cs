using System.Numerics;

namespace Apical.Data;

/// <summary>Between grey values and numbers.</summary>
internal static class Pixels
{
    private const int RowsAtOnce = 64;                  // of a batch: as many as stay in the first cache while samples, which are columns, are put in

    // Divided, not multiplied by 1 / 255, which would round twice.
    private static readonly float[] s_single = [.. Enumerable.Range(0, 256).Select(value => value / 255f)];
    private static readonly double[] s_double = [.. Enumerable.Range(0, 256).Select(value => value / 255.0)];

    /// <summary>Each byte divided by 255, <c>[samples, features]</c>.</summary>
    public static Matrix ToMatrix(ReadOnlySpan<byte> pixels, int samples, int features, Precision precision)
    {
        var result = new Matrix(samples, features, precision);
        if (precision == Precision.Single)
        {
            Convert(pixels, result.AsSpan<float>(), s_single);
        }
        else
        {
            Convert(pixels, result.AsSpan<double>(), s_double);
        }

        return result;
    }

    /// <summary>Each byte divided by 255, one image in each column.</summary>
    /// <param name="images">As many as there are columns.</param>
    /// <param name="x"><c>[features, batch]</c></param>
    public static void ToColumns(ReadOnlySpan<ArraySegment<byte>> images, Matrix x)
    {
        if (x.Precision == Precision.Single)
        {
            ToColumns(images, x.AsSpan<float>(), x.Rows, s_single);
        }
        else
        {
            ToColumns(images, x.AsSpan<double>(), x.Rows, s_double);
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> pixels, Span<T> x, T[] values)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            x[i] = values[pixels[i]];
        }
    }

    private static void ToColumns<T>(ReadOnlySpan<ArraySegment<byte>> images, Span<T> x, int features, T[] values)
        where T : unmanaged, INumberBase<T>
    {
        for (int first = 0; first < features; first += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, features - first);
            for (int sample = 0; sample < images.Length; sample++)
            {
                ReadOnlySpan<byte> from = images[sample].AsSpan(first, rows);
                int at = (first * images.Length) + sample;
                for (int i = 0; i < from.Length; i++, at += images.Length)
                {
                    x[at] = values[from[i]];
                }
            }
        }
    }
}
