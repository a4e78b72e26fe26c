namespace Apical.Models;

/// <summary>How far a share of samples may lie from the share among all that there could be.</summary>
public static class Wilson
{
    private const double Z = 1.959963984540054;         // 97.5 % of a normal distribution lie below

    /// <summary>
    /// The 95 % interval of E. B. Wilson (Probable inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22, 1927):
    /// (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). It stays between 0 and 1, for small n and p near the ends, too.
    /// </summary>
    /// <param name="right">Samples for which it is so.</param>
    /// <param name="count">All samples, at least 1.</param>
    public static (double Low, double High) Interval(long right, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (right < 0 || right > count)
        {
            throw new ArgumentOutOfRangeException(nameof(right), right, $"Expected a number from 0 to {count}.");
        }

        double n = count, p = right / n, square = Z * Z / n;
        double middle = (p + (square / 2)) / (1 + square), reach = Z / (1 + square) * Math.Sqrt((p * (1 - p) / n) + (square / (4 * n)));
        return (right == 0 ? 0 : middle - reach, right == count ? 1 : middle + reach);
    }
}
