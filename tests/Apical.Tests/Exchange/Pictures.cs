using System.IO.Compression;
using SkiaSharp;

namespace Apical.Tests.Exchange;

/// <summary>Image files that tests make themselves.</summary>
internal static class Pictures
{
    /// <summary>A PNG of given colours.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="colour">Colour at a row and column.</param>
    public static byte[] Png(int height, int width, Func<int, int, SKColor> colour) => Encode(height, width, colour, SKEncodedImageFormat.Png);

    /// <summary>A PNG of colours that follow from a number.</summary>
    public static byte[] Png(int height, int width, int seed = 1) => Png(height, width, (y, x) => Colour(seed, y, x));

    /// <summary>A JPEG of smooth colours.</summary>
    public static byte[] Jpeg(int height, int width, int seed = 1) =>
        Encode(height, width, (y, x) => new((byte)(40 + (5 * seed) + (2 * y)), (byte)(60 + x), (byte)(90 + y + x)), SKEncodedImageFormat.Jpeg);

    /// <summary>A JPEG with a single channel.</summary>
    public static byte[] GreyJpeg(int height, int width, byte level)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.Erase(new SKColor(level, level, level));
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    public static SKColor Colour(int seed, int y, int x) =>
        new((byte)((31 * seed) + (7 * y) + x), (byte)((13 * seed) + y + (5 * x)), (byte)((3 * seed) + (11 * y) + (2 * x)));

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in files)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return packed.ToArray();
    }

    private static byte[] Encode(int height, int width, Func<int, int, SKColor> colour, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, format == SKEncodedImageFormat.Png ? SKAlphaType.Unpremul
            : SKAlphaType.Opaque));
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, colour(y, x));
            }
        }

        using SKData data = bitmap.Encode(format, 95);
        return data.ToArray();
    }
}
