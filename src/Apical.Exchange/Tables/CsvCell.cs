using System.Globalization;
using System.Text.RegularExpressions;
using nietras.SeparatedValues;

namespace Apical.Exchange.Tables;

/// <summary>Reads a value of a line, or says where it stands and what is wrong with it.</summary>
internal static partial class CsvCell
{
    private const int Shown = 60;

    /// <summary>A number.</summary>
    /// <exception cref="DatasetException">It is none, or not finite.</exception>
    public static double Number(string path, SepReader.Row row, int column, ColumnPlan plan, NumberFormatInfo format)
    {
        ReadOnlySpan<char> text = row[column].Span;
        bool read = double.TryParse(text, NumberStyles.Float, format, out double number);
        return read && double.IsFinite(number) ? number : throw Wrong(path, row, column, plan, Advice(text, plan, column, format));
    }

    /// <summary>A number of a precision.</summary>
    /// <exception cref="DatasetException">It is none, or not finite, or too large.</exception>
    public static double Number(string path, SepReader.Row row, int column, ColumnPlan plan, NumberFormatInfo format, double most) =>
        Number(path, row, column, plan, format) is var number && Math.Abs(number) <= most ? number
            : throw Wrong(path, row, column, plan, "is too large for single precision. Use --precision double.");

    /// <summary>What to say of a value that will not do.</summary>
    public static DatasetException Wrong(string path, SepReader.Row row, int column, ColumnPlan plan, string why)
    {
        string value = row[column].Span.Trim().ToString();
        string shown = string.Concat(value.Take(Shown).Select(sign => char.IsControl(sign) ? '·' : sign)) + (value.Length > Shown ? "…" : "");
        return new($"{path}, line {row.LineNumberFrom}, {ColumnNames.Shown(plan.Dialect, column)}: "
            + $"{(value.Length == 0 ? "there is no value; an empty one" : $"'{shown}'")} {why}");
    }

    private static string Advice(ReadOnlySpan<char> text, ColumnPlan plan, int column, NumberFormatInfo format)
    {
        string name = plan.Dialect.Header ? plan.Dialect.Names[column] : $"{column + 1}";
        bool commas = format.NumberDecimalSeparator == "." && double.TryParse(text.ToString().Replace(',', '.'), format, out _);
        return text.IsWhiteSpace() ? "is no number. Fill or remove such lines first, or leave the column out with drop=."
            : double.TryParse(text, NumberStyles.Float, format, out _) || text.Trim().TrimStart("+-").ToString().ToLowerInvariant() is "inf"
                ? "is not finite. Fill or remove such lines first."
            : commas && Thousands().IsMatch(text) ? "is no number. If its commas part thousands, take them out; if they are decimal, write decimal=comma."
            : commas ? "is no number. If it has a decimal comma, write decimal=comma."
            : plan.Labels.Contains(column) ? "is no number. Fill or remove such lines first, or learn classes with task=classes."
            : $"is no number. A column of texts is left out with drop={name}, or given an input for each of its values with one-hot={name}.";
    }

    [GeneratedRegex(@"^\s*[+-]?\d{1,3}(,\d{3})+\s*$")]
    private static partial Regex Thousands();
}
