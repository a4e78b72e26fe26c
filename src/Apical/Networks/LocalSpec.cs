namespace Apical.Networks;

/// <summary>A locally connected layer, written <c>6@6x6</c> or <c>local6@6x6/2+same</c>.</summary>
/// <param name="Maps">Its maps.</param>
/// <param name="PatchHeight">Rows of the patch that a unit sees.</param>
/// <param name="PatchWidth">Columns of the patch.</param>
public sealed record LocalSpec(int Maps, int PatchHeight, int PatchWidth) : LayerSpec
{
    /// <summary>Pixels from one patch to the next.</summary>
    /// <value>Default 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>Whether patches may reach over the edge, where they see zeros: see <see cref="PatchShape"/>.</summary>
    /// <value>Default false.</value>
    public bool Same { get; init; }

    /// <inheritdoc/>
    public override Connections Connect(Shape below) => new Local(ConvolutionSpec.Fit(below, Maps, PatchHeight, PatchWidth, Stride, Same));
}
