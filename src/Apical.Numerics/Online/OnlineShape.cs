namespace Apical.Numerics.Online;

/// <summary>The size of a net with one output that takes one sample at a time.</summary>
public sealed record OnlineShape
{
    /// <summary>A size.</summary>
    /// <param name="inputs">Numbers of a sample, n_0; at least 1.</param>
    /// <param name="categories">Further inputs of 0 or 1, of which a sample names those that are 1; at least 0.</param>
    /// <param name="active">How many of them a sample names; at most so many.</param>
    /// <param name="hidden">Units of the hidden layers, 1 to 3 of them.</param>
    /// <exception cref="ArgumentException">One of them is something else.</exception>
    public OnlineShape(int inputs, int categories, int active, IReadOnlyList<int> hidden)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(categories);
        ArgumentOutOfRangeException.ThrowIfNegative(active);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(active, categories);
        ArgumentNullException.ThrowIfNull(hidden);
        if (hidden.Count is < 1 or > 3 || hidden.Any(units => units < 1))
        {
            throw new ArgumentException($"Expected one to three hidden layers of at least one unit, got [{string.Join(", ", hidden)}].", nameof(hidden));
        }

        (Widths, Categories, Active) = ([inputs, .. hidden, 1], categories, active);
    }

    /// <summary>Units from the input to the output, n_0 … n_L.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>Further inputs of 0 or 1.</summary>
    public int Categories { get; }

    /// <summary>How many of them a sample names.</summary>
    public int Active { get; }
}
