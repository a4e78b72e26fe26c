using Apical.Runs;

namespace Apical.Report;

/// <summary>The images of a grid as one, a transparent line between them, so that they are seen without scripts too.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Png">The file.</param>
internal sealed record GridImage(int Width, int Height, byte[] Png)
{
    private const int Zero = 128;

    /// <summary>Draws a grid; null where there is nothing to draw.</summary>
    public static GridImage? Of(ImageGrid grid)
    {
        if (grid.Images.Count == 0 || grid.Width < 1 || grid.Height < 1 || (long)grid.Width * grid.Height > grid.Images.Max(image => image.Count))
        {
            return null;
        }

        int columns = Math.Clamp(grid.Columns, 1, grid.Images.Count), rows = (grid.Images.Count + columns - 1) / columns;
        int width = (columns * (grid.Width + 1)) - 1, height = (rows * (grid.Height + 1)) - 1;
        int colours = grid.Channels == 3 ? 3 : 1, size = grid.Width * grid.Height;
        byte[] pixels = new byte[(colours + 1) * width * height];
        for (int k = 0; k < grid.Images.Count; k++)
        {
            var image = grid.Images[k];
            var finite = image.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
            double least = Math.Min(0, finite.Min()), most = Math.Max(0, finite.Max());
            int corner = (k / columns * (grid.Height + 1) * width) + (k % columns * (grid.Width + 1));
            for (int i = 0; i < Math.Min(image.Count, colours * size); i++)
            {
                if (double.IsFinite(image[i]))
                {
                    int at = (colours + 1) * (corner + (i % size / grid.Width * width) + (i % grid.Width));
                    (pixels[at + (i / size)], pixels[at + colours]) = (Grey(image[i], least, most), 255);
                }
            }
        }

        return new(width, height, SmallPng.Encode(width, colours, pixels));
    }

    /// <summary>Zero is grey; what is most negative black, what is most positive white.</summary>
    private static byte Grey(double value, double least, double most) =>
        (byte)Math.Round(value > 0 ? Zero + ((255 - Zero) * (value / most)) : value < 0 ? Zero - (Zero * (value / least)) : Zero);
}
