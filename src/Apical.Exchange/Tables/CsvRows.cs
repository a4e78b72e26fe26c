using System.Text;
using nietras.SeparatedValues;

namespace Apical.Exchange.Tables;

/// <summary>Goes through the lines of a file of values, in the form of RFC 4180: a value in quotes may hold separators, line ends and doubled quotes.</summary>
internal static class CsvRows
{
    /// <summary>Is shown a line that is not empty.</summary>
    /// <param name="row">Its values.</param>
    /// <returns>Whether to go on.</returns>
    public delegate bool Look(SepReader.Row row);

    /// <summary>Shows all lines with something in them.</summary>
    /// <param name="path">The file: UTF-8 with or without a mark at its beginning; lines end as they like.</param>
    /// <param name="separator">Between values.</param>
    /// <param name="look">Is shown each, until it has seen enough.</param>
    /// <exception cref="DatasetException">The file cannot be read, or a quote in it is not closed.</exception>
    public static void Each(string path, char separator, Look look)
    {
        try
        {
            using var text = new QuoteCheck(path, StrictText.Open(path), separator);
            using SepReader reader = new Sep(separator).Reader(options => options with { HasHeader = false, Unescape = true, DisableColCountCheck = true })
                .From(text);
            foreach (SepReader.Row row in reader)
            {
                bool empty = row.ColCount == 1 && row[0].Span.IsWhiteSpace();
                if (!empty && !look(row))
                {
                    return;
                }
            }
        }
        catch (DecoderFallbackException error)
        {
            throw new DatasetException(
                $"{path} is not text in UTF-8, or in UTF-16 or UTF-32 with their mark ({error.Message.Split('.')[0]}). Save it as UTF-8.", error);
        }
        catch (NotSupportedException error)
        {
            throw new DatasetException($"{path} has a value or line that is longer than any is read: is a quote not closed? {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{path}: cannot be read. {error.Message}", error);
        }
    }
}
