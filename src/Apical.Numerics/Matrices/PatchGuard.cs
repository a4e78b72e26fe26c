namespace Apical.Numerics.Matrices;

/// <summary>Checks of what layers with patches are given, whether units share their weights or not: these have a row for each map, or for each unit.</summary>
internal static class PatchGuard
{
    /// <summary>For a = W h + b.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="rows">Rows of the weights.</param>
    /// <param name="w">The weights.</param>
    /// <param name="h">What the layer sees.</param>
    /// <param name="bias">One number for each row of the weights, or null.</param>
    /// <param name="a">What comes out, before s.</param>
    /// <param name="result">What comes out.</param>
    public static void Affine(in PatchShape shape, int rows, Matrix w, Matrix h, Matrix? bias, Matrix a, Matrix result)
    {
        Guard.Shape(h, w, rows, shape.Taps);
        Guard.Shape(w, h, shape.Inputs, h.Columns);
        Guard.Shape(w, a, shape.Outputs, h.Columns);
        Guard.SameShape(a, result);
        if (bias is not null)
        {
            Guard.Shape(w, bias, rows, 1);
        }
    }

    /// <summary>For Wᵀ signal.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="rows">Rows of the weights.</param>
    /// <param name="weights">W.T, or feedback in its place.</param>
    /// <param name="signal">At the units.</param>
    public static void Back(in PatchShape shape, int rows, Operand weights, Matrix signal)
    {
        Transposed(in shape, rows, weights, signal);
        Guard.Shape(weights.Matrix, signal, shape.Outputs, signal.Columns);
    }

    /// <summary>For h signalᵀ.</summary>
    /// <param name="shape">Who sees whom.</param>
    /// <param name="rows">Rows of the weights.</param>
    /// <param name="x">What is changed, transposed as feedback is.</param>
    /// <param name="h">What the layer sees.</param>
    /// <param name="signal">At the units.</param>
    public static void Correlation(in PatchShape shape, int rows, Operand x, Matrix h, Matrix signal)
    {
        Transposed(in shape, rows, x, signal);
        Guard.Shape(x.Matrix, h, shape.Inputs, h.Columns);
        Guard.Shape(x.Matrix, signal, shape.Outputs, h.Columns);
    }

    private static void Transposed(in PatchShape shape, int rows, Operand x, Matrix like) =>
        Guard.Shape(like, x.Matrix, x.IsTransposed ? rows : shape.Taps, x.IsTransposed ? shape.Taps : rows);
}
