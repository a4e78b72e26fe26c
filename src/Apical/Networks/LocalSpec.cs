namespace Apical.Networks;

/// <summary>A locally connected layer, written <c>6@6x6</c> or <c>local6@6x6</c>.</summary>
/// <param name="Maps">Its maps.</param>
/// <param name="PatchHeight">Rows of the patch that a unit sees.</param>
/// <param name="PatchWidth">Columns of the patch.</param>
public sealed record LocalSpec(int Maps, int PatchHeight, int PatchWidth) : LayerSpec
{
    /// <inheritdoc/>
    public override Connections Connect(Shape below)
    {
        var shape = new LocalShape(below.Channels, below.Height, below.Width, Maps, PatchHeight, PatchWidth);
        return shape.IsValid ? new Local(shape)
            : below.Height * below.Width == 1 ? throw new ArgumentException(
                "It needs an image below: the input, such as 784 or 28x84 or 3x32x32, or another layer of its kind.")
            : throw new ArgumentException($"A patch of {PatchHeight}×{PatchWidth} does not fit into the {below.Height}×{below.Width} below.");
    }
}
