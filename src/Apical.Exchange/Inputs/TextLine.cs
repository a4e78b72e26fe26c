namespace Apical.Exchange.Inputs;

/// <summary>A line of a table and its values.</summary>
/// <param name="Number">Of the line in its file, from 1.</param>
/// <param name="Values">Without the blanks around them.</param>
internal sealed record TextLine(int Number, string[] Values)
{
    private static readonly char[] s_separators = ['\t', ';', ',', '|'];

    /// <summary>The lines of a file that are not empty.</summary>
    public static List<TextLine> In(string path)
    {
        var lines = new List<TextLine>();
        int number = 0;
        char? separator = null;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                separator ??= s_separators.Cast<char?>().FirstOrDefault(sign => line.Contains(sign!.Value)) ?? ',';
                lines.Add(new(number, [.. Cut(line, separator.Value)]));
            }
        }

        return lines;
    }

    private static IEnumerable<string> Cut(string line, char separator)
    {
        var value = new System.Text.StringBuilder();
        bool quoted = false;
        foreach (char sign in line)
        {
            if (sign == separator && !quoted)
            {
                yield return value.ToString().Trim();
                value.Clear();
            }
            else if (sign == '"')
            {
                quoted = !quoted;
            }
            else
            {
                value.Append(sign);
            }
        }

        yield return value.ToString().Trim();
    }
}
