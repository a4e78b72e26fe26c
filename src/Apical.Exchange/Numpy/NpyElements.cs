using System.Buffers.Binary;
using System.Text;

namespace Apical.Exchange.Numpy;

/// <summary>Reads the elements of an array as numbers or texts.</summary>
internal static class NpyElements
{
    private static readonly Encoding s_strict = new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Bytes of an element.</summary>
    /// <exception cref="DatasetException">Elements of a kind that is not read; the message says what to do.</exception>
    public static int SizeOf(string type, string where) => type switch
    {
        "|b1" or "|u1" or "|i1" or "<u1" or "<i1" => 1,
        "<u2" or "<i2" or "<f2" => 2,
        "<u4" or "<i4" or "<f4" => 4,
        "<u8" or "<i8" or "<f8" => 8,
        _ when IsText(type) && int.TryParse(type[2..], out int length) && length is > 0 and < 1 << 20 => length * (type[1] == 'U' ? 4 : 1),
        _ => throw new DatasetException($"{where}: {Refusal(type)}"),
    };

    /// <summary>Whether elements are texts.</summary>
    public static bool IsText(string type) => type.Length > 2 && type[..2] is "<U" or "|S";

    /// <summary>Whether elements are real numbers, not whole ones.</summary>
    public static bool IsReal(string type) => type[1] == 'f';

    /// <summary>A number.</summary>
    /// <param name="type">A type that <see cref="SizeOf"/> takes, not of texts.</param>
    /// <param name="bytes">The element.</param>
    public static double Number(string type, ReadOnlySpan<byte> bytes) => type[1..] switch
    {
        "b1" => bytes[0] == 0 ? 0 : 1,
        "u1" => bytes[0],
        "i1" => (sbyte)bytes[0],
        "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        "f2" => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
    };

    /// <summary>A whole number with all its digits.</summary>
    /// <param name="type">A type that <see cref="SizeOf"/> takes, of whole numbers.</param>
    /// <param name="bytes">The element.</param>
    public static Int128 Whole(string type, ReadOnlySpan<byte> bytes) => type[1..] switch
    {
        "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        "i8" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => (Int128)Number(type, bytes),
    };

    /// <summary>A text: UTF-32 or bytes, filled up with zeros.</summary>
    /// <exception cref="DecoderFallbackException">It has half a surrogate pair, or what is no letter: two such texts must not become one.</exception>
    public static string Text(string type, ReadOnlySpan<byte> bytes) => (type[1] == 'U' ? s_strict : Encoding.Latin1).GetString(bytes).TrimEnd('\0');

    private static string Refusal(string type) => type switch
    {
        "|O" => "its elements are Python objects, and reading those would run code of the file. Save numbers: numpy.array(x, dtype=numpy.float32).",
        _ when IsText(type) => $"its elements ({type}) are texts of no length, or longer than any is read: 1 to {(1 << 20) - 1} signs are.",
        ['>', ..] => $"its elements ({type}) are big-endian. Save them as x.astype('<{type[1..]}').",
        [_, 'c', ..] => $"its elements ({type}) are complex numbers. Save real and imaginary parts beside each other.",
        [_, 'M' or 'm', ..] => $"its elements ({type}) are times. Save them as numbers: x.astype('float64').",
        _ => $"elements of the type {type} are not read: f2, f4, f8, i1 to i8, u1 to u8, bool and, for classes, texts are. "
            + "Convert them with x.astype('float32').",
    };
}
