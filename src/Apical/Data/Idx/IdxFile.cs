using System.Buffers.Binary;

namespace Apical.Data;

/// <summary>Reads the IDX format of MNIST: a magic number, the sizes of the axes, then the bytes. Compressed by gzip or not.</summary>
/// <remarks>
/// Header, big-endian: two zero bytes, the type of the elements (8: unsigned byte, the only one read here), the number of axes; then
/// the size of each axis as a 32-bit number. Whether the file is compressed is seen from its first bytes, not from its name.
/// </remarks>
public static class IdxFile
{
    private const int UnsignedByte = 0x08;

    /// <summary>Reads images, shape <c>[images, height, width]</c>.</summary>
    /// <exception cref="DatasetException">The file is missing, truncated, damaged or something else.</exception>
    public static IdxArray ReadImages(string path) => Read(path, axes: 3);

    /// <summary>Reads labels, shape <c>[labels]</c>.</summary>
    /// <exception cref="DatasetException">The file is missing, truncated, damaged or something else.</exception>
    public static IdxArray ReadLabels(string path) => Read(path, axes: 1);

    /// <summary>The number of axes of an array; 0 when the file does not begin as an IDX file does, or holds no unsigned bytes.</summary>
    /// <exception cref="DatasetException">The file is missing or damaged.</exception>
    public static int AxesOf(string path) => Opened(path, stream =>
    {
        Span<byte> magic = stackalloc byte[4];
        int got = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        return got == magic.Length && magic[..3].SequenceEqual(new byte[] { 0, 0, UnsignedByte }) ? magic[3] : 0;
    });

    /// <summary>Reads an array with the number of axes given.</summary>
    /// <exception cref="DatasetException">The file is missing, truncated, damaged or something else.</exception>
    public static IdxArray Read(string path, int axes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(axes);
        return Opened(path, stream => Read(stream, axes, path));
    }

    private static T Opened<T>(string path, Func<Stream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            using Stream stream = GzipFile.Content(file);
            return read(stream);
        }
        catch (InvalidDataException error)
        {
            throw new DatasetException($"{path}: {error.Message}. Delete the file and fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: cannot be read. {error.Message}", error);
        }
    }

    private static IdxArray Read(Stream stream, int axes, string path)
    {
        Span<byte> header = stackalloc byte[4 + 4 * axes];
        int got = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        CheckMagic(header[..Math.Min(got, 4)], axes, path);
        if (got < header.Length)
        {
            throw new DatasetException($"{path}: truncated. Expected a header of {header.Length} bytes, got {got}. Delete the file and fetch it again.");
        }

        int[] shape = new int[axes];
        long size = 1;
        for (int axis = 0; axis < axes; axis++)
        {
            shape[axis] = BinaryPrimitives.ReadInt32BigEndian(header[(4 + 4 * axis)..]);
            size = shape[axis] < 0 || size > Array.MaxLength ? long.MaxValue : size * shape[axis];
        }

        string written = string.Join(" × ", shape.Select(side => (uint)side));
        if (size > Array.MaxLength)
        {
            throw new DatasetException(
                $"{path}: the header asks for {written} bytes, which no data set of this kind has. "
                + "The file is damaged or foreign: delete it and fetch it again.");
        }

        if (size == 0 && shape.Length > 1)              // labels without samples are the images' business
        {
            throw new DatasetException(shape[0] == 0 ? $"{path} has no samples: its header says {written}."
                : $"{path}: its images have no pixels, the header says {written}.");
        }

        return new IdxArray(shape, ReadBody(stream, size, written, path));
    }

    /// <summary>Reads in steps, so that a damaged header cannot ask for gigabytes that the file does not hold.</summary>
    private static byte[] ReadBody(Stream stream, long size, string written, string path)
    {
        const int FirstStep = 1 << 20;
        byte[] values = new byte[Math.Min(size, FirstStep)];
        int filled = 0;
        while (true)
        {
            filled += stream.ReadAtLeast(values.AsSpan(filled), values.Length - filled, throwOnEndOfStream: false);
            if (filled < values.Length)
            {
                throw new DatasetException(
                    $"{path}: truncated. The header promises {written} = {size} bytes, the file holds {filled}. Delete the file and fetch it again.");
            }

            if (filled == size)
            {
                break;
            }

            Array.Resize(ref values, (int)Math.Min(size, 2L * values.Length));
        }

        if (stream.ReadByte() >= 0)
        {
            throw new DatasetException(
                $"{path}: longer than its header says ({written} = {size} bytes). The file is damaged or foreign: delete it and fetch it again.");
        }

        return values;
    }

    private static void CheckMagic(ReadOnlySpan<byte> magic, int axes, string path)
    {
        if (magic.Length == 4 && magic[0] == 0 && magic[1] == 0 && magic[2] == UnsignedByte && magic[3] == axes)
        {
            return;
        }

        string expected = $"{(UnsignedByte << 8) + axes:X8}";
        string hint = magic switch
        {
            [] => "The file is empty: delete it and fetch it again.",
            [0, 0, UnsignedByte, 1] => "This is a file of labels: were the two files swapped?",
            [0, 0, UnsignedByte, 3] => "This is a file of images: were the two files swapped?",
            [0, 0, not UnsignedByte, _] => "This is an IDX file, but not of unsigned bytes: elements of other types are not read.",
            [(byte)'<', ..] => "This looks like a web page, perhaps the error page of a failed download: delete it and fetch the file again.",
            _ => "This is not an IDX file.",
        };
        throw new DatasetException($"{path}: expected an IDX file that begins with the bytes {expected}, got {Convert.ToHexString(magic)}. {hint}");
    }
}
