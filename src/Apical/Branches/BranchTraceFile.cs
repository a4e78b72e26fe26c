using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using Apical.Data;

namespace Apical.Branches;

/// <summary>Files of traces: <c>NAME.br.gz</c>, or <c>NAME.br</c> without compression.</summary>
/// <remarks>
/// Little-endian: <c>APBRANCH</c>, uint32 version 1, uint32 S static branches, uint64 N dynamic ones; S × uint64 addresses, rising; N × uint16
/// (uint32 from 65 536 static branches on) places in that table; ⌈N/8⌉ bytes of outcomes, the first in the lowest bit, unused bits 0.
/// </remarks>
public static class BranchTraceFile
{
    private const int HeaderBytes = 24, Narrow = 65_536;
    private const long MostBytes = 1L << 31;

    /// <summary>Names of trace files end so.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".br.gz", ".br"];

    private static ReadOnlySpan<byte> Magic => "APBRANCH"u8;

    /// <summary>The trace files of a folder, by name.</summary>
    /// <param name="folder">Need not exist.</param>
    public static IReadOnlyList<string> In(string folder) => !Directory.Exists(folder) ? []
        : [.. Directory.EnumerateFiles(folder)
            .Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>Reads a trace.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DatasetException">The file is not there, is no trace, ends too early, or contradicts itself; the message says which.</exception>
    public static BranchTrace Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        byte[] bytes = Unpack(path);
        if (bytes.Length < HeaderBytes || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
        {
            throw Bad(path, "it does not begin with APBRANCH, so it is no trace of branches");
        }

        ReadOnlySpan<byte> head = bytes;
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(head[8..]), s = BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
        ulong n = BinaryPrimitives.ReadUInt64LittleEndian(head[16..]);
        if (version != 1)
        {
            throw Bad(path, $"it is of version {version}, and only version 1 is known");
        }

        int width = s < Narrow ? 2 : 4;
        BigInteger wanted = HeaderBytes + (8 * (BigInteger)s) + (width * (BigInteger)n) + ((n + (BigInteger)7) / 8);
        if (bytes.Length != wanted)
        {
            throw Bad(path, $"its head promises {s} addresses and {n} branches, {wanted} bytes, and it has {bytes.Length}"
                + (bytes.Length < wanted ? ": it was cut off" : ": something follows the trace"));
        }

        ulong[] addresses = new ulong[s];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = BinaryPrimitives.ReadUInt64LittleEndian(head[(HeaderBytes + (8 * i))..]);
            if (i > 0 && addresses[i] <= addresses[i - 1])
            {
                throw Bad(path, $"its addresses must rise, and number {i} (0x{addresses[i]:x}) does not lie above the one before it");
            }
        }

        int[] index = new int[n];
        int from = HeaderBytes + (8 * addresses.Length);
        for (int i = 0; i < index.Length; i++)
        {
            ReadOnlySpan<byte> at = head[(from + (width * i))..];
            uint place = width == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
            index[i] = place < s ? (int)place : throw Bad(path, $"branch {i} names address {place} of {s}");
        }

        byte[] taken = bytes[(from + (width * index.Length))..];
        return taken.Length > 0 && index.Length % 8 != 0 && taken[^1] >> (index.Length % 8) != 0
            ? throw Bad(path, "bits after the last outcome are not 0")
            : new(NameOf(path), addresses, index, taken);
    }

    /// <summary>Writes a trace, whole or not at all.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="path">The file; compressed where its name ends in <c>.gz</c>.</param>
    /// <exception cref="DatasetException">It cannot be written.</exception>
    public static void Write(BranchTrace trace, string path)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(path);
        string half = path + ".part";
        try
        {
            using (FileStream file = File.Create(half))
            using (Stream stream = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Optimal) : file)
            using (var writer = new BinaryWriter(stream))
            {
                writer.Write(Magic);
                writer.Write(1u);
                writer.Write((uint)trace.Addresses.Count);
                writer.Write((ulong)trace.Count);
                foreach (ulong address in trace.Addresses)
                {
                    writer.Write(address);
                }

                for (int i = 0; i < trace.Count; i++)
                {
                    if (trace.Addresses.Count < Narrow)
                    {
                        writer.Write((ushort)trace.Place(i));
                    }
                    else
                    {
                        writer.Write((uint)trace.Place(i));
                    }
                }

                for (int i = 0; i < trace.Count; i += 8)
                {
                    int outcomes = 0;
                    for (int bit = 0; bit < Math.Min(8, trace.Count - i); bit++)
                    {
                        outcomes |= trace.Taken(i + bit) ? 1 << bit : 0;
                    }

                    writer.Write((byte)outcomes);
                }
            }

            File.Move(half, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(half))
            {
                File.Delete(half);
            }

            throw new DatasetException($"The trace {path} cannot be written: {e.Message}", e);
        }
    }

    private static byte[] Unpack(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            bool packed = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
            file.Position = 0;
            using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var all = new MemoryStream();
            byte[] some = new byte[1 << 16];
            for (int read; (read = stream.Read(some)) > 0;)
            {
                all.Write(some, 0, read);
                if (all.Length > MostBytes - some.Length)
                {
                    throw Bad(path, "it holds more than 2 GiB; cut it into several traces");
                }
            }

            return all.ToArray();
        }
        catch (InvalidDataException e)
        {
            throw new DatasetException($"The trace {path} cannot be read: its compression is damaged ({e.Message}).", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The trace {path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The name of a trace: that of its file without its ending.</summary>
    /// <param name="path">The file.</param>
    public static string NameOf(string path)
    {
        string name = Path.GetFileName(path);
        string? ending = Endings.FirstOrDefault(one => name.EndsWith(one, StringComparison.Ordinal));
        return ending is not null && name.Length > ending.Length ? name[..^ending.Length] : name;
    }

    private static DatasetException Bad(string path, string what) => new($"The trace {path} cannot be used: {what}.");
}
