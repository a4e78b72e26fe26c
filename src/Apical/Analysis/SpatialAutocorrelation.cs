namespace Apical.Analysis;

/// <summary>Whether the pixels of an image are like their neighbours: structure in receptive fields.</summary>
public static class SpatialAutocorrelation
{
    /// <summary>
    /// Moran's I over horizontal and vertical neighbours: the mean product of the deviations of two neighbours over the mean square of all deviations
    /// (P. A. P. Moran, Notes on continuous stochastic phenomena, Biometrika 37 (1950) 17–23). Near 1 for smooth images, −1 for a chessboard;
    /// pixels in random order have −1 / (pixels − 1) in the mean.
    /// </summary>
    /// <param name="image">Pixels row after row, e.g. a row of W.</param>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="columns">Columns of the image.</param>
    /// <returns>I; NaN for a constant image.</returns>
    /// <exception cref="ArgumentException">Not rows × columns pixels, or fewer than two.</exception>
    public static double MoransI(ReadOnlySpan<double> image, int rows, int columns)
    {
        double[] pixels = Deviations(image, rows, columns);
        double right = Products(pixels, rows, columns, 0, 1), below = Products(pixels, rows, columns, 1, 0);
        int pairs = (rows * (columns - 1)) + ((rows - 1) * columns);
        return (right + below) / pairs / (Products(pixels, rows, columns, 0, 0) / image.Length);
    }

    /// <summary>
    /// The autocorrelation at one distance: the mean product of the deviations of pixels so far apart, over the mean square of all deviations.
    /// </summary>
    /// <param name="image">Pixels row after row.</param>
    /// <param name="rows">Rows of the image.</param>
    /// <param name="columns">Columns of the image.</param>
    /// <param name="down">Rows between the two, from 0 to rows − 1.</param>
    /// <param name="right">Columns between the two, from 0 to columns − 1.</param>
    /// <returns>1 at distance (0, 0); NaN for a constant image.</returns>
    /// <exception cref="ArgumentException">Not rows × columns pixels, fewer than two, or a distance as large as the image.</exception>
    public static double At(ReadOnlySpan<double> image, int rows, int columns, int down, int right)
    {
        double[] pixels = Deviations(image, rows, columns);
        if (down < 0 || down >= rows || right < 0 || right >= columns)
        {
            throw new ArgumentOutOfRangeException(nameof(down),
                $"No two pixels of a {rows} × {columns} image are ({down}, {right}) apart; use 0 to {rows - 1} and 0 to {columns - 1}.");
        }

        double pairs = (rows - down) * (columns - right);
        return Products(pixels, rows, columns, down, right) / pairs / (Products(pixels, rows, columns, 0, 0) / image.Length);
    }

    private static double Products(double[] pixels, int rows, int columns, int down, int right)
    {
        double sum = 0;
        for (int r = 0; r < rows - down; r++)
        {
            for (int c = 0; c < columns - right; c++)
            {
                sum += pixels[(r * columns) + c] * pixels[((r + down) * columns) + c + right];
            }
        }

        return sum;
    }

    // From the mean; of far out pixels a power of two of them, so that their products stay within the range of numbers.
    private static double[] Deviations(ReadOnlySpan<double> image, int rows, int columns)
    {
        if (rows < 1 || columns < 1 || image.Length != rows * columns || image.Length < 2)
        {
            throw new ArgumentException($"An image of {rows} × {columns} pixels, at least two, needs as many numbers; got {image.Length}.", nameof(image));
        }

        double[] pixels = image.ToArray();
        double largest = pixels.Max(Math.Abs);
        if (largest is (> 1e100 and < double.PositiveInfinity) or (> 0 and < 1e-100))
        {
            pixels = [.. pixels.Select(pixel => Math.ScaleB(pixel, -Math.ILogB(largest)))];
        }

        double mean = pixels.Sum() / pixels.Length;
        return [.. pixels.Select(pixel => pixel - mean)];
    }
}
