using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Apical.Runs;

/// <summary>CRC-32C (Castagnoli), which finds every flipped bit and nearly every other damage; the processor computes it at the speed of memory.</summary>
public struct Crc32C
{
    private uint _state;

    /// <summary>Nothing taken in yet.</summary>
    public Crc32C() => _state = uint.MaxValue;

    /// <summary>Of all that was taken in, as eight hexadecimal digits.</summary>
    public readonly string Text => (~_state).ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Of a text in UTF-8, as eight hexadecimal digits.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        var crc = new Crc32C();
        crc.Add(text);
        return crc.Text;
    }

    /// <summary>Of some bytes, as a number.</summary>
    /// <param name="bytes">Any number of them.</param>
    public static uint ValueOf(ReadOnlySpan<byte> bytes)
    {
        var crc = new Crc32C();
        crc.Add(bytes);
        return ~crc._state;
    }

    /// <summary>Takes in bytes.</summary>
    /// <param name="bytes">What comes next.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        uint state = _state;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state = BitOperations.Crc32C(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte one in bytes)
        {
            state = BitOperations.Crc32C(state, one);
        }

        _state = state;
    }

    /// <summary>Takes in a text, in UTF-8.</summary>
    /// <param name="text">What comes next.</param>
    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));
}
