namespace Apical.Networks;

/// <summary>
/// Hands up one number for each patch of each map: the largest, or the mean. What is left of a map beyond the last whole patch is not seen. Where several units
/// of a patch are the largest, a signal goes down to the first of them.
/// </summary>
public sealed class PatchPooling : Pooling
{
    private readonly PatchShape _shape;
    private readonly bool _largest;

    private PatchPooling(PatchShape shape, bool largest)
        : base(new(shape.Channels, shape.Height, shape.Width), new(shape.Channels, shape.OutHeight, shape.OutWidth)) => (_shape, _largest) = (shape, largest);

    /// <summary>The patches; each of one map, whatever <see cref="PatchShape.Maps"/> says.</summary>
    public PatchShape Patches => _shape;

    /// <summary>Whether the largest of a patch is handed up, rather than the mean.</summary>
    public bool TakesLargest => _largest;

    /// <summary>The largest of each patch.</summary>
    /// <param name="units">How the units of the layer lie.</param>
    /// <param name="size">Rows and columns of a patch.</param>
    /// <param name="stride">From one patch to the next. Default: patches lie side by side.</param>
    /// <exception cref="ArgumentException">A patch that does not fit into a map.</exception>
    public static PatchPooling Max(Shape units, int size, int? stride = null) => new(Side(units, size, stride), largest: true);

    /// <summary>The mean of each patch.</summary>
    /// <param name="units">How the units of the layer lie.</param>
    /// <param name="size">Rows and columns of a patch.</param>
    /// <param name="stride">From one patch to the next. Default: patches lie side by side.</param>
    /// <exception cref="ArgumentException">A patch that does not fit into a map.</exception>
    public static PatchPooling Mean(Shape units, int size, int? stride = null) => new(Side(units, size, stride), largest: false);

    /// <summary>The mean of each map.</summary>
    /// <param name="units">How the units of the layer lie.</param>
    public static PatchPooling MeanOfMap(Shape units) =>
        new(new PatchShape(units.Channels, units.Height, units.Width, 1, units.Height, units.Width), largest: false);

    /// <inheritdoc/>
    public override Matrix Of(Matrix s) => Convolutions.Pool(in _shape, _largest, s);

    /// <inheritdoc/>
    public override Matrix Back(Matrix signal, Matrix s, Matrix h) => Convolutions.PoolBack(in _shape, _largest, signal, s, h);

    /// <inheritdoc/>
    public override string ToString() => $"the {(_largest ? "largest" : "mean")} of {_shape.PatchHeight}×{_shape.PatchWidth}";

    private static PatchShape Side(Shape units, int size, int? stride)
    {
        var shape = new PatchShape(units.Channels, units.Height, units.Width, 1, size, size, stride ?? size);
        return shape.IsValid ? shape
            : throw new ArgumentException($"Pooling by {size}×{size} patches does not fit into maps of {units.Height}×{units.Width}.");
    }
}
