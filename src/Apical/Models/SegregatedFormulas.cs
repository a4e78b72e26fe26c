namespace Apical.Models;

/// <summary>A millisecond of a dendrite and of a soma.</summary>
internal static class SegregatedFormulas
{
    /// <summary>
    /// Spikes that arrive go through κ: slow ← A (slow + d), fast ← B (fast + d), V ← C (slow − fast); w is slow, s fast, q the voltage, g what arrives.
    /// </summary>
    public readonly struct Dendrite : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            w = c.A * (w + g);
            s = c.B * (s + g);
            q = c.C * (w - s);
        }
    }

    /// <summary>
    /// An Euler step of the soma, τ dV/dt = …, written as V ← A V + B V^b + C V^a; w is V, s what comes from the apical dendrite or the teacher, q becomes
    /// V^b by the bias g.
    /// </summary>
    public readonly struct Soma : IUpdateFormula
    {
        public static void Apply<V, T>(ref V w, ref V s, ref V q, V g, in Coefficients<V> c)
            where V : struct, ILanes<V, T>
            where T : unmanaged
        {
            q += g;
            w = V.MultiplyAdd(c.A, w, V.MultiplyAdd(c.B, q, c.C * s));
        }
    }
}
