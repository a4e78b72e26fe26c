namespace Apical.Numerics.Kernels;

/// <summary>What a piece of scratch memory is for; two uses in one operation need two slots.</summary>
internal enum ScratchSlot
{
    /// <summary>The right factor, packed.</summary>
    Packed,

    /// <summary>The columns left over of the right factor, transposed.</summary>
    Tail,

    /// <summary>Results for the columns left over, before they are put in place.</summary>
    Side,

    /// <summary>A few rows of a gradient.</summary>
    Rows,

    /// <summary>Partial results of reductions.</summary>
    Sums,

    /// <summary>Where the rows of a sum lie.</summary>
    Offsets,

    /// <summary>The left factor, packed.</summary>
    Left,

    /// <summary>Biases, each in every lane.</summary>
    Biases,

    /// <summary>A list of terms that all parts share.</summary>
    Terms,

    /// <summary>How many there are.</summary>
    Count,
}
