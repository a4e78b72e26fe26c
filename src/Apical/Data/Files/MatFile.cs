using System.Buffers.Binary;
using System.IO.Compression;

namespace Apical.Data;

/// <summary>Reads the numeric arrays of a MATLAB file of version 5 (what <c>save -v6</c> and <c>-v7</c> write), little-endian, compressed or not.</summary>
internal static class MatFile
{
    private const int Header = 128, Matrix = 14, Compressed = 15;
    private const byte LeastClass = 6, MostClass = 15, IsComplex = 8;   // of arrays of numbers; a flag

    /// <summary>All numeric arrays by name; what is not a numeric array is passed over.</summary>
    /// <exception cref="DatasetException">Not such a file, or damaged.</exception>
    public static IReadOnlyDictionary<string, MatArray> Read(string path)
    {
        var arrays = new Dictionary<string, MatArray>();
        try
        {
            using FileStream file = File.OpenRead(path);
            var header = new byte[Header];
            file.ReadExactly(header);
            if (header[126] != 'I' || header[127] != 'M' || header[125] != 1)
            {
                throw new InvalidDataException("it is not a little-endian MATLAB file of version 5; in MATLAB, save -v7 writes one");
            }

            while (file.Position < file.Length)
            {
                (int type, byte[] content) = Element(file);
                if (type == Compressed)
                {
                    using var inflated = new ZLibStream(new MemoryStream(content), CompressionMode.Decompress);
                    (type, content) = Element(inflated);
                    if (inflated.ReadByte() >= 0)       // looks at the checksum, too
                    {
                        throw new InvalidDataException("what a packed element holds is longer than it says");
                    }
                }

                if (type == Matrix && Array(new MemoryStream(content)) is var (name, array))
                {
                    arrays[name] = array;
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            string why = e is EndOfStreamException ? "it ends too early" : e.Message.TrimEnd('.');
            throw new DatasetException($"{Path.GetFullPath(path)} cannot be read: {why}. Get it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{Path.GetFullPath(path)}: cannot be read. {e.Message}", e);
        }

        return arrays;
    }

    private static (string Name, MatArray Array)? Array(MemoryStream content)
    {
        byte[] flags = Element(content).Content;
        byte[] sizes = Element(content).Content;
        byte[] name = Element(content).Content;
        if (flags.Length < 4 || flags[0] is < LeastClass or > MostClass || (flags[1] & IsComplex) != 0)
        {
            return null;                                 // cells, structures, text, complex numbers
        }

        (int type, byte[] numbers) = Element(content);
        int[] shape = [.. Enumerable.Range(0, sizes.Length / 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(sizes.AsSpan(4 * i)))];
        if (MatArray.SizeOf(type) == 0 || shape.Length == 0 || shape.Any(size => size < 0) || Bytes(shape, type) != numbers.Length)
        {
            throw new InvalidDataException($"its array of {string.Join("×", shape)} holds {numbers.Length} bytes of the type {type}");
        }

        return (System.Text.Encoding.ASCII.GetString(name), new MatArray(shape, type, numbers));
    }

    // Many sizes may be too large a product for any number, and one that is 0 makes nothing of it.
    private static long Bytes(int[] shape, int type) =>
        shape.Contains(0) ? 0 : shape.Aggregate((long)MatArray.SizeOf(type), (bytes, size) => bytes > long.MaxValue / size ? long.MaxValue : bytes * size);

    /// <summary>A tag, with the type and the number of bytes, then the bytes, filled up to a multiple of eight; up to four may lie in the tag itself.</summary>
    private static (int Type, byte[] Content) Element(Stream stream)
    {
        Span<byte> tag = stackalloc byte[8];
        stream.ReadExactly(tag);
        int type = BinaryPrimitives.ReadInt32LittleEndian(tag);
        if (type >> 16 is var small and not 0)
        {
            return small is > 0 and <= 4 ? (type & 0xFFFF, tag.Slice(4, small).ToArray())
                : throw new InvalidDataException("it holds an element of impossible size");
        }

        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(tag[4..]);
        if (bytes > System.Array.MaxLength)
        {
            throw new InvalidDataException($"it holds an element of {bytes} bytes, which is too much");
        }

        if (stream.CanSeek && bytes > stream.Length - stream.Position)
        {
            throw new EndOfStreamException();
        }

        byte[] content = Bytes(stream, (int)bytes);
        if (type != Compressed && bytes % 8 != 0)
        {
            stream.ReadAtLeast(tag[..(int)(8 - (bytes % 8))], (int)(8 - (bytes % 8)), throwOnEndOfStream: false);
        }

        return (type, content);
    }

    // Bit by bit, so that a damaged size does not ask for memory that no bytes are there for.
    private static byte[] Bytes(Stream stream, int count)
    {
        const int Step = 1 << 20;
        var content = new byte[Math.Min(count, Step)];
        for (int read = 0; ;)
        {
            stream.ReadExactly(content.AsSpan(read));
            read = content.Length;
            if (read == count)
            {
                return content;
            }

            System.Array.Resize(ref content, (int)Math.Min(count, 2L * read));
        }
    }
}
