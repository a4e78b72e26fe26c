using System.Buffers.Binary;
using System.IO.Compression;

namespace Apical.Report;

/// <summary>An image with transparency as a PNG file.</summary>
internal static class SmallPng
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(Entry)];

    /// <summary>The file.</summary>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="colours">1 for grey, 3 for red, green and blue.</param>
    /// <param name="pixels">Row by row, for each pixel a byte for each colour (0 black) and one for opacity (0 transparent).</param>
    public static byte[] Encode(int width, int colours, ReadOnlySpan<byte> pixels)
    {
        int row = (colours + 1) * width, height = pixels.Length / row;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < height; y++)
            {
                zlib.WriteByte(0); // the row as it is
                zlib.Write(pixels.Slice(y * row, row));
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, (byte)(colours == 1 ? 4 : 6)); // 8 bits, grey or colours, with opacity
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, packed.ToArray());
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> name, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(name);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Checksum(Checksum(~0u, name), data));
        file.Write(number);
    }

    private static uint Checksum(uint sum, ReadOnlySpan<byte> data)
    {
        foreach (byte b in data)
        {
            sum = s_table[(byte)(sum ^ b)] ^ (sum >> 8);
        }

        return sum;
    }

    private static uint Entry(int n)
    {
        uint c = (uint)n;
        for (int bit = 0; bit < 8; bit++)
        {
            c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
        }

        return c;
    }
}
