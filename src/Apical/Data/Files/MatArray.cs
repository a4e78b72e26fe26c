using System.Buffers.Binary;

namespace Apical.Data;

/// <summary>A numeric array of a MATLAB file, its first axis innermost.</summary>
/// <param name="Shape">Sizes of the axes.</param>
/// <param name="Type">How the numbers are stored: the format's number of the type.</param>
/// <param name="Bytes">The numbers, little-endian.</param>
internal sealed record MatArray(IReadOnlyList<int> Shape, int Type, byte[] Bytes)
{
    /// <summary>Numbers that it has.</summary>
    public int Count => Bytes.Length / SizeOf(Type);

    /// <summary>Bytes of a number of a type; 0 for types that are not numbers.</summary>
    public static int SizeOf(int type) => type switch
    {
        1 or 2 => 1,
        3 or 4 => 2,
        5 or 6 or 7 => 4,
        9 or 12 or 13 => 8,
        _ => 0,
    };

    /// <summary>A number, counted in the order of storage.</summary>
    public double At(int index)
    {
        ReadOnlySpan<byte> from = Bytes.AsSpan(index * SizeOf(Type));
        return Type switch
        {
            1 => (sbyte)from[0],
            2 => from[0],
            3 => BinaryPrimitives.ReadInt16LittleEndian(from),
            4 => BinaryPrimitives.ReadUInt16LittleEndian(from),
            5 => BinaryPrimitives.ReadInt32LittleEndian(from),
            6 => BinaryPrimitives.ReadUInt32LittleEndian(from),
            7 => BinaryPrimitives.ReadSingleLittleEndian(from),
            12 => BinaryPrimitives.ReadInt64LittleEndian(from),
            13 => BinaryPrimitives.ReadUInt64LittleEndian(from),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(from),
        };
    }
}
