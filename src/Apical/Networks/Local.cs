namespace Apical.Networks;

/// <summary>
/// Local connections: maps of units that each see a patch of the image below, with weights of their own: a convolution without weight sharing
/// (lillicrap2016, note 5: 6 maps of 6×6 patches on 28×28 pixels are 3174 units).
/// </summary>
/// <remarks>
/// Only connections that exist are stored, so rules, optimizers, decay and initialisers do not see the others: W is <c>[outputs, pixels of a patch]</c>,
/// its rows and columns ordered as <see cref="PatchShape"/> says.
/// </remarks>
/// <param name="shape">The image below, the maps and the patch.</param>
/// <exception cref="ArgumentException">A patch that is empty or does not fit into the image.</exception>
public sealed class Local(PatchShape shape) : Connections(
    new(Checked(shape).Channels, shape.Height, shape.Width), new(shape.Maps, shape.OutHeight, shape.OutWidth),
    rows: shape.Outputs, taps: shape.Taps, reach: shape.Maps * shape.PatchHeight * shape.PatchWidth)
{
    private readonly PatchShape _shape = shape;

    /// <inheritdoc/>
    public override bool IsFull => false;

    /// <inheritdoc/>
    public override PatchShape? Patches => _shape;

    /// <inheritdoc/>
    public override void Compute(Matrix W, Matrix h, Matrix? bias, Activation activation, Matrix a, Matrix output) =>
        LocalFields.Affine(in _shape, W, h, bias, activation.Function, activation.Parameter, a, output);

    /// <inheritdoc/>
    public override Matrix Forward(Matrix W, Matrix h)
    {
        Matrix a = Workspace.Temporary(Outputs, h.Columns, h.Backend);
        Compute(W, h, null, Activation.Identity, a, a);
        return a;
    }

    /// <inheritdoc/>
    public override Signal Back(Operand weights, Matrix delta) => LocalFields.CarryBack(in _shape, weights, delta);

    /// <inheritdoc/>
    public override void Correlate(Operand x, double factor, Matrix h, Matrix delta, double keep = 1) =>
        LocalFields.AddCorrelation(x, in _shape, factor, h, delta, keep);

    /// <inheritdoc/>
    public override string ToString() => _shape.ToString();

    private static PatchShape Checked(PatchShape shape) => shape.IsValid ? shape
        : throw new ArgumentException($"{shape}: expected at least one map, and a patch that is not empty and fits into the image.", nameof(shape));
}
