using System.Globalization;

namespace Apical.Specs;

/// <summary>Numbers between two others, as a person writes them: <c>1e-4..1:log</c>, <c>0..0.5:lin</c>.</summary>
/// <param name="Low">The least.</param>
/// <param name="High">The greatest.</param>
/// <param name="Logarithmic">Whether equal steps are equal factors.</param>
/// <param name="Whole">Whether both are written as whole numbers, and so are those that are drawn between them: <c>16..256:log</c>.</param>
public sealed record NumberRange(double Low, double High, bool Logarithmic, bool Whole)
{
    /// <summary>Reads a range; null when it is something else.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">A logarithmic range that does not begin above 0.</exception>
    public static NumberRange? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Trim().Split(':'), ends = parts[0].Split("..");
        if (parts is not [_, "log" or "lin"] || ends.Length != 2 || ValueText.Number(ends[0]) is not { } low || ValueText.Number(ends[1]) is not { } high
            || !(low < high && double.IsFinite(high - low)))
        {
            return null;
        }

        return parts[1] == "lin" || low > 0 ? new(low, high, parts[1] == "log", ends.All(end => long.TryParse(end, CultureInfo.InvariantCulture, out _)))
            : throw new ArgumentException($"'{text}': a logarithmic range begins above 0, not at {ends[0]}.");
    }

    /// <summary>The number at a share of the way, rounded to four digits, but never out of the range.</summary>
    /// <param name="share">From 0, the least, to 1.</param>
    public string At(double share) => Rounded(Between(share));

    /// <summary>As <see cref="At"/>, but rounded to a whole number where the range has such.</summary>
    /// <param name="share">From 0 to 1: drawn evenly there, numbers are drawn evenly on the scale of the range.</param>
    public string Drawn(double share) => Whole ? Math.Round(Between(share)).ToString(CultureInfo.InvariantCulture) : At(share);

    private double Between(double share) => Logarithmic ? Low * Math.Pow(High / Low, share) : Low + (share * (High - Low));

    // In the form 1.234e30 only far out: whole numbers have no such form.
    private string Rounded(double number)
    {
        double rounded = Math.Clamp(double.Parse(number.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture), Low, High);
        return rounded == 0 || Math.Abs(rounded) is >= 1e-12 and < 1e15
            ? ((decimal)rounded).ToString("0.############################", CultureInfo.InvariantCulture)
            : rounded.ToString("0.################e0", CultureInfo.InvariantCulture);
    }
}
