namespace Apical.Numerics.Matrices;

/// <summary>The door between data sets, one sample per row, and networks, one sample per column.</summary>
public static class Gathering
{
    /// <summary>Copies the chosen rows, in their order.</summary>
    /// <param name="x"><c>[samples, features]</c></param>
    /// <param name="rows">Which rows; repeats are allowed.</param>
    /// <param name="destination"><c>[rows.Length, features]</c></param>
    /// <exception cref="ArgumentException">The destination's shape or precision differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row outside the matrix.</exception>
    public static void GatherRows(this Matrix x, ReadOnlySpan<int> rows, Matrix destination)
    {
        Guard.Shape(x, destination, rows.Length, x.Columns);
        Check(x, rows);
        x.Backend.GatherRows(x, rows, destination);
    }

    /// <summary>Copies the chosen rows (samples) into the columns of a batch.</summary>
    /// <param name="x"><c>[samples, features]</c></param>
    /// <param name="rows">Which rows; repeats are allowed.</param>
    /// <param name="destination"><c>[features, rows.Length]</c></param>
    /// <exception cref="ArgumentException">The destination's shape or precision differs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row outside the matrix.</exception>
    public static void GatherSamples(this Matrix x, ReadOnlySpan<int> rows, Matrix destination)
    {
        Guard.Shape(x, destination, x.Columns, rows.Length);
        Check(x, rows);
        x.Backend.GatherSamples(x, rows, destination);
    }

    private static void Check(Matrix x, ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
        {
            if ((uint)row >= (uint)x.Rows)
            {
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The matrix has rows 0 to {x.Rows - 1}.");
            }
        }
    }
}
