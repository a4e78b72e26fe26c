using System.Globalization;
using System.Numerics;

namespace Apical.Specs;

/// <summary>
/// A number that names something: 1 and 1.0 are one, and so are 2e3 and 2000; whole numbers are told apart that are one in double precision, as 2⁵³ and
/// 2⁵³ + 1. In order by size.
/// </summary>
/// <param name="Value">In double precision, never −0.</param>
/// <param name="Whole">Itself, where double precision has no room for all whole numbers: 2⁵³ and above; else 0.</param>
public readonly record struct ExactNumber(double Value, BigInteger Whole) : IComparable<ExactNumber>
{
    private const double AllWhole = 1L << 53;

    /// <summary>Reads one.</summary>
    /// <param name="text">A number in digits, with or without a power of ten.</param>
    /// <param name="format">How numbers are written.</param>
    /// <returns>Null where it is none, or not finite.</returns>
    public static ExactNumber? Read(string text, NumberFormatInfo format) =>
        !double.TryParse(text, NumberStyles.Float, format, out double value) || !double.IsFinite(value) ? null
            : Math.Abs(value) < AllWhole ? new(value == 0 ? 0 : value, 0)
            : new(value, BigInteger.TryParse(text, NumberStyles.Float, format, out BigInteger whole) ? whole : new BigInteger(value));

    /// <inheritdoc/>
    public int CompareTo(ExactNumber other) => (Value, Whole).CompareTo((other.Value, other.Whole));

    /// <summary>As people write it.</summary>
    public override string ToString() => Whole.IsZero ? ValueText.Show(Value) : Whole.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether one is less.</summary>
    public static bool operator <(ExactNumber left, ExactNumber right) => left.CompareTo(right) < 0;

    /// <summary>Whether one is greater.</summary>
    public static bool operator >(ExactNumber left, ExactNumber right) => left.CompareTo(right) > 0;

    /// <summary>Whether one is less, or they are the same.</summary>
    public static bool operator <=(ExactNumber left, ExactNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one is greater, or they are the same.</summary>
    public static bool operator >=(ExactNumber left, ExactNumber right) => left.CompareTo(right) >= 0;
}
