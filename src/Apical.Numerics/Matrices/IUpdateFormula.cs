namespace Apical.Numerics.Matrices;

/// <summary>How one weight moves, given its gradient and up to two numbers of memory; written once for every vector width and precision.</summary>
public interface IUpdateFormula
{
    /// <summary>Moves the weights in place.</summary>
    /// <param name="w">The weights.</param>
    /// <param name="s">First state per weight, e.g. the velocity; unused by formulas without memory.</param>
    /// <param name="q">Second state per weight, e.g. the running mean of squares.</param>
    /// <param name="g">The gradient of these weights.</param>
    /// <param name="c">Coefficients of the step, in the formula's own order.</param>
    static abstract void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
        where V : struct, ILanes<V, T>
        where T : unmanaged;
}
