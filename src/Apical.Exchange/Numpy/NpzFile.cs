using System.IO.Compression;

namespace Apical.Exchange.Numpy;

/// <summary>An archive of arrays as numpy.savez and numpy.savez_compressed write it.</summary>
internal sealed class NpzFile : IDisposable
{
    private const string Ending = ".npy";
    private const int MostPacked = 1100;

    private readonly ZipArchive _zip;

    private NpzFile(string path, ZipArchive zip) => (Path, _zip) = (path, zip);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The arrays.</summary>
    public IReadOnlyList<string> Names => [.. _zip.Entries.Select(entry => entry.FullName).Where(name => name.EndsWith(Ending, StringComparison.Ordinal))
        .Select(name => name[..^Ending.Length])];

    /// <summary>Opens it.</summary>
    /// <exception cref="DatasetException">It is none.</exception>
    public static NpzFile Open(string path)
    {
        ZipArchive? zip = null;
        try
        {
            zip = ZipFile.OpenRead(path);
            _ = zip.Entries.Count;                      // the list of the archive is read now, not later
            return new(path, zip);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            zip?.Dispose();
            throw new DatasetException(
                error is InvalidDataException ? $"{path} is no .npz: {error.Message} numpy.savez makes one."
                    : $"{path}: cannot be read. {error.Message}", error);
        }
    }

    /// <summary>The first of some names that there is; upper and lower case are the same. Null when there is none.</summary>
    public string? Find(params IEnumerable<string> names) =>
        names.Select(name => Names.FirstOrDefault(one => one.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(one => one is not null);

    /// <summary>Reads what an array is.</summary>
    /// <exception cref="DatasetException">It is damaged, of a type that is not read, or not as long as it says.</exception>
    public NpyHeader Header(string name) => Reading(name, (header, _, _) => header);

    /// <summary>Goes through an array, one step along its first axis after another.</summary>
    /// <param name="name">Of <see cref="Names"/>.</param>
    /// <param name="look">Is given the number of the step and its bytes, the last axis innermost.</param>
    /// <exception cref="DatasetException">It is cut off, damaged, or of a type that is not read.</exception>
    public void Each(string name, Action<int, byte[]> look) => Reading(name, (header, stream, sum) =>
    {
        string where = $"{Path}, {name}";
        int size = NpyElements.SizeOf(header.Type, where), rows = (int)(header.Shape.Count == 0 ? 1 : header.Shape[0]);
        long width = rows == 0 ? 0 : checked(header.Count / rows * size);
        if (width > Array.MaxLength || header.Count > Array.MaxLength / sizeof(double) || header.Fortran && header.Count * size > Array.MaxLength)
        {
            throw new DatasetException($"{where}: {header.Sizes} elements of {size} bytes are too many. "
                + $"Save it in parts{(header.Fortran ? ", in C order" : "")}.");
        }

        byte[] row = new byte[width];
        byte[]? all = header.Fortran && header.Shape.Count > 1 ? new byte[header.Count * size] : null;
        if (all is not null)
        {
            Fill(stream, all, header, where);
        }

        for (int i = 0; i < rows; i++)
        {
            if (all is null)
            {
                Fill(stream, row, header, where);
            }
            else
            {
                Collect(all, header, i, size, row);
            }

            look(i, row);
        }

        if (stream.ReadByte() >= 0)
        {
            throw new DatasetException($"{where} is longer than its header says, {header.Sizes} elements of {header.Type}. The file is damaged.");
        }

        return stream.Crc32 == sum ? header
            : throw new DatasetException($"{where} is not what was written: its checksum is {stream.Crc32:X8}, and {sum:X8} in the archive. "
                + "The file is damaged: copy or save it again.");
    });

    /// <inheritdoc/>
    public void Dispose() => _zip.Dispose();

    private static void Fill(Stream stream, byte[] bytes, NpyHeader header, string where)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new DatasetException($"{where} is shorter than its header says, {header.Sizes} elements of {header.Type}. The file is cut off.");
        }
    }

    // In Fortran order element (i, j, k) is at i + rows · (j + J · k): the row is put together with its last axis innermost.
    private static void Collect(byte[] all, NpyHeader header, int row, int size, byte[] to)
    {
        int[] sides = [.. header.Shape.Skip(1).Select(side => (int)side)];
        int[] at = new int[sides.Length];
        for (int place = 0; place < to.Length; place += size)
        {
            long from = 0;
            for (int axis = sides.Length - 1; axis >= 0; axis--)
            {
                from = (from * sides[axis]) + at[axis];
            }

            all.AsSpan((int)(((from * header.Shape[0]) + row) * size), size).CopyTo(to.AsSpan(place));
            for (int axis = sides.Length - 1; axis >= 0 && ++at[axis] == sides[axis]; axis--)
            {
                at[axis] = 0;
            }
        }
    }

    // What a header says is held against what is there before room is made for it. No byte of a packed file unpacks to more than 1032 (DEFLATE).
    private static void RequireRoom(NpyHeader header, ZipArchiveEntry entry, string where)
    {
        if ((Int128)header.Count * NpyElements.SizeOf(header.Type, where) > entry.Length || entry.Length / MostPacked > entry.CompressedLength)
        {
            throw new DatasetException($"{where} is shorter than its header says, {header.Sizes} elements of {header.Type}. The file is cut off.");
        }
    }

    private T Reading<T>(string name, Func<NpyHeader, SummedStream, uint, T> read)
    {
        try
        {
            ZipArchiveEntry entry = _zip.GetEntry(name + Ending)!;
            using var stream = new SummedStream(entry.Open());
            NpyHeader header = NpyHeader.Read(stream, $"{Path}, {name}");
            RequireRoom(header, entry, $"{Path}, {name}");
            return read(header, stream, entry.Crc32);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or OverflowException)
        {
            throw new DatasetException($"{Path}, {name}: damaged, or not to be read. {error.Message}", error);
        }
    }
}
