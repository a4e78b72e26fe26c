using System.Globalization;
using System.Text.Json.Serialization;

namespace Apical.Runs;

/// <summary>Something a paper states, and whether it was found.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Paper">What the paper says or shows, with its number where it gives one.</param>
/// <param name="Measured">What was found.</param>
/// <param name="Band">What would count as the same; taken from the paper or the mathematics, never from our own output.</param>
/// <param name="Holds">Whether it was found.</param>
public sealed record Claim(string Text, string Paper, string Measured, string Band, bool Holds)
{
    /// <summary>Whether it was held against its band: not with other parameters than the paper's. Then <see cref="Holds"/> says nothing.</summary>
    /// <value>Default true.</value>
    public bool Judged { get; init; } = true;

    /// <summary>Whether, at this scale, holding says little: that one number is the greater, not by how much; or that it lies in most of its range.</summary>
    /// <value>Default false.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OrderOnly { get; init; }

    /// <summary>Whether the number was taken from this machine's clock: other work on it can make the claim fail.</summary>
    /// <value>Default false.</value>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool OfTheClock { get; init; }

    /// <summary>The published number, where there is one.</summary>
    public double? Published { get; init; }

    /// <summary>The number found, where the claim is about one.</summary>
    public double? Value { get; init; }

    /// <summary>A number that lies between two others.</summary>
    /// <param name="text">The statement.</param>
    /// <param name="paper">What the paper says.</param>
    /// <param name="value">The number found; NaN never holds.</param>
    /// <param name="low">Least value that holds; negative infinity for none.</param>
    /// <param name="high">Greatest value that holds; infinity for none.</param>
    /// <param name="unit">Written after the numbers, with its blank: <c> %</c>, <c>°</c>.</param>
    /// <param name="published">The published number, where there is one.</param>
    /// <param name="sd">Standard deviation over replicates, where known: shown beside the number.</param>
    public static Claim Between(string text, string paper, double value, double low, double high, string unit = "", double? published = null, double? sd = null)
    {
        string band = double.IsNegativeInfinity(low) ? $"≤ {Show(high)}{unit}"
            : double.IsPositiveInfinity(high) ? $"≥ {Show(low)}{unit}"
            : $"{Show(low)} to {Show(high)}{unit}";
        string spread = sd is { } s && double.IsFinite(s) ? $" ± {Show(s)}" : "";
        return new(text, paper, $"{Show(value)}{spread}{unit}", band, value >= low && value <= high) { Value = value, Published = published };
    }

    /// <summary>A number that is at least another.</summary>
    /// <inheritdoc cref="Between"/>
    public static Claim AtLeast(string text, string paper, double value, double low, string unit = "", double? published = null, double? sd = null) =>
        Between(text, paper, value, low, double.PositiveInfinity, unit, published, sd);

    /// <summary>A number that is at most another.</summary>
    /// <inheritdoc cref="Between"/>
    public static Claim AtMost(string text, string paper, double value, double high, string unit = "", double? published = null, double? sd = null) =>
        Between(text, paper, value, double.NegativeInfinity, high, unit, published, sd);

    /// <summary>A number as claims show it: four significant digits.</summary>
    public static string Show(double number) => double.IsNaN(number) ? "no number"
        : number != 0 && (Math.Abs(number) < 1e-3 || Math.Abs(number) >= 1e6) ? number.ToString("0.00e0", CultureInfo.InvariantCulture)
        : double.IsFinite(number) ? ((double)(decimal)Math.Round(number, Decimals(number))).ToString(CultureInfo.InvariantCulture)
        : number.ToString(CultureInfo.InvariantCulture);

    private static int Decimals(double number) => Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Max(Math.Abs(number), 1e-3))), 0, 6);
}
