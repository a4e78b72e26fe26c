namespace Apical.Data;

/// <summary>Takes the points of a glyph to the image: turned, slanted, scaled, shifted, and bent by a smooth random field.</summary>
internal sealed class Warp
{
    /// <summary>Control points of the field in each direction: a cubic B-spline over two by two cells of 14 pixels.</summary>
    private const int Controls = 5;
    private const double CellSide = DigitPainter.Side / 2.0;

    private readonly double[] _bendX = new double[Controls * Controls];
    private readonly double[] _bendY = new double[Controls * Controls];
    private double _xx, _xy, _yx, _yy, _x, _y;

    /// <summary>Chooses the transformation.</summary>
    public void Draw(DigitOptions options, Rng rng)
    {
        // sine and cosine from the tangent of the half angle, by division alone
        double t = rng.Uniform(-options.HalfTurn, options.HalfTurn);
        double cos = (1 - t * t) / (1 + t * t), sin = 2 * t / (1 + t * t);
        double shear = rng.Uniform(-options.Shear, options.Shear);
        double width = rng.Uniform(options.SmallestSize, options.LargestSize) / 100, height = rng.Uniform(options.SmallestSize, options.LargestSize) / 100;
        (_xx, _xy) = (cos * width, (sin - cos * shear) * height);
        (_yx, _yy) = (-sin * width, (cos + sin * shear) * height);

        const double Middle = DigitPainter.Side / 2.0;
        double shiftX = Middle + rng.Uniform(-options.Shift, options.Shift), shiftY = Middle + rng.Uniform(-options.Shift, options.Shift);
        (_x, _y) = (shiftX - 50 * (_xx + _xy), shiftY - 50 * (_yx + _yy));
        rng.FillNormal(_bendX, 0, options.Elastic);
        rng.FillNormal(_bendY, 0, options.Elastic);
    }

    /// <summary>Where a point of the glyph's box comes to lie, in pixels from the upper left corner of the image.</summary>
    public (double X, double Y) Place(double glyphX, double glyphY)
    {
        double x = _x + _xx * glyphX + _xy * glyphY, y = _y + _yx * glyphX + _yy * glyphY;
        double u = Math.Clamp(x / CellSide, 0, 2), v = Math.Clamp(y / CellSide, 0, 2);
        int column = u >= 1 ? 1 : 0, row = v >= 1 ? 1 : 0;
        Span<double> across = stackalloc double[4], down = stackalloc double[4];
        Weights(u - column, across);
        Weights(v - row, down);
        double bendX = 0, bendY = 0;
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                int control = (row + i) * Controls + column + j;
                double weight = down[i] * across[j];
                bendX += weight * _bendX[control];
                bendY += weight * _bendY[control];
            }
        }

        return (x + bendX, y + bendY);
    }

    /// <summary>The four cubic B-splines that are not zero at <paramref name="t"/> in [0, 1]. They sum to 1.</summary>
    private static void Weights(double t, Span<double> weights)
    {
        double s = 1 - t;
        weights[0] = s * s * s / 6;
        weights[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
        weights[2] = (3 * s * s * s - 6 * s * s + 4) / 6;
        weights[3] = t * t * t / 6;
    }
}
