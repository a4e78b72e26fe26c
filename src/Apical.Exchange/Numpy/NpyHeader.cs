using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Apical.Exchange.Numpy;

/// <summary>The beginning of an array in numpy's .npy format, versions 1 to 3: what its elements are, their order, and the sizes of the axes.</summary>
/// <param name="Type">As numpy writes it: <c>&lt;f4</c>, <c>|u1</c>, <c>&lt;U10</c>.</param>
/// <param name="Fortran">Whether the first axis is innermost.</param>
/// <param name="Shape">Sizes of the axes.</param>
internal sealed partial record NpyHeader(string Type, bool Fortran, IReadOnlyList<long> Shape)
{
    private const int Most = 1 << 20;
    private static readonly byte[] s_magic = [0x93, .. "NUMPY"u8];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, side) => checked(product * side));

    /// <summary>The sizes, for messages: <c>(100, 4)</c>.</summary>
    public string Sizes => $"({string.Join(", ", Shape)})";

    /// <summary>Reads it; the elements follow in the stream.</summary>
    /// <param name="stream">From the beginning of the array.</param>
    /// <param name="where">For messages.</param>
    /// <exception cref="DatasetException">It is none, or of a newer format.</exception>
    public static NpyHeader Read(Stream stream, string where)
    {
        byte[] begin = new byte[s_magic.Length + 2];
        bool whole = stream.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length;
        if (!whole || !begin.AsSpan(0, s_magic.Length).SequenceEqual(s_magic))
        {
            throw new DatasetException($"{where} is no array of numpy: it does not begin with \\x93NUMPY.");
        }

        int version = begin[^2];
        if (version is < 1 or > 3)
        {
            throw new DatasetException($"{where} is of version {version} of numpy's format; versions 1 to 3 are read. Save it with numpy.savez.");
        }

        byte[] size = Bytes(stream, version == 1 ? sizeof(ushort) : sizeof(uint), where);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > Most)
        {
            throw new DatasetException($"{where}: a header of {length} bytes is none. The file is damaged.");
        }

        return Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(Bytes(stream, (int)length, where)), where);
    }

    // A dictionary as Python writes it, with three keys: {'descr': '<f4', 'fortran_order': False, 'shape': (100, 4), }
    private static NpyHeader Parse(string text, string where)
    {
        Match type = TypeText().Match(text), order = OrderText().Match(text), shape = ShapeText().Match(text);
        if (!type.Success && FieldsText().IsMatch(text))
        {
            throw new DatasetException($"{where} is an array of records. Save its columns as one array of numbers: "
                + "numpy.lib.recfunctions.structured_to_unstructured.");
        }

        return type.Success && order.Success && shape.Success && Sides(shape.Groups[1].Value) is { } sides
            ? new(type.Groups[1].Value, order.Groups[1].Value == "True", sides)
            : throw new DatasetException($"{where}: the header '{text.Trim()}' is not one of numpy's. The file is damaged.");
    }

    private static long[]? Sides(string text)
    {
        long?[] sides = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(side => long.TryParse(side.TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : (long?)null)];
        return sides.All(side => side is <= int.MaxValue) ? [.. sides.Select(side => side!.Value)] : null;
    }

    private static byte[] Bytes(Stream stream, int count, string where)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes
            : throw new DatasetException($"{where}: it ends within its header. The file is cut off.");
    }

    [GeneratedRegex(@"['""]descr['""]\s*:\s*['""]([^'""]+)['""]")]
    private static partial Regex TypeText();

    [GeneratedRegex(@"['""]descr['""]\s*:\s*\[")]
    private static partial Regex FieldsText();

    [GeneratedRegex(@"['""]fortran_order['""]\s*:\s*(True|False)")]
    private static partial Regex OrderText();

    [GeneratedRegex(@"['""]shape['""]\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapeText();
}
