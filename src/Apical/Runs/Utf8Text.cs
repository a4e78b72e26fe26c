using System.Text;
using System.Text.Unicode;

namespace Apical.Runs;

/// <summary>
/// Reads files of text as UTF-8, with or without a mark at the beginning. Bytes that are no text are an error: put right silently, they would be other names.
/// </summary>
internal static class Utf8Text
{
    /// <summary>Reads a file, also while it is written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wholeLines">Whether what stands behind the last end of a line is left out: it is being written.</param>
    /// <exception cref="InvalidDataException">It is no text; the message names the line. Or it is a folder.</exception>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Read(string path, bool wholeLines = false)
    {
        using Stream stream = RegularFile.Open(path);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        ReadOnlySpan<byte> bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        bytes = wholeLines ? bytes[..(bytes.LastIndexOf((byte)'\n') + 1)] : bytes;
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
        {
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        }

        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Wrong(bytes, path);
    }

    private static InvalidDataException Wrong(ReadOnlySpan<byte> bytes, string path)
    {
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return new($"'{path}' is damaged: line {bytes[..at].Count((byte)'\n') + 1} has the byte 0x{bytes[at]:X2}, which is no text in UTF-8.");
    }
}
