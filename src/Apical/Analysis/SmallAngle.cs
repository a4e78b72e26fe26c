namespace Apical.Analysis;

/// <summary>The angle between two directions, right to the last digits near 0° and 180°, where the arc cosine has only half of them.</summary>
public static class SmallAngle
{
    /// <summary>2 atan2(‖x̂ − ŷ‖, ‖x̂ + ŷ‖) in degrees, x̂ and ŷ of length 1 over all entries.</summary>
    /// <param name="x"><c>[units, batch]</c>, or any shape.</param>
    /// <param name="y">The same shape.</param>
    /// <returns>NaN where a side is all zeros and has no direction.</returns>
    public static double Degrees(Matrix x, Matrix y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        (x, y) = (x.TimesTwoTo(-x.SizePower()), y.TimesTwoTo(-y.SizePower()));
        Matrix u = x.Scaled(1 / x.Norm()), v = y.Scaled(1 / y.Norm());
        return double.RadiansToDegrees(2 * Math.Atan2(u.Minus(v).Norm(), u.Plus(v).Norm()));
    }
}
