
namespace Apical.Numerics.Matrices;

/// <summary>Moving weights by a formula in one pass over memory.</summary>
public static class Updating
{
    /// <summary>Changes w, s and q: applies the formula with the gradient delta hᵀ, which is formed a few rows at a time and never stored whole.</summary>
    /// <param name="w"><c>[fan-out, fan-in]</c></param>
    /// <param name="delta"><c>[fan-out, batch]</c></param>
    /// <param name="h"><c>[fan-in, batch]</c></param>
    /// <param name="s">First state, as w, or null when the formula has none.</param>
    /// <param name="q">Second state, as w, or null.</param>
    /// <param name="c">Coefficients, as the formula orders them.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void UpdateBy<TFormula>(this Matrix w, Matrix delta, Matrix h, Matrix? s, Matrix? q, in Coefficients<double> c)
        where TFormula : IUpdateFormula
    {
        Guard.Product(delta, h.T);
        Guard.Shape(delta, w, delta.Rows, h.Rows);
        CheckStates(w, s, q);
        w.Backend.Update<TFormula>(delta, h, w, s, q, in c);
    }

    /// <summary>Changes w, s and q: applies the formula with a given gradient.</summary>
    /// <param name="w">Any shape.</param>
    /// <param name="gradient">As w.</param>
    /// <param name="s">First state, as w, or null when the formula has none.</param>
    /// <param name="q">Second state, as w, or null.</param>
    /// <param name="c">Coefficients, as the formula orders them.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit.</exception>
    public static void UpdateBy<TFormula>(this Matrix w, Matrix gradient, Matrix? s, Matrix? q, in Coefficients<double> c)
        where TFormula : IUpdateFormula
    {
        Guard.SameShape(w, gradient);
        CheckStates(w, s, q);
        w.Backend.Update<TFormula>(gradient, w, s, q, in c);
    }

    private static void CheckStates(Matrix w, Matrix? s, Matrix? q)
    {
        if (s is not null)
        {
            Guard.SameShape(w, s, nameof(UpdateBy));
        }

        if (q is not null)
        {
            Guard.SameShape(w, q, nameof(UpdateBy));
        }
    }
}
