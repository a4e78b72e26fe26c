using System.Globalization;
using Apical.Specs;

namespace Apical.Exchange.Tables;

/// <summary>How a file is written: what stands between values, and whether the first line has the names of the columns.</summary>
/// <param name="Separator">Between values.</param>
/// <param name="Names">Of the columns; without a header <c>column 1</c>, <c>column 2</c>, …</param>
/// <param name="Header">Whether the first line has them.</param>
internal sealed record CsvDialect(Separator Separator, IReadOnlyList<string> Names, bool Header)
{
    private const int Looked = 50;

    /// <summary>Looks at the first lines of a file, and settles what the options leave open.</summary>
    /// <exception cref="DatasetException">There is nothing in it, or it does not tell.</exception>
    public static CsvDialect Of(string path, CsvOptions options)
    {
        Separator separator = options.Separator.Sign is not null ? options.Separator : SeparatorOf(path);
        string[][] lines = First(path, separator.Sign!.Value);
        if (lines.Length == 0)
        {
            throw new DatasetException($"{path} is empty: expected a line for each sample.");
        }

        bool header = options.Header ?? HasHeader(path, lines, options);
        string[] names = header ? lines[0] : [.. Enumerable.Range(1, lines[0].Length).Select(number => $"column {number}")];
        return new(separator, names, header);
    }

    // The first one that cuts all lines looked at into as many values, at least two.
    private static Separator SeparatorOf(string path) => Separator.Tried.FirstOrDefault(tried =>
    {
        int[] counts = [.. First(path, tried.Sign!.Value).Select(line => line.Length).Distinct()];
        return counts is [> 1];
    }) ?? Separator.Tried.MaxBy(tried => First(path, tried.Sign!.Value).Sum(line => line.Length - 1))!;

    private static string[][] First(string path, char separator)
    {
        var lines = new List<string[]>();
        CsvRows.Each(path, separator, row =>
        {
            var values = new string[row.ColCount];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = row[i].Span.Trim().ToString();
            }

            lines.Add(values);
            return lines.Count < Looked;
        });
        return [.. lines];
    }

    // A name that an option uses is in the first line; or a column has a word there and numbers below; or the first line has a number, which names no column.
    // Where all is text, a first line with a value that comes again below it in its column is a sample.
    private static bool HasHeader(string path, string[][] lines, CsvOptions options)
    {
        string[] first = lines[0];
        IEnumerable<string> used = new[] { options.Label, options.Drop, options.OneHot }.SelectMany(text => CsvOptions.ColumnsIn(text).Append(text));
        if (first.Intersect(used.Where(text => text is not ("" or CsvOptions.None or CsvOptions.Texts) && ValueText.Number(text) is null)).Any())
        {
            return true;
        }

        string[][] below = [.. lines.Skip(1).Where(line => line.Length == first.Length)];
        NumberFormatInfo format = options.Format;
        bool IsNumber(string text) => double.TryParse(text, NumberStyles.Float, format, out _);
        IEnumerable<int> all = Enumerable.Range(0, first.Length);
        if (below.Length > 0 && all.Any(i => first[i].Any(char.IsLetter) && !IsNumber(first[i]) && below.All(line => IsNumber(line[i]))))
        {
            return true;
        }

        if (first.Any(IsNumber))
        {
            return false;
        }

        return below.Length == 0 ? throw new DatasetException($"{path} has one line, and that has no numbers: there is no sample in it.")
            : !all.Any(i => below.Any(line => line[i] == first[i]));
    }
}
