using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

/// <summary>Small ways to take steps.</summary>
internal static class Walk
{
    /// <summary>The names in the catalog, as theory data.</summary>
    public static TheoryData<string> Names => [.. OptimizerCatalog.All.Select(o => o.Name)];

    /// <summary>One weight in double precision: where it is after each gradient.</summary>
    public static double[] Of(Optimizer optimizer, double start, params double[] gradients)
    {
        var w = new Parameter("w", Matrix.Of([[start]], Precision.Double));
        var updates = new Updates();
        return [.. gradients.Select(g =>
        {
            updates.Clear();
            updates.Add(w, Matrix.Of([[g]], Precision.Double));
            optimizer.Step(updates, epoch: 0);
            return w.Value[0, 0];
        })];
    }

    /// <summary>Entries in [−1, 1] that follow from the seed.</summary>
    public static Matrix Numbers(int rows, int columns, int seed, Precision precision = Precision.Single)
    {
        var x = new Matrix(rows, columns, precision);
        uint state = (uint)seed * 2654435761;
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                state = (state * 1664525) + 1013904223;
                x[r, c] = ((state >> 8) / 8388608.0) - 1;
            }
        }

        return x;
    }
}
