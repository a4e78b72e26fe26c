using System.IO.Compression;
using System.Text;

namespace Apical.Tests.Data;

/// <summary>Writes files by the description of MATLAB's format, version 5 (MAT-File Format, The MathWorks), byte by byte.</summary>
internal static class Matlab
{
    /// <summary>Numbers of the format's types of numbers.</summary>
    public const int Int8 = 1, UInt8 = 2, Int16 = 3, UInt16 = 4, Int32 = 5, UInt32 = 6, Single = 7, Double = 9, Int64 = 12, UInt64 = 13;

    private const int Matrix = 14, Compressed = 15;

    public static byte[] Header { get; } = [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), 0, 1, (byte)'I', (byte)'M'];

    public static byte Pixel(int row, int column, int colour, int n) => (byte)((row * 7) + (column * 3) + (colour * 50) + (n * 11));

    /// <summary>Up to three cropped digits of SVHN, labelled 1, 5 and 10 (the digit 0).</summary>
    public static byte[] Svhn(int samples, bool compressed, bool labelsAsDoubles = false)
    {
        byte[] y = Bytes(labelsAsDoubles ? Double : UInt8, [.. new[] { 1.0, 5, 10 }.Take(samples)]);
        return File(compressed, Array("X", [32, 32, 3, samples], UInt8, Pixels(samples)), Array("y", [samples, 1], labelsAsDoubles ? Double : UInt8, y));
    }

    /// <summary>Images, the first axis innermost: rows, columns, colours, samples.</summary>
    public static byte[] Pixels(int samples) =>
    [
        .. from n in Enumerable.Range(0, samples)
           from colour in Enumerable.Range(0, 3)
           from column in Enumerable.Range(0, 32)
           from row in Enumerable.Range(0, 32)
           select Pixel(row, column, colour, n),
    ];

    public static byte[] File(bool compressed, params byte[][] arrays) => [.. Header, .. arrays.SelectMany(array => compressed ? Packed(array) : array)];

    /// <summary>miMATRIX: flags with the class, sizes, name, numbers.</summary>
    public static byte[] Array(string name, int[] sizes, int type, byte[] numbers)
    {
        byte[] content =
        [
            .. Element(UInt32, [(byte)ClassOf(type), 0, 0, 0, 0, 0, 0, 0]), .. Element(Int32, [.. sizes.SelectMany(BitConverter.GetBytes)]),
            .. Element(Int8, Encoding.ASCII.GetBytes(name)), .. Element(type, numbers),
        ];
        return [.. BitConverter.GetBytes(Matrix), .. BitConverter.GetBytes(content.Length), .. content];
    }

    /// <summary>Numbers as a type stores them.</summary>
    public static byte[] Bytes(int type, double[] numbers) => [.. numbers.SelectMany(number => type switch
    {
        Int8 => [(byte)(sbyte)number],
        UInt8 => [(byte)number],
        Int16 => BitConverter.GetBytes((short)number),
        UInt16 => BitConverter.GetBytes((ushort)number),
        Int32 => BitConverter.GetBytes((int)number),
        UInt32 => BitConverter.GetBytes((uint)number),
        Single => BitConverter.GetBytes((float)number),
        Int64 => BitConverter.GetBytes((long)number),
        UInt64 => BitConverter.GetBytes((ulong)number),
        _ => BitConverter.GetBytes(number),
    })];

    /// <summary>A tag and the content, filled up to a multiple of eight; up to four bytes go into the tag.</summary>
    public static byte[] Element(int type, byte[] content) => content.Length <= 4
        ? [.. BitConverter.GetBytes((short)type), .. BitConverter.GetBytes((short)content.Length), .. content, .. new byte[4 - content.Length]]
        : [.. BitConverter.GetBytes(type), .. BitConverter.GetBytes(content.Length), .. content, .. new byte[(8 - (content.Length % 8)) % 8]];

    public static byte[] Packed(byte[] element)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(element);
        }

        return [.. BitConverter.GetBytes(Compressed), .. BitConverter.GetBytes((int)packed.Length), .. packed.ToArray()];
    }

    // mxINT8_CLASS … mxUINT64_CLASS
    private static int ClassOf(int type) => type switch
    {
        Int8 => 8,
        UInt8 => 9,
        Int16 => 10,
        UInt16 => 11,
        Int32 => 12,
        UInt32 => 13,
        Single => 7,
        Int64 => 14,
        UInt64 => 15,
        _ => 6,
    };
}
