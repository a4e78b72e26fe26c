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
        int cut = range.LastIndexOf(':');
        NumberRange? numbers = cut < 0 ? null : NumberRange.Parse(range[..cut]);
        if (numbers is null || !int.TryParse(range[(cut + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is < 2 or > MostInRange)
        {
            throw new ArgumentException($"'{range}' is no range. Write two rising numbers, log or lin, and how many: 1e-4..1:log:9 or 0..0.5:lin:6.");
        }

        string[] ends = range.Trim().Split(':')[0].Split("..");
        return Enumerable.Range(0, count).Select(i => i == 0 ? ends[0] : i == count - 1 ? ends[1] : numbers.At((double)i / (count - 1)));
    }
}
