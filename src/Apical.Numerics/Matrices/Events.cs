namespace Apical.Numerics.Matrices;

/// <summary>
/// Work for the few units that fired: a product with a vector of zeros and ones is a sum of rows. Who fired is a list of unit numbers
/// (<see cref="Random.Randomness.DrawEvents"/>).
/// </summary>
public static class Events
{
    /// <summary>Changes x: Σ over the chosen rows of w; zeros when none are. <c>Wᵀ</c> times spikes, without a factor for those that are silent.</summary>
    /// <param name="x"><c>[1, units]</c></param>
    /// <param name="w"><c>[sources, units]</c></param>
    /// <param name="rows">Which rows, each counted as often as it stands there.</param>
    /// <exception cref="ArgumentException">The shapes or precisions do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row outside of w.</exception>
    public static void BecomeSumOfRows(this Matrix x, Matrix w, ReadOnlySpan<int> rows)
    {
        Guard.Shape(w, x, 1, w.Columns);
        Check(rows, w.Rows);
        x.Backend.SumOfRows(w, rows, x);
    }

    /// <summary>Changes x: adds a number to the chosen entries.</summary>
    /// <param name="x">Any shape; entries are counted row after row.</param>
    /// <param name="entries">Which.</param>
    /// <param name="value">What is added.</param>
    /// <exception cref="ArgumentOutOfRangeException">An entry outside of x.</exception>
    public static void AddAt(this Matrix x, ReadOnlySpan<int> entries, double value)
    {
        Check(entries, x.Count);
        x.Backend.AddAt(x, entries, value);
    }

    private static void Check(ReadOnlySpan<int> numbers, int count)
    {
        foreach (int number in numbers)
        {
            if ((uint)number >= (uint)count)
            {
                throw new ArgumentOutOfRangeException(nameof(numbers), number, $"Expected numbers from 0 to {count - 1}.");
            }
        }
    }
}
