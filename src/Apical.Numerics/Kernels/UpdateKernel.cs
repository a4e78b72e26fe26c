using System.Runtime.CompilerServices;
using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>Moves weights by a formula, vector by vector.</summary>
internal static unsafe class UpdateKernel<V, T, TFormula>
    where V : struct, ISimd<V, T>
    where T : unmanaged
    where TFormula : IUpdateFormula
{
    /// <summary>Applies the formula to <paramref name="count"/> weights; states that a formula does not use are null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(T* w, T* s, T* q, T* g, int count, in Coefficients<T> c)
    {
        var lanes = new Coefficients<V>(
            V.Broadcast(c.A), V.Broadcast(c.B), V.Broadcast(c.C), V.Broadcast(c.D), V.Broadcast(c.E), V.Broadcast(c.F), V.Broadcast(c.G), V.Broadcast(c.H));
        int i = 0;
        for (; i <= count - V.Count; i += V.Count)
        {
            V weight = V.Load(w + i), first = s == null ? V.Zero : V.Load(s + i), second = q == null ? V.Zero : V.Load(q + i);
            TFormula.Apply<V, T>(ref weight, ref first, ref second, V.Load(g + i), in lanes);
            V.Store(weight, w + i);
            if (s != null)
            {
                V.Store(first, s + i);
            }

            if (q != null)
            {
                V.Store(second, q + i);
            }
        }

        if (i < count)
        {
            int left = count - i;
            V weight = V.LoadFirst(w + i, left), first = s == null ? V.Zero : V.LoadFirst(s + i, left), second = q == null ? V.Zero : V.LoadFirst(q + i, left);
            TFormula.Apply<V, T>(ref weight, ref first, ref second, V.LoadFirst(g + i, left), in lanes);
            V.StoreFirst(weight, w + i, left);
            if (s != null)
            {
                V.StoreFirst(first, s + i, left);
            }

            if (q != null)
            {
                V.StoreFirst(second, q + i, left);
            }
        }
    }
}
