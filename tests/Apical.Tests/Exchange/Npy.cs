using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Apical.Tests.Exchange;

/// <summary>Writes arrays by the description of numpy's format (numpy.lib.format), byte by byte.</summary>
internal static class Npy
{
    /// <summary>\x93NUMPY, version, length of the header (2 bytes little-endian in version 1, else 4), the header filled up with blanks to a multiple of 64,
    /// the elements.</summary>
    public static byte[] Array(string descr, string shape, byte[] elements, int version = 1, bool fortran = false)
    {
        string header = string.Create(CultureInfo.InvariantCulture,
            $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}");
        int before = 8 + (version == 1 ? 2 : 4);
        header = header.PadRight(((before + header.Length + 1 + 63) / 64 * 64) - before - 1) + "\n";
        byte[] text = (version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(header);
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)text.Length) : BitConverter.GetBytes((uint)text.Length);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. elements];
    }

    public static byte[] Floats(params float[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    public static byte[] Doubles(params double[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    public static byte[] Longs(params long[] numbers) => [.. numbers.SelectMany(BitConverter.GetBytes)];

    /// <summary>Texts as numpy keeps them: UTF-32, each filled up with zeros.</summary>
    public static byte[] Texts(int length, params string[] texts) => [.. texts.SelectMany(text => Encoding.UTF32.GetBytes(text.PadRight(length, '\0')))];

    public static byte[] Zip(bool compressed, params (string Name, byte[] Array)[] arrays)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, array) in arrays)
            {
                using Stream entry = zip.CreateEntry(name + ".npy", compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(array);
            }
        }

        return memory.ToArray();
    }
}
