namespace Apical.Networks;

/// <summary>
/// A convolution: maps of units that each see a patch of the image below, all units of a map through the same weights. W is <c>[maps, pixels of a patch]</c>,
/// its columns ordered as <see cref="PatchShape"/> says; δ hᵀ is summed over the units of a map, which is the gradient of the shared weights.
/// </summary>
/// <remarks>Feedback in the place of Wᵀ is a kernel of its own, <c>[taps, maps]</c>, as in the literature on feedback alignment; or, unshared, has weights of
/// its own for each unit, <c>[taps, units]</c>: both are carried down and learn alike.</remarks>
/// <param name="shape">The image below, the maps and the patch.</param>
/// <param name="biasPerUnit">A bias for each unit rather than one for each map. Default: false.</param>
/// <exception cref="ArgumentException">A patch that is empty or does not fit into the image.</exception>
public sealed class Convolution(PatchShape shape, bool biasPerUnit = false) : Connections(
    new(Checked(shape).Channels, shape.Height, shape.Width), new(shape.Maps, shape.OutHeight, shape.OutWidth),
    rows: shape.Maps, taps: shape.Taps, reach: shape.Maps * shape.Places)
{
    private readonly PatchShape _shape = shape;
    private Matrix? _share;                             // [taps, 1]: one over the number of units of a map that see the image through a tap

    /// <inheritdoc/>
    public override bool IsFull => false;

    /// <inheritdoc/>
    public override PatchShape? Patches => _shape;

    /// <inheritdoc/>
    public override bool IsShared => true;

    /// <inheritdoc/>
    public override int BiasRows => biasPerUnit ? Outputs : Rows;

    /// <inheritdoc/>
    public override void Compute(Matrix W, Matrix h, Matrix? bias, Activation activation, Matrix a, Matrix output)
    {
        if (!biasPerUnit || bias is null)
        {
            Convolutions.Affine(in _shape, W, h, bias, activation.Function, activation.Parameter, a, output);
            return;
        }

        Convolutions.Affine(in _shape, W, h, null, ScalarFunction.Identity, 0, a, a);
        a.CopyFrom(a.PlusColumn(bias));
        if (activation != Activation.Identity || a != output)
        {
            output.CopyFrom(activation.Of(a));
        }
    }

    /// <inheritdoc/>
    public override Matrix Forward(Matrix W, Matrix h)
    {
        Matrix a = Workspace.Temporary(Outputs, h.Columns, h.Backend);
        Convolutions.Affine(in _shape, W, h, null, ScalarFunction.Identity, 0, a, a);
        return a;
    }

    /// <inheritdoc/>
    public override Signal Back(Operand weights, Matrix delta) =>
        IsUnshared(weights) ? LocalFields.CarryBack(in _shape, weights, delta) : Convolutions.CarryBack(in _shape, weights, delta);

    /// <inheritdoc/>
    public override void Correlate(Operand x, double factor, Matrix h, Matrix delta, double keep = 1)
    {
        if (IsUnshared(x))
        {
            LocalFields.AddCorrelation(x, in _shape, factor, h, delta, keep);
        }
        else
        {
            Convolutions.AddCorrelation(x, in _shape, factor, h, delta, keep);
        }
    }

    /// <inheritdoc/>
    public override void CorrelateMean(Matrix x, double factor, Matrix h, Matrix delta)
    {
        if (IsUnshared(x))
        {
            LocalFields.AddCorrelation(x, in _shape, factor, h, delta);
            return;
        }

        Matrix sum = Workspace.Temporary(Taps, Rows, x.Backend);
        Correlate(sum, factor, h, delta, keep: 0);
        x.Add(sum.TimesColumn(_share = _share?.Precision == x.Precision ? _share : Convolutions.Share(in _shape, x.Precision)));
    }

    /// <inheritdoc/>
    public override Matrix BiasGradient(Matrix delta) => biasPerUnit ? delta.RowSums() : delta.As(Rows, _shape.Positions * delta.Columns).RowSums();

    /// <inheritdoc/>
    public override string ToString() => $"convolution, {_shape}";

    private bool IsUnshared(Operand weights) => weights.Columns == Outputs && Outputs != Rows;

    private static PatchShape Checked(PatchShape shape) => shape.IsValid ? shape
        : throw new ArgumentException($"{shape}: expected at least one map, and a patch that is not empty and fits into the image.", nameof(shape));
}
