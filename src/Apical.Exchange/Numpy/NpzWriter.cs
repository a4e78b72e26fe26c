using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Apical.Runs;

namespace Apical.Exchange.Numpy;

/// <summary>Writes what <c>numpy.load</c> reads: a .zip with an array in each file, in the format .npy 1.0.</summary>
public static class NpzWriter
{
    private const int Alignment = 64;
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);        // the same content gives the same bytes

    /// <summary>Writes arrays and texts, whole or not at all.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="arrays">By name; row-major.</param>
    /// <param name="texts">By the names of files; <c>numpy.load(…)["model.json"]</c> gives their bytes, UTF-8.</param>
    public static void Write(string path, IEnumerable<KeyValuePair<string, StoredTensor>> arrays, IEnumerable<KeyValuePair<string, string>> texts)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        ArgumentNullException.ThrowIfNull(texts);
        AtomicFile.Write(path, stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string name, StoredTensor array) in arrays.OrderBy(one => one.Key, StringComparer.Ordinal))
            {
                using Stream entry = Entry(zip, name + ".npy");
                switch (array.Type)
                {
                    case StoredType.F32: Put<float>(entry, "<f4", array); break;
                    case StoredType.F64: Put<double>(entry, "<f8", array); break;
                    default: Put<long>(entry, "<i8", array); break;
                }
            }

            foreach ((string name, string text) in texts)
            {
                using Stream entry = Entry(zip, name);
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        });
    }

    private static Stream Entry(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);      // weights do not shrink
        entry.LastWriteTime = s_time;
        return entry.Open();
    }

    private static void Put<T>(Stream to, string type, StoredTensor array)
        where T : unmanaged
    {
        to.Write(Header(type, array.Shape));
        to.Write(MemoryMarshal.AsBytes(array.AsSpan<T>()));
    }

    // A magic word, the version, the length of what follows, and a Python dictionary, so that the numbers begin at a multiple of 64.
    private static byte[] Header(string type, IReadOnlyList<int> shape)
    {
        string sizes = shape.Count == 1 ? $"{shape[0]}," : string.Join(", ", shape);
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        const int Before = 10;
        int length = (Before + text.Length + 1 + Alignment - 1) / Alignment * Alignment;
        int rest = length - Before;
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(rest & 0xFF), (byte)(rest >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(rest - 1) + '\n')];
    }
}
