namespace Apical.Exchange.Images;

/// <summary>Brings images to one size, as torchvision's Resize and CenterCrop do.</summary>
/// <param name="Resize">A number is the length that the shorter side gets, the other in proportion; rows and columns are taken as they are.</param>
/// <param name="Crop">What is cut out of the middle; an image that is smaller gets a black border.</param>
internal sealed record Framing(Extent Resize, Extent Crop)
{
    /// <summary>Whether all images come out in one size, whatever theirs: null when that hangs on them.</summary>
    public (int Height, int Width)? Size => Crop != Extent.None ? (Crop.Height, Crop.Width)
        : Resize != Extent.None && !Resize.IsNumber ? (Resize.Height, Resize.Width) : null;

    /// <summary>What becomes of an image.</summary>
    public Raster Of(Raster image)
    {
        if (Resize != Extent.None)
        {
            (int height, int width) = Scaled(image);
            image = Resampling.Resize(image, height, width);
        }

        return Crop == Extent.None || (Crop.Height == image.Height && Crop.Width == image.Width) ? image : Cut(image);
    }

    // The longer side is cut off to whole pixels, not rounded.
    private (int Height, int Width) Scaled(Raster image) => !Resize.IsNumber ? (Resize.Height, Resize.Width)
        : image.Height < image.Width ? (Resize.Height, Math.Max(1, (int)((long)Resize.Height * image.Width / image.Height)))
        : (Math.Max(1, (int)((long)Resize.Height * image.Height / image.Width)), Resize.Height);

    private Raster Cut(Raster from)
    {
        Raster to = Raster.Black(from.Channels, Crop.Height, Crop.Width);
        (int top, int left) = (Offset(from.Height, Crop.Height), Offset(from.Width, Crop.Width));
        int begin = Math.Max(0, -left), end = Math.Min(to.Width, from.Width - left);
        for (int row = 0; row < to.Channels * to.Height; row++)
        {
            int y = top + (row % to.Height);
            if (y >= 0 && y < from.Height)
            {
                int start = (((row / to.Height * from.Height) + y) * from.Width) + left;
                from.Bytes.AsSpan(start + begin, end - begin).CopyTo(to.Bytes.AsSpan((row * to.Width) + begin));
            }
        }

        return to;
    }

    // Where the cut begins; before the image where it is smaller. Halves go to the even number, and of a border the smaller half comes first.
    private static int Offset(int size, int cut) => size >= cut ? (int)Math.Round((size - cut) / 2.0, MidpointRounding.ToEven) : -((cut - size) / 2);
}
