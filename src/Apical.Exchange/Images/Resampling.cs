namespace Apical.Exchange.Images;

/// <summary>
/// Scales images as Pillow's bilinear filter does, which torchvision uses: each pixel is the mean of those below it, weighted by a triangle that is as wide
/// as two pixels of the coarser grid. So an image made smaller does not flicker, and one made larger is interpolated linearly.
/// </summary>
/// <remarks>
/// Rows first, then columns, each rounded to bytes. The weights are whole multiples of 2⁻²², as in Pillow, and sums are exact: the same bytes everywhere.
/// </remarks>
internal static class Resampling
{
    private const int Bits = 22;

    /// <summary>The image in another size.</summary>
    public static Raster Resize(Raster image, int height, int width)
    {
        Raster wide = width == image.Width ? image : Rows(image, width);
        return height == wide.Height ? wide : Columns(wide, height);
    }

    private static Raster Rows(Raster from, int width)
    {
        Raster to = Raster.Black(from.Channels, from.Height, width);
        (int First, int[] Weights)[] taps = Taps(from.Width, width);
        for (int row = 0; row < from.Channels * from.Height; row++)
        {
            ReadOnlySpan<byte> source = from.Bytes.AsSpan(row * from.Width, from.Width);
            for (int x = 0; x < width; x++)
            {
                (int first, int[] weights) = taps[x];
                ReadOnlySpan<byte> some = source.Slice(first, weights.Length);
                int sum = 1 << (Bits - 1);
                for (int i = 0; i < some.Length; i++)
                {
                    sum += weights[i] * some[i];
                }

                to.Bytes[(row * width) + x] = Byte(sum);
            }
        }

        return to;
    }

    private static Raster Columns(Raster from, int height)
    {
        int width = from.Width;
        Raster to = Raster.Black(from.Channels, height, width);
        (int First, int[] Weights)[] taps = Taps(from.Height, height);
        var sums = new int[width];
        for (int row = 0; row < from.Channels * height; row++)
        {
            (int first, int[] weights) = taps[row % height];
            Array.Fill(sums, 1 << (Bits - 1));
            for (int i = 0; i < weights.Length; i++)
            {
                ReadOnlySpan<byte> source = from.Bytes.AsSpan(((row / height * from.Height) + first + i) * width, width);
                for (int x = 0; x < source.Length; x++)
                {
                    sums[x] += weights[i] * source[x];
                }
            }

            for (int x = 0; x < width; x++)
            {
                to.Bytes[(row * width) + x] = Byte(sums[x]);
            }
        }

        return to;
    }

    // Which pixels of the old line each new one is made of, and how much of each.
    private static (int First, int[] Weights)[] Taps(int from, int to)
    {
        double scale = (double)from / to, reach = Math.Max(scale, 1);
        var taps = new (int, int[])[to];
        for (int x = 0; x < to; x++)
        {
            double centre = (x + 0.5) * scale, slope = 1 / reach;
            int first = Math.Max(0, (int)(centre - reach + 0.5)), end = Math.Min(from, (int)(centre + reach + 0.5));
            double[] weights = [.. Enumerable.Range(first, end - first).Select(i => Math.Max(0, 1 - Math.Abs((i - centre + 0.5) * slope)))];
            double sum = weights.Sum();
            taps[x] = (first, [.. weights.Select(weight => (int)((weight / sum * (1 << Bits)) + 0.5))]);
        }

        return taps;
    }

    private static byte Byte(int sum) => (byte)Math.Clamp(sum >> Bits, 0, 255);
}
