namespace Apical.Numerics.Kernels;

/// <summary>The ways in use.</summary>
internal static class TileTerms
{
    /// <summary>At fixed distances, as in a product of matrices.</summary>
    public readonly struct InOrder : ITileTerms;

    /// <summary>As a list says, as in a convolution, where the rows of the right factor lie all over the image.</summary>
    public readonly struct Listed : ITileTerms;
}
