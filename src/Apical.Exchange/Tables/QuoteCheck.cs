namespace Apical.Exchange.Tables;

/// <summary>
/// Text as it passes by, with an eye on bytes of 0, in which a number may end for .NET, and on its quotes: one that is not closed would swallow all lines
/// below it, or those up to the next one. A value in quotes that goes over several lines begins and ends beside a separator or the end of a line; within a
/// line quotes may stand anywhere in pairs.
/// </summary>
/// <param name="path">For messages.</param>
/// <param name="text">The text. It is closed with this.</param>
/// <param name="separator">Between values; the usual ones count as such beside it, for a file may be read to find out which it is.</param>
internal sealed class QuoteCheck(string path, TextReader text, char separator) : TextReader
{
    private const char Quote = '"';

    // lines; that where the open quote opened, and where the one did that was the last thing before blanks; or 0
    private int _line = 1, _opened, _closed;
    private bool _amid, _began;                     // whether the open quote is amid a value; whether the value at hand has begun
    private char _last;

    /// <inheritdoc/>
    /// <exception cref="DatasetException">A quote is not closed; the message says on which line it opens.</exception>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    /// <exception cref="DatasetException">A quote is not closed; the message says on which line it opens.</exception>
    public override int Read(Span<char> buffer)
    {
        int count = text.Read(buffer);
        if (count == 0 && buffer.Length > 0 && _opened > 0)
        {
            throw NotClosed(_opened);
        }

        foreach (char sign in buffer[..count])
        {
            Pass(sign);
        }

        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            text.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Pass(char sign)
    {
        if (sign == '\0')
        {
            throw new DatasetException(
                $"{path}, line {_line}: there is a byte of 0, which no text has: the file is damaged, as by a power cut, or is no text.");
        }

        bool ends = sign is '\n' or '\r';
        _line += ends && !(sign == '\n' && _last == '\r') ? 1 : 0;
        if (_opened > 0)
        {
            if (ends && _amid)
            {
                throw NotClosed(_opened);
            }

            (_opened, _closed) = sign == Quote ? (0, _opened) : (_opened, 0);
        }
        else if (sign == Quote && _last == Quote && _closed > 0)
        {
            (_opened, _closed) = (_closed, 0);      // two quotes are one that belongs to the text
        }
        else if (ends || sign == separator || sign is ',' or ';' or '\t' or '|')
        {
            (_closed, _began) = (0, false);
        }
        else if (!char.IsWhiteSpace(sign))
        {
            if (_closed > 0 && _closed < _line)
            {
                throw NotClosed(_closed);
            }

            (_opened, _amid, _closed, _began) = (sign == Quote ? _line : 0, _began || _closed > 0, 0, true);
        }

        _last = sign;
    }

    private DatasetException NotClosed(int line) => new(
        $"{path}, line {line}: a double quote opens here and is not closed. Close it at the end of the value; one that belongs to the text is written twice, "
        + "with quotes around the whole value.");
}
