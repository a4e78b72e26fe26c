using System.Buffers.Binary;
using System.Text.Json;


namespace Apical.Runs;

/// <summary>The header of a safetensors file, checked: a wrong offset must end in an error, not in wrong weights.</summary>
internal sealed class SafetensorsHeader
{
    private const long LongestHeader = 100_000_000; // the limit of the format

    private readonly string _source;
    private readonly long _dataLength;

    private SafetensorsHeader(JsonElement json, long dataLength, string source)
    {
        (_dataLength, _source) = (dataLength, source);
        var entries = new List<SafetensorsEntry>();
        foreach (var member in json.EnumerateObject())
        {
            if (member.Name == Safetensors.MetadataKey)
            {
                Metadata = Texts(member.Value);
            }
            else
            {
                entries.Add(Entry(member.Name, member.Value));
            }
        }

        Entries = [.. entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End)];
        RequireGapless();
    }

    /// <summary>Tensors in the order of their bytes.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; } = new Dictionary<string, string>();

    /// <summary>Reads the header and leaves the stream at the first byte of the data.</summary>
    public static SafetensorsHeader Read(Stream stream, string source)
    {
        long fileLength = stream.Length;
        if (fileLength < sizeof(ulong))
        {
            throw Wrong(source, $"the length of its header in the first 8 bytes, but the file has {fileLength} bytes: it is truncated or something else");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > LongestHeader)
        {
            throw Wrong(source, $"a header of at most {LongestHeader} bytes, but the first 8 bytes announce {length}: it is something else");
        }

        if ((long)length > fileLength - sizeof(ulong))
        {
            throw Wrong(source, $"a header of {length} bytes as announced, but the file ends after {fileLength - sizeof(ulong)}: it is truncated");
        }

        byte[] text = new byte[length];
        stream.ReadExactly(text);
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.RootElement.ValueKind == JsonValueKind.Object && text[0] == '{'
                ? new SafetensorsHeader(json.RootElement, fileLength - sizeof(ulong) - (long)length, source)
                : throw Wrong(source, "a JSON object as header, but the header is another kind of JSON");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)        // the latter: a text that is not UTF-8
        {
            throw Wrong(source, $"a JSON object as header, but the header cannot be read ({error.Message})", error);
        }
    }

    private static InvalidDataException Wrong(string source, string what, Exception? inner = null) =>
        new($"Expected in the safetensors file '{source}' {what}.", inner);

    private SafetensorsEntry Entry(string name, JsonElement json)
    {
        if (name.Length == 0)
        {
            throw Wrong(_source, "a name for every tensor, but one has none");
        }

        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("dtype", out var dtype) || !json.TryGetProperty("shape", out var shape)
            || !json.TryGetProperty("data_offsets", out var offsets) || Whole(shape) is not { } sizes || Whole(offsets) is not [long begin, long end])
        {
            throw Wrong(_source, $"dtype, shape and data_offsets of tensor '{name}', but got {Shorten(json.GetRawText())}");
        }

        if (dtype.ValueKind != JsonValueKind.String || dtype.GetString() is not ("F32" or "F64" or "I64")
            || !Enum.TryParse(dtype.GetString(), out StoredType type))
        {
            throw Wrong(_source, $"dtype F32, F64 or I64 of tensor '{name}', but got {Shorten(dtype.GetRawText())}; convert the file first");
        }

        if (begin > end || end > _dataLength)
        {
            throw Wrong(_source, $"the bytes of tensor '{name}' between 0 and {_dataLength}, where the file ends, "
                + $"but its data_offsets are [{begin}, {end}]: the file is truncated or damaged");
        }

        long bytes = StoredTensor.EntrySize(type);
        foreach (long size in sizes)
        {
            // Saturates: no size may wrap around to a small number of bytes.
            bytes = size == 0 ? 0 : bytes > long.MaxValue / size ? long.MaxValue : bytes * size;
        }

        if (bytes != end - begin || bytes > Array.MaxLength || sizes.Any(size => size > int.MaxValue))
        {
            throw Wrong(_source, $"as many bytes as the shape [{string.Join(", ", sizes)}] of tensor '{name}' takes, at most {Array.MaxLength}, "
                + $"but its data_offsets [{begin}, {end}] span {end - begin}");
        }

        return new SafetensorsEntry(name, type, [.. sizes.Select(size => (int)size)], begin, end);
    }

    private void RequireGapless()
    {
        long at = 0;
        string previous = "the header";
        foreach (var entry in Entries)
        {
            if (entry.Begin != at)
            {
                throw Wrong(_source, $"tensor '{entry.Name}' to begin at byte {at}, right after {previous}, but it begins at {entry.Begin}: "
                    + $"they {(entry.Begin < at ? "overlap" : "leave a gap")}");
            }

            (at, previous) = (entry.End, $"tensor '{entry.Name}'");
        }

        if (at != _dataLength)
        {
            throw Wrong(_source, $"{at} bytes of numbers, but it has {_dataLength}");
        }
    }

    private Dictionary<string, string> Texts(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.EnumerateObject().All(member => member.Value.ValueKind == JsonValueKind.String)
            ? json.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!)
            : throw Wrong(_source, $"texts by name in {Safetensors.MetadataKey}, but got {Shorten(json.GetRawText())}");

    /// <summary>A list of whole numbers, none negative; null when it is anything else.</summary>
    private static long[]? Whole(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var numbers = new List<long>();
        foreach (var item in json.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                return null;
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
