namespace Apical.Data;

/// <summary>How the features of a sample form an image: feature (c · Height + y) · Width + x is channel c at row y, column x.</summary>
/// <param name="Channels">1 for grey images, 3 for coloured ones.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Columns of pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Number of features: channels × height × width.</summary>
    public int Features => Channels * Height * Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}×{Height}×{Width}";
}
