namespace Apical.Runs;

/// <summary>A figure of a paper, drawn again: charts and image grids with one caption.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Caption">What is seen, which line is what, what the bands mean.</param>
public sealed record Picture(string Title, string Caption)
{
    /// <summary>Its charts, row by row.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>Its image grids, below the charts.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<ImageGrid> Images { get; init; } = [];

    /// <summary>Charts in a row, as the paper has them.</summary>
    /// <value>Default 2.</value>
    public int Columns { get; init; } = 2;
}
