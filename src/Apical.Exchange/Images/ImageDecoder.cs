using SkiaSharp;

namespace Apical.Exchange.Images;

/// <summary>Decodes JPEG and PNG.</summary>
/// <remarks>
/// As Pillow's <c>open(…).convert("RGB")</c>, which torchvision uses: colour profiles and the orientation that a camera noted (EXIF) are not applied, and
/// transparency is dropped: a pixel has the colour that the file gives it, however transparent. Grey becomes three equal channels; colours become grey by
/// (19595 R + 38470 G + 7471 B) / 65536, rounded.
/// </remarks>
internal static class ImageDecoder
{
    /// <summary>Pixels that an image may have: more is a mistake or an attack, and would not fit beside others.</summary>
    public const int MostPixels = 50_000_000;

    private const int MostPacked = 9000;

    /// <summary>Decodes an image.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="grey">Whether it is to be grey.</param>
    /// <exception cref="InvalidDataException">It is damaged, too large, or no JPEG or PNG; the message says what.</exception>
    public static Raster Decode(byte[] file, bool grey)
    {
        using SKData? data = file.Length == 0 ? throw new InvalidDataException("the file is empty") : SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw new InvalidDataException("it is no image, or its beginning is damaged");
        if (codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png))
        {
            throw new InvalidDataException($"it is {Name(codec.EncodedFormat)}, and JPEG and PNG can be read");
        }

        (int width, int height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height is <= 0 or > MostPixels)
        {
            throw new InvalidDataException($"it has {height}×{width} pixels, and at most {MostPixels} are read");
        }

        // A PNG of one bit a pixel packs 8 into a byte and 1032 of these into one; a JPEG needs at least a bit for 64.
        if ((long)width * height / MostPacked > file.Length)
        {
            throw new InvalidDataException($"it promises {height}×{width} pixels, which {file.Length} bytes cannot hold");
        }

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var pixels = new byte[info.BytesSize];
        SKCodecResult result = codec.GetPixels(info, pixels);
        return result switch
        {
            SKCodecResult.Success => grey ? Grey(pixels, height, width) : Coloured(pixels, height, width),
            SKCodecResult.IncompleteInput => throw new InvalidDataException("it ends too early"),
            SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => throw new InvalidDataException("its content is damaged"),
            _ => throw new InvalidDataException("it is of a kind that cannot be decoded"),
        };
    }

    private static string Name(SKEncodedImageFormat format) => format switch
    {
        SKEncodedImageFormat.Webp => "WebP",
        _ => $"{format}".ToUpperInvariant(),
    };

    private static Raster Coloured(byte[] rgba, int height, int width)
    {
        Raster image = Raster.Black(3, height, width);
        int size = height * width;
        Span<byte> red = image.Bytes.AsSpan(0, size), green = image.Bytes.AsSpan(size, size), blue = image.Bytes.AsSpan(2 * size, size);
        for (int i = 0; i < size; i++)
        {
            (red[i], green[i], blue[i]) = (rgba[4 * i], rgba[(4 * i) + 1], rgba[(4 * i) + 2]);
        }

        return image;
    }

    private static Raster Grey(byte[] rgba, int height, int width)
    {
        Raster image = Raster.Black(1, height, width);
        for (int i = 0; i < image.Bytes.Length; i++)
        {
            image.Bytes[i] = (byte)(((19595 * rgba[4 * i]) + (38470 * rgba[(4 * i) + 1]) + (7471 * rgba[(4 * i) + 2]) + 0x8000) >> 16);
        }

        return image;
    }
}
