namespace Apical.Analysis;

/// <summary>The straight line y = slope · x + intercept with the least sum of squared deviations.</summary>
/// <param name="Slope">dy/dx</param>
/// <param name="Intercept">y at x = 0.</param>
/// <param name="SlopeError">Standard error of the slope, √(Σ r² / (n − 2) / Σ (x − x̄)²); NaN for two points.</param>
/// <param name="Correlation">Pearson's correlation of x and y, between −1 and 1; NaN where one of them is constant.</param>
public readonly record struct LineFit(double Slope, double Intercept, double SlopeError, double Correlation)
{
    /// <summary>Fits a line.</summary>
    /// <param name="x">At least two different numbers.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">Different lengths, or no two different x.</exception>
    public static LineFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (int powerX, int powerY) = (Power(x), Power(y));
        if (powerX != 0 || powerY != 0)
        {
            LineFit unit = Of(Scaled(x, powerX), Scaled(y, powerY));
            return new(Math.ScaleB(unit.Slope, powerY - powerX), Math.ScaleB(unit.Intercept, powerY), Math.ScaleB(unit.SlopeError, powerY - powerX),
                unit.Correlation);
        }

        Moments(x, y, out double meanX, out double meanY, out double xx, out double xy, out double yy);
        if (!(xx > 0))
        {
            throw new ArgumentException($"A line needs at least two different x, got {x.Length} of which all are the same.", nameof(x));
        }

        double slope = xy / xx, intercept = meanY - (slope * meanX), residual = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double r = y[i] - intercept - (slope * x[i]);
            residual += r * r;
        }

        return new(slope, intercept, x.Length > 2 ? Math.Sqrt(residual / (x.Length - 2) / xx) : double.NaN, Ratio(xx, xy, yy));
    }

    /// <summary>Fits y = e^intercept · x^slope: a line through the logarithms, whose slope is the power.</summary>
    /// <param name="x">Above 0.</param>
    /// <param name="y">Above 0, as many.</param>
    /// <exception cref="ArgumentException">Numbers that have no logarithm, different lengths, or no two different x.</exception>
    public static LineFit OfLogarithms(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Of(Logarithms(x, nameof(x)), Logarithms(y, nameof(y)));

    /// <summary>Pearson's correlation: between −1 and 1, NaN where one side is constant.</summary>
    /// <param name="x">Numbers.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">Different lengths.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Moments(Scaled(x, Power(x)), Scaled(y, Power(y)), out _, out _, out double xx, out double xy, out double yy);
        return Ratio(xx, xy, yy);
    }

    /// <summary>The power of two by which far out numbers are divided, so that their squares stay within the range of numbers; 0 for all others.</summary>
    private static int Power(ReadOnlySpan<double> numbers)
    {
        double largest = 0;
        foreach (double number in numbers)
        {
            largest = Math.Max(largest, Math.Abs(number));
        }

        return largest is (> 1e100 and < double.PositiveInfinity) or (> 0 and < 1e-100) ? Math.ILogB(largest) : 0;
    }

    private static double[] Scaled(ReadOnlySpan<double> numbers, int power)
    {
        double[] result = numbers.ToArray();
        for (int i = 0; power != 0 && i < result.Length; i++)
        {
            result[i] = Math.ScaleB(result[i], -power);
        }

        return result;
    }

    private static double Ratio(double xx, double xy, double yy) => Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);

    private static void Moments(ReadOnlySpan<double> x, ReadOnlySpan<double> y, out double meanX, out double meanY, out double xx, out double xy, out double yy)
    {
        if (x.Length != y.Length || x.Length == 0)
        {
            throw new ArgumentException($"Needs as many y as x and at least one, got {x.Length} x and {y.Length} y.", nameof(y));
        }

        (meanX, meanY, xx, xy, yy) = (0, 0, 0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            meanX += x[i] / x.Length;
            meanY += y[i] / x.Length;
        }

        for (int i = 0; i < x.Length; i++)
        {
            double dx = x[i] - meanX, dy = y[i] - meanY;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
        }
    }

    private static double[] Logarithms(ReadOnlySpan<double> x, string name)
    {
        var result = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            result[i] = x[i] > 0 ? Math.Log(x[i])
                : throw new ArgumentException(FormattableString.Invariant($"Logarithms need numbers above 0, number {i} is {x[i]}."), name);
        }

        return result;
    }
}
