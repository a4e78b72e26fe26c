namespace Apical.Runs;

/// <summary>Small images side by side, such as receptive fields. Each is stretched to its own range: the most negative entry black, the most positive white,
/// zero grey; with three channels red, green and blue each so, in one range.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Images">Each an image, row by row, one channel after another.</param>
public sealed record ImageGrid(string Title, int Height, int Width, IReadOnlyList<IReadOnlyList<double>> Images)
{
    /// <summary>Images in a row of the grid.</summary>
    /// <value>Default 10.</value>
    public int Columns { get; init; } = 10;

    /// <summary>Channels of an image: 1 for grey, 3 for red, green and blue.</summary>
    /// <value>Default 1.</value>
    public int Channels { get; init; } = 1;
}
