using Apical.Numerics.Matrices;

namespace Apical.Numerics.Kernels;

/// <summary>One layer of a chain, as <see cref="ChainKernel{V, T}"/> reads it.</summary>
internal unsafe struct ChainTerm<T>
    where T : unmanaged
{
    /// <summary>Where its matrices begin; <see cref="Bias"/> may be null.</summary>
    public T* W, Bias, V, H;

    /// <summary>n_i</summary>
    public int Units;

    /// <summary>s_i and its inverse.</summary>
    public ScalarFunction F, Inverse;

    /// <summary>Their parameters, and the bounds of what is inverted.</summary>
    public T Parameter, InverseParameter, Low, High;

    /// <summary>Whether there is a lower bound, and an upper one.</summary>
    public bool HasLow, HasHigh;
}
