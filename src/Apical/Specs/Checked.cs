namespace Apical.Specs;

/// <summary>Ranges that options keep.</summary>
internal static class Checked
{
    /// <summary>The value, if it is above 0 and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">With the message given.</exception>
    public static double Positive(double value, string name, string message) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, message);

    /// <summary>The value, if it is 0 or more and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">With the message given.</exception>
    public static double NotNegative(double value, string name, string message) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, message);
}
