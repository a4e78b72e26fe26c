namespace Apical.Numerics.Matrices;

/// <summary>
/// Layers that each mix what they hear from below with what they hear from above: what there is to know of them before every sample can be brought
/// to its equilibrium.
/// </summary>
/// <remarks>
/// <code>
///   h_i ← (1 − μ) s_i(W_i h_{i−1} + b_i) + μ V_i (s_{i+1}⁻¹(h_{i+1}) − b_{i+1})       i = 1 .. L−1, upwards (Gauss–Seidel)
///   h_L ← (1 − μ) s_L(W_L h_{L−1} + b_L) + μ (h_L − η̂ (σ(h_L) − t))                   η̂ = 0 without a target
/// </code>
/// A sample that has settled stays as it is, and its numbers do not depend on the samples beside it, nor on how many there are.
/// </remarks>
public sealed class Chain
{
    private readonly ChainLayer[] _layers;

    /// <summary>A chain of layers 1..L, to be described.</summary>
    /// <param name="layers">L, at least 1.</param>
    public Chain(int layers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _layers = [.. Enumerable.Range(0, layers).Select(_ => new ChainLayer())];
    }

    /// <summary>Number of layers.</summary>
    public int L => _layers.Length;

    /// <summary>μ, the share of what comes from above.</summary>
    public double Mu { get; set; }

    /// <summary>s_1(W_1 h_0 + b_1), which does not change, <c>[n_1, batch]</c>.</summary>
    public Matrix? First { get; set; }

    /// <summary>t, <c>[n_L, batch]</c>; null without a target.</summary>
    public Matrix? Target { get; set; }

    /// <summary>η̂ of each sample, <c>[1, batch]</c>; needed with a target.</summary>
    public Matrix? Step { get; set; }

    /// <summary>σ, the identity or the sigmoid; unless it is the softmax.</summary>
    public ScalarFunction Output { get; set; }

    /// <summary>Whether σ is the softmax.</summary>
    public bool OutputIsSoftmax { get; set; }

    /// <summary>A sample has settled when no activity changed by more in a sweep, relative to its largest one, or to 1 where all are smaller.</summary>
    public double Tolerance { get; set; }

    /// <summary>The most sweeps.</summary>
    public int MostSweeps { get; set; } = 1;

    /// <summary>Layer i, counted as the papers do.</summary>
    /// <param name="i">1..L</param>
    public ChainLayer this[int i] => _layers[i - 1];
}
