namespace Apical.Tests.Networks;

/// <summary>Layers with patches by their definition: a dense matrix in which the connections outside of the patches are missing.</summary>
internal static class PlainPatches
{
    /// <summary>The dense matrix <c>[outputs, inputs]</c> of weights with a row for each unit, or one for each map.</summary>
    public static Matrix Spread(PatchShape s, Matrix w)
    {
        var dense = new Matrix(s.Outputs, s.Inputs, w.Precision);
        Each(s, (unit, tap, pixel) => dense[unit, pixel] += w[Row(s, w, unit), tap]);
        return dense;
    }

    /// <summary>The entries of a dense matrix at the connections, summed over those that share a weight.</summary>
    public static Matrix Gather(PatchShape s, Matrix dense, int rows)
    {
        var w = new Matrix(rows, s.Taps, dense.Precision);
        Each(s, (unit, tap, pixel) => w[Row(s, w, unit), tap] += dense[unit, pixel]);
        return w;
    }

    /// <summary>Normal numbers.</summary>
    public static Matrix Normal(int rows, int columns, Rng rng, Precision precision)
    {
        var x = new Matrix(rows, columns, precision);
        x.FillNormal(rng);
        return x;
    }

    private static int Row(PatchShape s, Matrix w, int unit) => w.Rows == s.Outputs ? unit : unit / (s.Outputs / s.Maps);

    private static void Each(PatchShape s, Action<int, int, int> visit)
    {
        (int rows, int top) = Side(s.Height, s.PatchHeight, s);
        (int columns, int left) = Side(s.Width, s.PatchWidth, s);
        Assert.Equal((s.Maps * rows * columns, rows, columns), (s.Outputs, s.OutHeight, s.OutWidth));
        int taps = s.Channels * s.PatchHeight * s.PatchWidth;
        for (int unit = 0; unit < s.Outputs; unit++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                int c = tap / (s.PatchHeight * s.PatchWidth), dy = tap / s.PatchWidth % s.PatchHeight, dx = tap % s.PatchWidth;
                int y = (unit / columns % rows * s.Stride) - top + dy, x = (unit % columns * s.Stride) - left + dx;
                if (y >= 0 && y < s.Height && x >= 0 && x < s.Width)
                {
                    visit(unit, tap, (((c * s.Height) + y) * s.Width) + x);
                }
            }
        }
    }

    /// <summary>How many patches there are along a side, and how far the first lies outside.</summary>
    private static (int Count, int Before) Side(int size, int patch, PatchShape s)
    {
        if (!s.Same)
        {
            return ((size - patch + s.Stride) / s.Stride, 0);
        }

        int count = (int)Math.Ceiling(size / (double)s.Stride);
        return (count, Math.Max(0, ((count - 1) * s.Stride) + patch - size) / 2);
    }
}
