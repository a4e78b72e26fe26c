using System.Globalization;

namespace Apical.Specs;

/// <summary>Numbers of things in messages.</summary>
public static class Counted
{
    /// <summary>A number with its noun: <c>1 sample</c>, <c>5 samples</c>.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called. Default: with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
