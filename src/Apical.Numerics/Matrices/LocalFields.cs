namespace Apical.Numerics.Matrices;

/// <summary>Products with the weights of a locally connected layer, of which only the connections that exist are stored.</summary>
/// <remarks>The weights are compact, one row per unit and one column per connection: <c>[outputs, taps]</c>. Feedback in their place is transposed,
/// <c>[taps, outputs]</c>.</remarks>
public static class LocalFields
{
    /// <summary>a = W h + b and s(a) together.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="w"><c>[outputs, taps]</c></param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="bias"><c>[outputs, 1]</c>, or null.</param>
    /// <param name="f">s</param>
    /// <param name="parameter">The parameter of s, where it has one.</param>
    /// <param name="a">Receives W h + b, <c>[outputs, batch]</c>.</param>
    /// <param name="result">Receives s(a), <c>[outputs, batch]</c>; may be <paramref name="a"/>.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void Affine(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        PatchGuard.Affine(in shape, shape.Outputs, w, h, bias, a, result);
        w.Backend.LocalAffine(in shape, w, h, bias, f, parameter, a, result);
    }

    /// <summary>Wᵀ signal, or B signal.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="weights"><c>[taps, outputs]</c>: W.T, or feedback in its place.</param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <returns><c>[inputs, batch]</c>, from the current workspace.</returns>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static Matrix CarryBack(in PatchShape shape, Operand weights, Matrix signal)
    {
        PatchGuard.Back(in shape, shape.Outputs, weights, signal);
        Matrix result = Workspace.Temporary(shape.Inputs, signal.Columns, signal.Backend);
        signal.Backend.LocalBack(in shape, weights, signal, result);
        return result;
    }

    /// <summary>Changes <paramref name="x"/>: x = keep · x + factor · (h signalᵀ, where there are connections).</summary>
    /// <param name="x"><c>[taps, outputs]</c>; the transpose of a matrix shaped as W may be given.</param>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="factor">Of the product.</param>
    /// <param name="h"><c>[inputs, batch]</c></param>
    /// <param name="signal"><c>[outputs, batch]</c></param>
    /// <param name="keep">Of what was there; 0 overwrites it.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void AddCorrelation(Operand x, in PatchShape shape, double factor, Matrix h, Matrix signal, double keep = 1)
    {
        PatchGuard.Correlation(in shape, shape.Outputs, x, h, signal);
        signal.Backend.LocalCorrelation(in shape, factor, h, signal, keep, x);
    }
}
