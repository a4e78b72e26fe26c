using Apical.Exchange.Tables;

namespace Apical.Exchange.Inputs;

/// <summary>A line of a table and its values.</summary>
/// <param name="Number">Of the line in its file, from 1.</param>
/// <param name="Values">Without the blanks around them.</param>
internal sealed record TextLine(int Number, string[] Values)
{
    /// <summary>The lines of a file that are not empty.</summary>
    /// <exception cref="DatasetException">The file cannot be read.</exception>
    public static List<TextLine> In(string path, char separator)
    {
        var lines = new List<TextLine>();
        CsvRows.Each(path, separator, row =>
        {
            var values = new string[row.ColCount];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = row[i].Span.Trim().ToString();
            }

            lines.Add(new(row.LineNumberFrom, values));
            return true;
        });
        return lines;
    }
}
