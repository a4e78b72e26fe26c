namespace Apical.Runs;

/// <summary>Small grey images side by side, such as receptive fields. Each is stretched to its own range:
/// the most negative entry black, the most positive white, zero grey.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Images">Each an image, row by row.</param>
public sealed record ImageGrid(string Title, int Height, int Width, IReadOnlyList<IReadOnlyList<double>> Images)
{
    /// <summary>Images in a row of the grid.</summary>
    /// <value>Default 10.</value>
    public int Columns { get; init; } = 10;
}
