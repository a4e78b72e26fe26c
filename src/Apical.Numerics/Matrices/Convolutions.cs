namespace Apical.Numerics.Matrices;

/// <summary>Products with the weights of a convolution, which all units of a map share, and the pooling of maps.</summary>
/// <remarks>The weights have a row for each map and a column for each connection of a unit: <c>[maps, taps]</c>. Feedback in their place is transposed,
/// <c>[taps, maps]</c>. Nothing is copied out of the image: units read it where it lies.</remarks>
public static class Convolutions
{
    /// <summary>a = W ⋆ h + b and s(a) together.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="w"><c>[maps, taps]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="bias">One for each map, <c>[maps, 1]</c>, or null.</param>
    /// <param name="f">s</param>
    /// <param name="parameter">The parameter of s, where it has one.</param>
    /// <param name="a">Receives W ⋆ h + b, <c>[outputs, batch]</c>.</param>
    /// <param name="result">Receives s(a), <c>[outputs, batch]</c>; may be <paramref name="a"/>.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void Affine(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        PatchGuard.Affine(in shape, shape.Maps, w, h, bias, a, result);
        w.Backend.Convolve(in shape, w, h, bias, f, parameter, a, result);
    }

    /// <summary>Wᵀ signal, or B signal.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="weights"><c>[taps, maps]</c>: W.T, or feedback in its place.</param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <returns><c>[inputs, batch]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static Matrix CarryBack(in PatchShape shape, Operand weights, Matrix signal)
    {
        PatchGuard.Back(in shape, shape.Maps, weights, signal);
        Matrix result = Workspace.Temporary(shape.Inputs, signal.Columns, signal.Backend);
        signal.Backend.ConvolveBack(in shape, weights, signal, result);
        return result;
    }

    /// <summary>Changes <paramref name="x"/>: x = keep · x + factor · (h signalᵀ, where there are connections, summed over the units of a map).</summary>
    /// <param name="x"><c>[taps, maps]</c>; the transpose of a matrix shaped as W may be given.</param>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="factor">Of the product.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <param name="keep">Of what was there; 0 overwrites it.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void AddCorrelation(Operand x, in PatchShape shape, double factor, Matrix h, Matrix signal, double keep = 1)
    {
        PatchGuard.Correlation(in shape, shape.Maps, x, h, signal);
        signal.Backend.ConvolutionCorrelation(in shape, factor, h, signal, keep, x);
    }

    /// <summary>One over the number of units of a map that see the image through each tap: with it a sum over units becomes their mean.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="precision">Of the result.</param>
    /// <returns><c>[taps, 1]</c>, which no workspace owns.</returns>
    public static Matrix Share(in PatchShape shape, Precision precision)
    {
        var share = new Matrix(shape.Taps, 1, precision);
        for (int tap = 0; tap < shape.Taps; tap++)
        {
            share[tap, 0] = 1.0 / Math.Max(1, shape.UnitsSeeing(tap));
        }

        return share;
    }

    /// <summary>The mean, or the largest, of each patch of each channel.</summary>
    /// <param name="shape">The patches; how many maps it names counts for nothing, each channel is a map of its own.</param>
    /// <param name="largest">The largest rather than the mean.</param>
    /// <param name="x"><c>[inputs, batch]</c></param>
    /// <returns><c>[channels · positions, batch]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit.</exception>
    public static Matrix Pool(in PatchShape shape, bool largest, Matrix x)
    {
        Guard.Shape(x, x, shape.Inputs, x.Columns);
        Matrix pooled = Workspace.Temporary(shape.Channels * shape.Positions, x.Columns, x.Backend);
        x.Backend.Pool(in shape, largest, x, pooled);
        return pooled;
    }

    /// <summary>(∂pooled/∂x)ᵀ signal. Where several entries of a patch are the largest, the first of them gets the signal.</summary>
    /// <param name="shape">The patches.</param>
    /// <param name="largest">The largest rather than the mean.</param>
    /// <param name="signal"><c>[channels · positions, batch]</c></param>
    /// <param name="x">What was pooled, <c>[inputs, batch]</c></param>
    /// <param name="pooled">What came out.</param>
    /// <returns><c>[inputs, batch]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static Matrix PoolBack(in PatchShape shape, bool largest, Matrix signal, Matrix x, Matrix pooled)
    {
        Guard.Shape(signal, x, shape.Inputs, signal.Columns);
        Guard.SameShape(signal, pooled);
        Matrix result = Workspace.Temporary(shape.Inputs, signal.Columns, signal.Backend);
        signal.Backend.PoolBack(in shape, largest, signal, x, pooled, result);
        return result;
    }
}
