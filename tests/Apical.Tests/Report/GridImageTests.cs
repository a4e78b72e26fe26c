using System.Buffers.Binary;
using System.IO.Compression;
using Apical.Report;
using Apical.Runs;

namespace Apical.Tests.Report;

public sealed class GridImageTests
{
    /// <summary>By hand: −2 is the least (black), 4 the most (white), 0 grey, −1 halfway to black: 128 − 64, 2 halfway to white: 128 + 63.5.</summary>
    [Fact]
    public void Zero_is_grey_and_each_image_has_its_own_range()
    {
        GridImage image = GridImage.Of(new ImageGrid("", 2, 3, [[-2, -1, 0, 2, 4, double.NaN], [0, 0, 0, 0, 0, 0.5]]))!;

        Assert.Equal((7, 2), (image.Width, image.Height));
        byte[] pixels = Decode(image.Png, 7, 2);
        Assert.Equal(
        [
            0, 255, 64, 255, 128, 255, 0, 0, 128, 255, 128, 255, 128, 255,
            192, 255, 255, 255, 0, 0, 0, 0, 128, 255, 128, 255, 255, 255,
        ], pixels);
    }

    [Fact]
    public void Images_fill_rows_of_the_grid()
    {
        GridImage image = GridImage.Of(new ImageGrid("", 1, 1, [[1], [-1], [0]]) { Columns = 2 })!;

        Assert.Equal((3, 3), (image.Width, image.Height));
        Assert.Equal([255, 255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 128, 255, 0, 0, 0, 0], Decode(image.Png, 3, 3));
    }

    /// <summary>One range for all colours: −2 is black, 4 white, 2 halfway to white.</summary>
    [Fact]
    public void Three_channels_are_colours()
    {
        GridImage image = GridImage.Of(new ImageGrid("", 1, 2, [[-2, 0, 4, 0, 2, double.NaN]]) { Channels = 3 })!;
        Assert.Equal([0, 255, 192, 255, 128, 128, 0, 255], Decode(image.Png, 2, 1, colours: 3));
    }

    [Fact]
    public void No_images_are_no_picture() => Assert.Null(GridImage.Of(new ImageGrid("", 2, 2, [])));

    /// <summary>Reads a PNG by its specification: signature, chunks with their checksums (found here bit by bit), rows without filters.</summary>
    private static byte[] Decode(byte[] png, int width, int height, int colours = 1)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var names = new List<string>();
        using var data = new MemoryStream();
        for (int at = 8; at < png.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            string name = System.Text.Encoding.ASCII.GetString(png, at + 4, 4);
            Assert.Equal(Checksum(png.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            byte[] content = png[(at + 8)..(at + 8 + length)];
            names.Add(name);
            if (name == "IHDR")
            {
                Assert.Equal([0, 0, 0, (byte)width, 0, 0, 0, (byte)height, 8, (byte)(colours == 1 ? 4 : 6), 0, 0, 0], content);
            }
            else if (name == "IDAT")
            {
                data.Write(content);
            }

            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], names);
        data.Position = 0;
        using var plain = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionMode.Decompress))
        {
            zlib.CopyTo(plain);
        }

        byte[][] rows = [.. plain.ToArray().Chunk(1 + ((colours + 1) * width))];
        Assert.Equal(height, rows.Length);
        Assert.All(rows, row => Assert.Equal(0, row[0]));
        return [.. rows.SelectMany(row => row[1..])];
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = ~0u;
        foreach (byte b in data)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                uint top = (sum ^ (uint)(b >> bit)) & 1;
                sum = (sum >> 1) ^ (top * 0xEDB88320);
            }
        }

        return ~sum;
    }
}
