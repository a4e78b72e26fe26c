namespace Apical.Numerics.Matrices;

/// <summary>
/// Which units below each unit of a locally connected layer sees. Below lies an image, unit (c · Height + y) · Width + x; the layer has maps of units,
/// unit (m · OutHeight + y) · OutWidth + x, each of which sees the patch of all channels whose upper left corner is (y, x). Patches overlap: the step is
/// one pixel.
/// </summary>
/// <param name="Channels">Of the image below.</param>
/// <param name="Height">Rows of the image below.</param>
/// <param name="Width">Columns of the image below.</param>
/// <param name="Maps">Maps of units; each unit has weights of its own.</param>
/// <param name="PatchHeight">Rows of a patch, from 1 to <paramref name="Height"/>.</param>
/// <param name="PatchWidth">Columns of a patch, from 1 to <paramref name="Width"/>.</param>
public readonly record struct LocalShape(int Channels, int Height, int Width, int Maps, int PatchHeight, int PatchWidth)
{
    /// <summary>Rows of units in a map.</summary>
    public int OutHeight => Height - PatchHeight + 1;

    /// <summary>Columns of units in a map.</summary>
    public int OutWidth => Width - PatchWidth + 1;

    /// <summary>Units below.</summary>
    public int Inputs => Channels * Height * Width;

    /// <summary>Units of the layer.</summary>
    public int Outputs => Maps * OutHeight * OutWidth;

    /// <summary>Units that each unit sees, its connections: entry (c · PatchHeight + dy) · PatchWidth + dx of its weights.</summary>
    public int Taps => Channels * PatchHeight * PatchWidth;

    /// <summary>Whether all sizes are at least 1 and the patch lies within the image.</summary>
    public bool IsValid => Channels > 0 && Maps > 0 && PatchHeight > 0 && PatchWidth > 0 && PatchHeight <= Height && PatchWidth <= Width;

    /// <inheritdoc/>
    public override string ToString() => $"{Maps} maps of {PatchHeight}×{PatchWidth} patches on {Channels}×{Height}×{Width}";
}
