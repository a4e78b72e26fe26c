namespace Apical.Networks;

/// <summary>A fully connected layer, written <c>1000</c>.</summary>
/// <param name="Units">Its units.</param>
public sealed record DenseSpec(int Units) : LayerSpec
{
    /// <inheritdoc/>
    public override Connections Connect(Shape below) => new Dense(below, Units);
}
