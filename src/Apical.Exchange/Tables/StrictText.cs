using System.Text;

namespace Apical.Exchange.Tables;

/// <summary>Opens text in UTF-8, UTF-16 or UTF-32, as the mark at its beginning says, and in none else: bytes that are no text are an error, not a �.</summary>
internal static class StrictText
{
    private static readonly Encoding[] s_marked =       // UTF-32 before UTF-16, whose mark it begins with
    [
        new UTF8Encoding(true, throwOnInvalidBytes: true),
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file; UTF-8 where there is no mark.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <returns>A reader that throws <see cref="DecoderFallbackException"/> at what is no text.</returns>
    public static StreamReader Open(string path)
    {
        FileStream stream = File.OpenRead(path);
        try
        {
            Span<byte> start = stackalloc byte[4];
            ReadOnlySpan<byte> begin = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            Encoding? encoding = null;
            foreach (Encoding marked in s_marked)
            {
                encoding ??= begin.StartsWith(marked.Preamble) ? marked : null;
            }

            stream.Position = encoding?.Preamble.Length ?? 0;
            return new StreamReader(stream, encoding ?? s_marked[0], detectEncodingFromByteOrderMarks: false);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}
