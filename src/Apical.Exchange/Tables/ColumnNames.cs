using System.Globalization;
using Apical.Specs;

namespace Apical.Exchange.Tables;

/// <summary>Finds columns that a person names.</summary>
internal static class ColumnNames
{
    /// <summary>The places, from 0, of columns that are named, or counted from 1; −1 is the last one. The name of a column is no list.</summary>
    /// <exception cref="ArgumentException">There is no such column, or there are two.</exception>
    public static IReadOnlyList<int> Find(string setting, string text, CsvDialect dialect) =>
        dialect.Header && dialect.Names.Contains(text) ? [One(setting, text, dialect)]
            : [.. CsvOptions.ColumnsIn(text).Select(name => One(setting, name, dialect))];

    /// <summary>A column, for messages.</summary>
    public static string Shown(CsvDialect dialect, int column) => dialect.Header ? $"column {column + 1} '{dialect.Names[column]}'" : $"column {column + 1}";

    /// <summary>The columns that there are, for messages: the first and the last ones.</summary>
    public static string List(CsvDialect dialect)
    {
        const int Named = 20;
        string[] names = [.. dialect.Names];
        string[] some = names.Length <= Named ? names : [.. names.Take(Named - 2), "…", names[^1]];
        return dialect.Header ? $"The {names.Length} columns are {string.Join(", ", some)}."
            : $"There are {names.Length} columns, and the first line has no names: count them from 1, or from -1, the last.";
    }

    private static int One(string setting, string name, CsvDialect dialect)
    {
        int count = dialect.Names.Count;
        foreach (StringComparison how in dialect.Header ? new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase } : [])
        {
            int[] found = [.. Enumerable.Range(0, count).Where(i => dialect.Names[i].Equals(name, how))];
            if (found.Length > 0)
            {
                return found.Length == 1 ? found[0] : throw new ArgumentException(
                    $"csv:{setting}={name}: columns {string.Join(" and ", found.Select(i => i + 1))} are called that. Give a number.");
            }
        }

        if (int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return number != 0 && Math.Abs((long)number) <= count ? number > 0 ? number - 1 : count + number : throw new ArgumentException(
                $"csv:{setting}={name}: there are {count} columns, counted from 1 to {count}, or from -1, the last, to -{count}.");
        }

        throw new ArgumentException($"csv:{setting}: " + (dialect.Header ? $"unknown column '{name}'{Unknown.Closest(name, dialect.Names)} {List(dialect)}"
            : $"there is no column '{name}', for the first line has no names. Give a number from 1 to {count}, -1 for the last; or header=yes, if it has."));
    }
}
