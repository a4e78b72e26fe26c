namespace Apical.Numerics.Matrices;

/// <summary>
/// Layers that each mix what they hear from below with what they hear from above. <see cref="Settle"/> brings every sample to its equilibrium by sweeps, all in one
/// pass over memory for a few samples at a time.
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

    /// <summary>A sample has settled when no activity changed by more than this in a sweep, relative to its largest one, or to 1 where all are smaller.</summary>
    public double Tolerance { get; set; }

    /// <summary>The most sweeps.</summary>
    public int MostSweeps { get; set; } = 1;

    /// <summary>Layer i, counted as the papers do.</summary>
    /// <param name="i">1..L</param>
    public ChainLayer this[int i] => _layers[i - 1];

    /// <summary>Sweeps until each sample has settled, or the sweeps run out; changes h_1 .. h_L.</summary>
    /// <param name="sweeps">Receives how many each sample took, <c>[1, batch]</c>.</param>
    /// <param name="change">Receives the largest change of each in its last sweep, <c>[1, batch]</c>; no number where it went beyond all bounds.</param>
    /// <param name="unsettled">Receives 1 where a sample had not settled when the sweeps ran out, else 0, <c>[1, batch]</c>.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit, or something is missing.</exception>
    public void Settle(Matrix sweeps, Matrix change, Matrix unsettled)
    {
        ArgumentNullException.ThrowIfNull(sweeps);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(unsettled);
        Check(sweeps, change, unsettled);
        First!.Backend.Settle(this, sweeps, change, unsettled);
    }

    private void Check(Matrix sweeps, Matrix change, Matrix unsettled)
    {
        Matrix first = Given(First);
        int batch = first.Columns;
        Guard.Shape(first, sweeps, 1, batch);
        Guard.Shape(first, change, 1, batch);
        Guard.Shape(first, unsettled, 1, batch);
        int below = first.Rows;
        for (int i = 1; i <= L; i++)
        {
            ChainLayer layer = this[i];
            int units = Given(layer.H).Rows;
            Guard.Shape(first, layer.H!, i == 1 ? below : units, batch);
            if (i > 1)
            {
                Guard.Shape(first, Given(layer.W), units, below);
                Guard.Shape(first, Given(this[i - 1].V), below, units);
                if (layer.Bias is { } bias)
                {
                    Guard.Shape(first, bias, units, 1);
                }
            }

            below = units;
        }

        if (Target is { } target)
        {
            Guard.Shape(first, target, below, batch);
            Guard.Shape(first, Given(Step), 1, batch);
        }
    }

    private static Matrix Given(Matrix? matrix) => matrix ?? throw new ArgumentException("A chain settles when all its matrices are given; one is not.");
}
