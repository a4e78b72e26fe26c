using System.Buffers.Binary;
using System.Text;

namespace Apical.Tests.Fuzzing;

/// <summary>Damages files: what disks, transfers, editors and other programs do to them, and what somebody would try on purpose.</summary>
internal static class Damage
{
    private static readonly long[] s_odd =
    [
        0, 1, -1, 2, 127, 128, 255, 256, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue, 1L << 31, 1L << 32, long.MaxValue,
        long.MinValue, 0x7FF0000000000000, 0x7F800000, 0x7FC00000,
    ];

    private static readonly string[] s_words =
    [
        "", " ", "0", "-0", "-1", "1e400", "-1e400", "1e-400", "NaN", "Infinity", "-Infinity", "null", "true", "[]", "{}", "\"\"", "2147483648", "-2147483649",
        "18446744073709551616", "99999999999999999999999", "0.5", "1,5", "\"", "'", ",", ";", "\t", "\n", "\r\n", "\0", "\\", "\\u0000", "\\ud800", "\uFEFF",
        "é",
        "\u2028", "𝄞", "</script>", "{0}", "%s", "../../x", "(", ")", "[", "]", "{", "}", "x:y=z", "1-1", "0x0",
    ];

    private static readonly string[] s_far =
    [
        "1.7976931348623157E+308", "-1.7976931348623157E+308", "1E+308", "-1E+200", "1E+200", "1E-200", "5E-324", "-5E-324", "2.2250738585072014E-308",
        "0", "-0",
        "1", "1E+17", "NaN", "Infinity", "-Infinity",
    ];

    private static readonly byte[][] s_bytes =
    [
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0, 0, 0, 0],
        [0x1F, 0x8B], "PK\x3\x4"u8.ToArray(),
    ];

    /// <summary>A damaged copy.</summary>
    /// <param name="file">Something whole.</param>
    /// <param name="others">Other files of its kind, to take pieces of.</param>
    /// <param name="random">Decides.</param>
    public static byte[] Of(byte[] file, IReadOnlyList<byte[]> others, Random random)
    {
        for (int times = random.Next(4) == 0 ? random.Next(2, 9) : 1; times > 0; times--)
        {
            file = Once(file, others, random);
        }

        return file;
    }

    /// <summary>Something odd to stand in the place of a number or a word.</summary>
    public static string Word(Random random) => s_words[random.Next(s_words.Length)];

    /// <summary>A table of which some values are far out, or not finite, or others' names.</summary>
    public static byte[] Values(byte[] table, Random random)
    {
        string[] lines = Encoding.UTF8.GetString(table).Split('\n');
        for (int times = random.Next(1, 1 + (lines.Length / 2)); times > 0; times--)
        {
            int line = random.Next(1, Math.Max(2, lines.Length - 1));
            string[] fields = line < lines.Length ? lines[line].Split(',') : [];
            if (fields.Length > 0)
            {
                bool last = random.Next(4) > 0;
                fields[last ? ^1 : random.Next(fields.Length)] = last ? s_far[random.Next(s_far.Length)] : Word(random);
                lines[line] = string.Join(',', fields);
            }
        }

        return Encoding.UTF8.GetBytes(string.Join('\n', lines));
    }

    private static byte[] Once(byte[] file, IReadOnlyList<byte[]> others, Random random)
    {
        // near the beginning, where headers are, as often as anywhere
        int at = random.Next(random.Next(2) == 0 ? Math.Min(file.Length, 200) + 1 : file.Length + 1);
        int length = Math.Min(file.Length - at, random.Next(3) == 0 ? random.Next(1, 2000) : random.Next(1, 9));
        ReadOnlySpan<byte> before = file.AsSpan(0, at), piece = file.AsSpan(at, length), after = file.AsSpan(at + length);
        switch (random.Next(13))
        {
            case 0: return [.. before];                                                     // cut off
            case 1: return [.. before, .. after];                                           // a piece is missing
            case 2: return [.. before, .. piece, .. piece, .. after];                       // is there twice
            case 3: return [.. before, .. new byte[length], .. after];                      // was never written
            case 4: return [.. before, .. s_bytes[random.Next(s_bytes.Length)], .. piece, .. after];
            case 5: return [.. before, .. Encoding.UTF8.GetBytes(Word(random)), .. after];
            case 6: return Numbered(file, at, random);
            case 7: return Reworded(file, random);
            case 8: return Lines(file, random);
            case 9:
                byte[] other = others[random.Next(others.Count)];
                return [.. before, .. other.AsSpan(Math.Min(other.Length, at))];
            case 10: return [.. file, .. piece];
            default:
                byte[] flipped = [.. file];
                for (int flips = random.Next(1, 4); flips > 0 && flipped.Length > 0; flips--)
                {
                    flipped[Math.Min(flipped.Length - 1, at + random.Next(8))] ^= (byte)(1 << random.Next(8));
                }

                return flipped;
        }
    }

    // A number of 1, 2, 4 or 8 bytes, in either order.
    private static byte[] Numbered(byte[] file, int at, Random random)
    {
        Span<byte> number = stackalloc byte[8];
        long odd = s_odd[random.Next(s_odd.Length)];
        int size = 1 << random.Next(4);
        BinaryPrimitives.WriteInt64LittleEndian(number, odd);
        number = number[..size];
        if (random.Next(2) == 0)
        {
            number.Reverse();
        }

        at -= random.Next(2) == 0 ? at % size : 0;
        byte[] changed = [.. file];
        number[..Math.Min(size, file.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }

    // A number or word of a text.
    private static byte[] Reworded(byte[] file, Random random)
    {
        static bool IsPart(byte sign) => char.IsAsciiLetterOrDigit((char)sign) || sign is (byte)'.' or (byte)'-' or (byte)'+' or (byte)'_';
        int at = random.Next(file.Length + 1), begin = at, end = at;
        while (begin > 0 && IsPart(file[begin - 1]))
        {
            begin--;
        }

        while (end < file.Length && IsPart(file[end]))
        {
            end++;
        }

        return [.. file.AsSpan(0, begin), .. Encoding.UTF8.GetBytes(Word(random)), .. file.AsSpan(end)];
    }

    private static byte[] Lines(byte[] file, Random random)
    {
        List<byte[]> lines = [];
        int begin = 0;
        for (int i = 0; i < file.Length; i++)
        {
            if (file[i] == '\n')
            {
                lines.Add(file[begin..(i + 1)]);
                begin = i + 1;
            }
        }

        lines.Add(file[begin..]);
        int one = random.Next(lines.Count), two = random.Next(lines.Count);
        switch (random.Next(3))
        {
            case 0: lines.RemoveAt(one); break;
            case 1: lines.Insert(two, lines[one]); break;
            default: (lines[one], lines[two]) = (lines[two], lines[one]); break;
        }

        return [.. lines.SelectMany(line => line)];
    }
}
