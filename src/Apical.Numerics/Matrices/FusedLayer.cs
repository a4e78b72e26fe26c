
namespace Apical.Numerics.Matrices;

/// <summary>A layer's arithmetic in one pass over memory.</summary>
public static class FusedLayer
{
    /// <summary>a = W h + b and s(a) together, while each few rows are in the cache.</summary>
    /// <param name="w"><c>[fan-out, fan-in]</c></param>
    /// <param name="h"><c>[fan-in, batch]</c></param>
    /// <param name="bias"><c>[fan-out, 1]</c>, or null.</param>
    /// <param name="f">s</param>
    /// <param name="parameter">The parameter of s, where it has one.</param>
    /// <param name="a">Receives W h + b, <c>[fan-out, batch]</c>.</param>
    /// <param name="result">Receives s(a), <c>[fan-out, batch]</c>; may be <paramref name="a"/>.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void Affine(Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        Guard.Product(w, h);
        Guard.Shape(w, a, w.Rows, h.Columns);
        Guard.SameShape(a, result);
        if (bias is not null)
        {
            Guard.Shape(w, bias, w.Rows, 1);
        }

        w.Backend.Affine(w, h, bias, f, parameter, a, result);
    }
}
