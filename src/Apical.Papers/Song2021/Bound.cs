namespace Apical.Papers.Song2021;

/// <summary>How near a number comes to what a theorem allows it.</summary>
internal static class Bound
{
    /// <summary>
    /// The number over its bound: at most 1 where the theorem holds. A bound that is not positive, from a step that is too long, allows nothing.
    /// </summary>
    public static double Ratio(double value, double bound) => bound > 0 ? value / bound : double.PositiveInfinity;
}
