namespace Apical.Probes;

/// <summary>How far two signals point apart.</summary>
/// <remarks>
/// 0° is the same direction; below 90° a rule still goes downhill where the other does; 90° is chance in high dimensions; 180° is opposite.
/// NaN where a side is all zeros, because then there is no direction to compare.
/// </remarks>
public static class Angle
{
    /// <summary>cos ∠(x, y) = ⟨x, y⟩ / (‖x‖ ‖y‖) over all entries: large samples count more.</summary>
    /// <param name="x"><c>[units, batch]</c>, or any shape.</param>
    /// <param name="y">The same shape.</param>
    public static double Cosine(Matrix x, Matrix y)
    {
        (double xx, double yy) = (x.InnerProduct(x), y.InnerProduct(y));
        if (!HasRoom(xx) || !HasRoom(yy))
        {
            (x, y) = (OfUnitSize(x), OfUnitSize(y));
            (xx, yy) = (x.InnerProduct(x), y.InnerProduct(y));
        }

        return Ratio(x.InnerProduct(y), xx, yy);
    }

    /// <summary>∠(x, y) in degrees over all entries.</summary>
    /// <param name="x"><c>[units, batch]</c>, or any shape.</param>
    /// <param name="y">The same shape.</param>
    public static double Degrees(Matrix x, Matrix y) => ToDegrees(Cosine(x, y));

    /// <summary>The cosine of each column (sample), averaged over those where both sides have a direction: every sample counts the same.</summary>
    /// <param name="x"><c>[units, batch]</c></param>
    /// <param name="y"><c>[units, batch]</c></param>
    public static double MeanCosinePerSample(Matrix x, Matrix y) => MeanPerSample(x, y, cosine => cosine);

    /// <summary>The angle of each column (sample) in degrees, averaged over those where both sides have a direction.</summary>
    /// <param name="x"><c>[units, batch]</c></param>
    /// <param name="y"><c>[units, batch]</c></param>
    public static double MeanDegreesPerSample(Matrix x, Matrix y) => MeanPerSample(x, y, ToDegrees);

    private static double MeanPerSample(Matrix x, Matrix y, Func<double, double> of) =>
        CosinesPerColumn(x, y).Where(cosine => !double.IsNaN(cosine)).Select(of).DefaultIfEmpty(double.NaN).Average();

    private static IEnumerable<double> CosinesPerColumn(Matrix x, Matrix y)
    {
        // In double precision: a sample that the network is sure of has errors so small that their squares vanish in single.
        (x, y) = (Wide(x), Wide(y));
        double[] xx = x.ColumnProducts(x).ToArray(), yy = y.ColumnProducts(y).ToArray();
        if (!xx.All(HasRoom) || !yy.All(HasRoom))
        {
            (x, y) = (OfUnitColumns(x), OfUnitColumns(y));
            (xx, yy) = (x.ColumnProducts(x).ToArray(), y.ColumnProducts(y).ToArray());
        }

        double[] xy = x.ColumnProducts(y).ToArray();
        return xy.Select((product, c) => Ratio(product, xx[c], yy[c]));
    }

    // Angles do not depend on scale: squares that leave the range of numbers, or come near its ends, are formed of smaller or larger ones.
    private static bool HasRoom(double square) => square is > 1e-150 and < 1e150;

    private static Matrix OfUnitSize(Matrix x) => Wide(x).TimesTwoTo(-x.SizePower());

    private static Matrix OfUnitColumns(Matrix x)
    {
        int[] powers = [.. x.Map(ScalarFunction.Abs).ColumnMax().ToArray().Select(size => size is > 0 and < double.PositiveInfinity ? -Math.ILogB(size) : 0)];
        Matrix Half(Matrix of, Func<int, int> part) =>
            of.TimesRow(Matrix.Of(1, x.Columns, [.. powers.Select(power => Math.ScaleB(1, part(power)))], Precision.Double));
        return Half(Half(x, power => power / 2), power => power - (power / 2));
    }

    private static Matrix Wide(Matrix x) => x.Precision == Precision.Double ? x : x.To(Precision.Double);

    // With all three sums added up in the same order, the angle of a signal to itself is 0 and not a rounding error.
    private static double Ratio(double xy, double xx, double yy) => Math.Clamp(xy / Math.Sqrt(xx * yy), -1, 1);

    private static double ToDegrees(double cosine) => double.RadiansToDegrees(Math.Acos(cosine));
}
