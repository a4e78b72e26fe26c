namespace Apical.Numerics.Matrices;

/// <summary>
/// Which units below each unit of a layer with patches sees. Below lies an image, unit (c · Height + y) · Width + x; the layer has maps of units,
/// unit (m · OutHeight + y) · OutWidth + x, each of which sees a patch of all channels whose upper left corner is (Stride y − Top, Stride x − Left).
/// </summary>
/// <param name="Channels">Of the image below.</param>
/// <param name="Height">Rows of the image below.</param>
/// <param name="Width">Columns of the image below.</param>
/// <param name="Maps">Maps of units.</param>
/// <param name="PatchHeight">Rows of a patch, at least 1.</param>
/// <param name="PatchWidth">Columns of a patch, at least 1.</param>
/// <param name="Stride">Pixels from one patch to the next, in both directions. Default: 1.</param>
/// <param name="Same">Whether patches may reach over the edge, so that there is one for every Stride-th pixel: a map has ⌈Height / Stride⌉ rows. What would lie
/// outside counts as zero; where both edges cannot have the same share of it, the lower and right ones have one row more. Default: false, and what is left of
/// the image beyond the last whole patch is not seen.</param>
public readonly record struct PatchShape(
    int Channels, int Height, int Width, int Maps, int PatchHeight, int PatchWidth, int Stride = 1, bool Same = false)
{
    /// <summary>Rows of units in a map.</summary>
    public int OutHeight => Out(Height, PatchHeight);

    /// <summary>Columns of units in a map.</summary>
    public int OutWidth => Out(Width, PatchWidth);

    /// <summary>Units of a map.</summary>
    public int Positions => OutHeight * OutWidth;

    /// <summary>Rows of the first patch that lie above the image.</summary>
    public int Top => Before(Height, PatchHeight);

    /// <summary>Columns of the first patch that lie left of the image.</summary>
    public int Left => Before(Width, PatchWidth);

    /// <summary>Units below.</summary>
    public int Inputs => Channels * Height * Width;

    /// <summary>Units of the layer.</summary>
    public int Outputs => Maps * Positions;

    /// <summary>Places of a patch in one channel.</summary>
    public int Places => PatchHeight * PatchWidth;

    /// <summary>Connections of a unit: entry (c · PatchHeight + dy) · PatchWidth + dx of its weights.</summary>
    public int Taps => Channels * Places;

    /// <summary>Units of a map that see the image through a tap: all of them, unless patches reach over the edge.</summary>
    /// <param name="tap">The number of the connection.</param>
    public int UnitsSeeing(int tap)
    {
        (int First, int End) rows = RowsSeeing(tap % Places / PatchWidth), columns = ColumnsSeeing(tap % PatchWidth);
        return Math.Max(0, rows.End - rows.First) * Math.Max(0, columns.End - columns.First);
    }

    /// <summary>Whether all sizes are at least 1, the patch lies within the image, or may reach over its edge, and there are not more units and weights than
    /// can be counted.</summary>
    public bool IsValid => Channels > 0 && Height > 0 && Width > 0 && Maps > 0 && PatchHeight > 0 && PatchWidth > 0 && Stride > 0
        && (Same || (PatchHeight <= Height && PatchWidth <= Width)) && IsCountable;

    /// <summary>Whether there are no more inputs, units, or weights in a kernel for each map, than a matrix can have.</summary>
    public bool IsCountable => (double)Channels * PatchHeight * PatchWidth * Maps <= int.MaxValue && (double)Channels * Height * Width <= int.MaxValue
        && (double)Maps * Height * Width <= int.MaxValue;

    /// <summary>Which rows of a patch lie within the image, for units in row <paramref name="y"/>.</summary>
    internal (int First, int End) RowsSeen(int y) => Seen(y, Height, PatchHeight, Top);

    /// <summary>Which columns of a patch lie within the image, for units in column <paramref name="x"/>.</summary>
    internal (int First, int End) ColumnsSeen(int x) => Seen(x, Width, PatchWidth, Left);

    /// <summary>Which rows of units see the image with row <paramref name="dy"/> of their patch.</summary>
    internal (int First, int End) RowsSeeing(int dy) => Seeing(dy, Height, OutHeight, Top);

    /// <summary>Which columns of units see the image with column <paramref name="dx"/> of their patch.</summary>
    internal (int First, int End) ColumnsSeeing(int dx) => Seeing(dx, Width, OutWidth, Left);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Maps} map{(Maps == 1 ? "" : "s")} of {PatchHeight}×{PatchWidth} patches{(Stride == 1 ? "" : $", {Stride} apart,")} on {Channels}×{Height}×{Width}"
            + (Same ? ", padded" : "");

    private int Out(int size, int patch) => Same ? ((size - 1) / Stride) + 1 : ((size - patch) / Stride) + 1;

    private int Before(int size, int patch) => Same ? Math.Max(0, ((Out(size, patch) - 1) * Stride) + patch - size) / 2 : 0;

    private (int First, int End) Seen(int at, int size, int patch, int before) =>
        (Math.Max(0, before - (at * Stride)), Math.Min(patch, size + before - (at * Stride)));

    private (int First, int End) Seeing(int place, int size, int count, int before)
    {
        long first = ((long)before - place + Stride - 1) / Stride, end = ((long)size - 1 + before - place + Stride) / Stride;
        return ((int)Math.Max(0, first), (int)Math.Min(count, end));
    }
}
