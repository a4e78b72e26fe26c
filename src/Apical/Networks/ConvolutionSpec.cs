using Apical.Specs;

namespace Apical.Networks;

/// <summary>A convolution, written <c>conv96@5x5/2+same</c>.</summary>
/// <param name="Maps">Its maps.</param>
/// <param name="PatchHeight">Rows of the patch that a unit sees.</param>
/// <param name="PatchWidth">Columns of the patch.</param>
public sealed record ConvolutionSpec(int Maps, int PatchHeight, int PatchWidth) : LayerSpec
{
    /// <summary>Pixels from one patch to the next.</summary>
    /// <value>Default 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>Whether patches may reach over the edge, where they see zeros: see <see cref="PatchShape"/>.</summary>
    /// <value>Default false.</value>
    public bool Same { get; init; }

    /// <summary>Whether each unit has a bias of its own, rather than each map.</summary>
    /// <value>Default false.</value>
    public bool BiasPerUnit { get; init; }

    /// <inheritdoc/>
    public override Connections Connect(Shape below) => new Convolution(Fit(below, Maps, PatchHeight, PatchWidth, Stride, Same), BiasPerUnit);

    /// <summary>Patches that fit on what is below.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    internal static PatchShape Fit(Shape below, int maps, int patchHeight, int patchWidth, int stride, bool same)
    {
        var shape = new PatchShape(below.Channels, below.Height, below.Width, maps, patchHeight, patchWidth, stride, same);
        return shape.IsValid && (below.Height * below.Width > 1 || same || patchHeight * patchWidth == 1) ? shape
            : !shape.IsCountable ? throw new ArgumentException(
                $"{Counted.Of(maps, "map")} of {patchHeight}×{patchWidth} patches on {below}: more units or weights than can be counted ({int.MaxValue}).")
            : below.Height * below.Width == 1 ? throw new ArgumentException(
                "It needs an image below: the input, such as 784 or 28x84 or 3x32x32, or another layer with maps.")
            : throw new ArgumentException($"A patch of {patchHeight}×{patchWidth} does not fit into the {below.Height}×{below.Width} below.");
    }
}
