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
        Guard.Shape(h, w, shape.Outputs, shape.Taps);
        Guard.Shape(w, h, shape.Inputs, h.Columns);
        Guard.Shape(w, a, shape.Outputs, h.Columns);
        Guard.SameShape(a, result);
        if (bias is not null)
        {
            Guard.Shape(w, bias, shape.Outputs, 1);
        }

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
        CheckCompact(in shape, weights, signal);
        Guard.Shape(weights.Matrix, signal, shape.Outputs, signal.Columns);
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
        CheckCompact(in shape, x, signal);
        Guard.Shape(x.Matrix, h, shape.Inputs, h.Columns);
        Guard.Shape(x.Matrix, signal, shape.Outputs, h.Columns);
        signal.Backend.LocalCorrelation(in shape, factor, h, signal, keep, x);
    }

    private static void CheckCompact(in PatchShape shape, Operand x, Matrix like)
    {
        if (x.IsTransposed)
        {
            Guard.Shape(like, x.Matrix, shape.Outputs, shape.Taps);
        }
        else
        {
            Guard.Shape(like, x.Matrix, shape.Taps, shape.Outputs);
        }
    }
}
