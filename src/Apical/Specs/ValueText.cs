using System.Globalization;

namespace Apical.Specs;

/// <summary>Reads and writes single values, lists and ranges.</summary>
public static class ValueText
{
    private const int MostInRange = 1000;

    /// <summary>A number, or null.</summary>
    public static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    /// <summary>A number as a person writes it: 0.001, 1e-6.</summary>
    public static string Show(double number)
    {
        string text = number.ToString(CultureInfo.InvariantCulture);
        return text.Split('E') is [var digits, var power] ? string.Create(CultureInfo.InvariantCulture,
            $"{digits}e{int.Parse(power, CultureInfo.InvariantCulture)}") : text;
    }

    /// <summary>
    /// Several values: joined by '/' where there is one outside quotes, else by commas as <see cref="Spec.Split"/> reads them. Ranges such as
    /// <c>1e-4..1:log:9</c> and <c>0..0.5:lin:6</c> are written out, their inner values rounded to four digits.
    /// </summary>
    /// <exception cref="ArgumentException">A range that is none; the message quotes it.</exception>
    public static IReadOnlyList<string> List(string text)
    {
        IReadOnlyList<string> pieces = Pieces.IndexOf(text, '/') >= 0 ? Pieces.Split(text, '/') : Spec.Cut(text);
        return [.. pieces.SelectMany(piece => IsRange(piece) ? Range(piece) : [Pieces.Plain(piece)])];
    }

    // A number, and ".." behind it.
    private static bool IsRange(string piece) => piece.IndexOf("..", StringComparison.Ordinal) is > 0 and var dots && Number(piece[..dots]) is not null;

    private static IEnumerable<string> Range(string range)
    {
        string[] parts = range.Trim().Split(':'), ends = parts[0].Split("..");
        if (parts is not [_, "log" or "lin", _] || ends.Length != 2 || Number(ends[0]) is not { } low || Number(ends[1]) is not { } high
            || !(low < high && double.IsFinite(high - low))
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 2 or > MostInRange)
        {
            throw new ArgumentException($"'{range}' is no range. Write two rising numbers, log or lin, and how many: 1e-4..1:log:9 or 0..0.5:lin:6.");
        }

        bool log = parts[1] == "log";
        if (log && low <= 0)
        {
            throw new ArgumentException($"'{range}': a logarithmic range begins above 0, not at {ends[0]}.");
        }

        return Enumerable.Range(0, count).Select(i => i == 0 ? ends[0] : i == count - 1 ? ends[1] : Rounded(At((double)i / (count - 1))));

        double At(double share) => log ? low * Math.Pow(high / low, share) : low + (share * (high - low));
    }

    // Never in the form 1.234E+05: whole numbers have no such form.
    private static string Rounded(double number) =>
        ((decimal)double.Parse(number.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture))
            .ToString("0.############################", CultureInfo.InvariantCulture);
}
