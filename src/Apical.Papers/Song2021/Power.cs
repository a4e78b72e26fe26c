using Apical.Analysis;

namespace Apical.Papers.Song2021;

/// <summary>How a quantity goes with the width.</summary>
internal static class Power
{
    /// <summary>The power of p: the slope in logarithms; NaN where the quantity is not positive at every width.</summary>
    public static double Of(IReadOnlyList<int> widths, Func<int, double> quantity)
    {
        double[] y = [.. widths.Select(quantity)];
        return y.All(value => value > 0) ? LineFit.OfLogarithms([.. widths.Select(p => (double)p)], y).Slope : double.NaN;
    }
}
