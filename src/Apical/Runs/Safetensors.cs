using System.Buffers.Binary;
using System.Text.Json;


namespace Apical.Runs;

/// <summary>Reads and writes the safetensors format: the length of a JSON header, the header, then the numbers, all little-endian.</summary>
/// <remarks>Only F32, F64 and I64 tensors: what weights, feedback and the states of learners are made of.</remarks>
public static class Safetensors
{
    internal const string MetadataKey = "__metadata__";
    private const string ChecksumKey = "crc32c";

    /// <summary>Writes a file, whole or not at all. The same content gives the same bytes, in whatever order it is given.</summary>
    /// <param name="path">The file to create or replace; its folder must exist.</param>
    /// <param name="tensors">By name; a name must not be empty or <c>__metadata__</c>.</param>
    /// <param name="metadata">Texts to keep beside the numbers. Among them goes a checksum of it all, by which reading finds damage.</param>
    public static void Write(string path, IReadOnlyDictionary<string, StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        AtomicFile.Write(path, stream => Write(stream, tensors, new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            [ChecksumKey] = Checksum(Ordered(tensors), metadata ?? new Dictionary<string, string>()),
        }));

    /// <summary>Writes to a stream.</summary>
    /// <param name="stream">Takes the bytes.</param>
    /// <param name="tensors">By name; a name must not be empty or <c>__metadata__</c>.</param>
    /// <param name="metadata">Texts to keep beside the numbers.</param>
    public static void Write(Stream stream, IReadOnlyDictionary<string, StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        RequireLittleEndian();
        foreach (string name in tensors.Keys)
        {
            if (name.Length == 0 || name == MetadataKey)
            {
                throw new ArgumentException($"Expected a name for every tensor, other than '{MetadataKey}', got '{name}'.", nameof(tensors));
            }
        }

        List<KeyValuePair<string, StoredTensor>> ordered = Ordered(tensors);
        byte[] header = Header(ordered, metadata);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, tensor) in ordered)
        {
            stream.Write(tensor.Bytes);
        }
    }

    /// <summary>Reads a file; everything in it must be as the format demands.</summary>
    /// <param name="path">A safetensors file.</param>
    /// <exception cref="InvalidDataException">It is truncated, damaged or something else; the message says what is wrong.</exception>
    public static SafetensorsFile Read(string path)
    {
        using Stream stream = RegularFile.Open(path);
        return Read(stream, path);
    }

    internal static SafetensorsFile Read(Stream stream, string source)
    {
        RequireLittleEndian();
        var header = SafetensorsHeader.Read(stream, source);
        var tensors = new Dictionary<string, StoredTensor>();
        foreach (var entry in header.Entries)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            tensors.Add(entry.Name, new StoredTensor(entry.Shape, entry.Type, bytes));
        }

        if (header.Metadata.TryGetValue(ChecksumKey, out string? checksum)
            && Checksum(header.Entries.Select(entry => KeyValuePair.Create(entry.Name, tensors[entry.Name])), header.Metadata) is var found
            && found != checksum)
        {
            throw new InvalidDataException($"'{source}' is damaged: its content has the checksum {found}, and had {checksum} when it was written. "
                + "Bits were flipped or bytes replaced since; take it from a copy, or make it anew.");
        }

        return new SafetensorsFile(tensors, header.Metadata);
    }

    // Those with 8 bytes an entry first, so that every tensor begins at a multiple of its entry size; then by name.
    private static List<KeyValuePair<string, StoredTensor>> Ordered(IReadOnlyDictionary<string, StoredTensor> tensors) =>
        [.. tensors.OrderByDescending(t => StoredTensor.EntrySize(t.Value.Type)).ThenBy(t => t.Key, StringComparer.Ordinal)];

    private static string Checksum(IEnumerable<KeyValuePair<string, StoredTensor>> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var crc = new Crc32C();
        foreach (var (key, text) in metadata.Where(pair => pair.Key != ChecksumKey).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            crc.Add($"{key}={text}\n");
        }

        foreach (var (name, tensor) in tensors)
        {
            crc.Add($"{name} {tensor.Type} {string.Join(' ', tensor.Shape)}\n");
            crc.Add(tensor.Bytes);
        }

        return crc.Text;
    }

    private static byte[] Header(List<KeyValuePair<string, StoredTensor>> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, text) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, text);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Bytes.Length);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % sizeof(double) != 0)
        {
            buffer.WriteByte((byte)' '); // so that the numbers begin at a multiple of 8
        }

        return buffer.ToArray();
    }

    private static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Safetensors files are little-endian, and this machine is not. Use a little-endian machine.");
        }
    }
}
