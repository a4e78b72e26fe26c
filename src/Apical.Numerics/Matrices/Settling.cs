namespace Apical.Numerics.Matrices;

/// <summary>Brings chains of layers to their equilibrium, a few samples at a time, whose activities stay in the cache through all sweeps.</summary>
public static class Settling
{
    /// <summary>Sweeps until each sample has settled, or the sweeps run out; changes h_1 .. h_L.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="sweeps">Receives how many each sample took, <c>[1, batch]</c>.</param>
    /// <param name="change">Receives the largest change of each in its last sweep, <c>[1, batch]</c>; no number where it went beyond all bounds.</param>
    /// <param name="unsettled">Receives 1 where a sample had not settled when the sweeps ran out, else 0, <c>[1, batch]</c>.</param>
    /// <exception cref="ArgumentException">Shapes or precisions do not fit, or something is missing.</exception>
    public static void Settle(this Chain chain, Matrix sweeps, Matrix change, Matrix unsettled)
    {
        ArgumentNullException.ThrowIfNull(chain);
        ArgumentNullException.ThrowIfNull(sweeps);
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(unsettled);
        Check(chain, sweeps, change, unsettled);
        chain.First!.Backend.Settle(chain, sweeps, change, unsettled);
    }

    private static void Check(Chain chain, Matrix sweeps, Matrix change, Matrix unsettled)
    {
        Matrix first = Given(chain.First);
        int batch = first.Columns;
        Guard.Shape(first, sweeps, 1, batch);
        Guard.Shape(first, change, 1, batch);
        Guard.Shape(first, unsettled, 1, batch);
        int below = first.Rows;
        for (int i = 1; i <= chain.L; i++)
        {
            ChainLayer layer = chain[i];
            int units = Given(layer.H).Rows;
            Guard.Shape(first, layer.H!, i == 1 ? below : units, batch);
            if (i > 1)
            {
                Guard.Shape(first, Given(layer.W), units, below);
                Guard.Shape(first, Given(chain[i - 1].V), below, units);
                if (layer.Bias is { } bias)
                {
                    Guard.Shape(first, bias, units, 1);
                }
            }

            below = units;
        }

        if (chain.Target is { } target)
        {
            Guard.Shape(first, target, below, batch);
            Guard.Shape(first, Given(chain.Step), 1, batch);
        }
    }

    private static Matrix Given(Matrix? matrix) => matrix ?? throw new ArgumentException("A chain settles when all its matrices are given; one is not.");
}
