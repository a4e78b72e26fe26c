namespace Apical.Numerics.Kernels;

/// <summary>
/// One matrix product C = alpha (A B + bias) + beta C. A is read through two strides, so A and Aᵀ are the same to the kernels; B is row-major.
/// </summary>
internal unsafe struct Product<T>
    where T : unmanaged
{
    /// <summary>Rows of C, columns of C, and the length of the sums.</summary>
    public int M, N, K;

    /// <summary>First entry of A.</summary>
    public T* A;

    /// <summary>Distance in A from one row of C to the next, and from one term of the sum to the next.</summary>
    public nint RowStride, InnerStride;

    /// <summary>First entry of B, <c>[K, N]</c>.</summary>
    public T* B;

    /// <summary>Distance from one row of B to the next.</summary>
    public nint BStride;

    /// <summary>Distance from one panel of two vectors' columns of B to the next.</summary>
    public nint PanelStride;

    /// <summary>Bᵀ, <c>[N, K]</c>, where that is what is given and B has yet to be packed; else null.</summary>
    public T* BT;

    /// <summary>One entry per row of C, or null.</summary>
    public T* Bias;

    /// <summary>Factors of the product and of what C held.</summary>
    public T Alpha, Beta;

    /// <summary>False when beta is 0: then C is not read, so what it held does not matter, NaN included.</summary>
    public bool Accumulate;
}
