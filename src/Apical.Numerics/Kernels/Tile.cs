namespace Apical.Numerics.Kernels;

/// <summary>What a tile kernel computes: a few rows by some vectors of columns of a product.</summary>
/// <remarks>
/// <see cref="TileKernel{V, T, TRow, TRows, TTerms}"/> computes it. Its rows are locals of their own, not an array: the JIT keeps such locals, and their
/// fields, in registers. It stops to inline when a method has grown too large, and a call that is left spills every accumulator; whoever adds a
/// larger tile should look at the code that comes out (DOTNET_JitDisasm).
/// </remarks>
internal unsafe struct Tile<T>
    where T : unmanaged
{
    /// <summary>First entry of A.</summary>
    public T* A;

    /// <summary>Distance in A from one row of C to the next, and from one term of the sum to the next.</summary>
    public nint RowStride, InnerStride;

    /// <summary>Terms of the sum.</summary>
    public int K;

    /// <summary>First entry of B, and the distance between its rows.</summary>
    public T* B;

    /// <summary>Distance between rows of B.</summary>
    public nint BStride;

    /// <summary>Which entries are multiplied, where terms are listed; then of the strides between terms only that of A counts, which is packed.</summary>
    public TileTerm* Terms;

    /// <summary>What the sums start from: zeros, biases, or the sums so far; laid out as C.</summary>
    public T* Start;

    /// <summary>Distance between rows of <see cref="Start"/>; 0 where they are all the same.</summary>
    public nint StartStride;

    /// <summary>Where the result goes.</summary>
    public T* C;

    /// <summary>Distance between rows of C.</summary>
    public nint CStride;

    /// <summary>Rows and columns that are there; a kernel computes all that it has room for and stores these.</summary>
    public int Rows, Columns;

    /// <summary>C = alpha sum.</summary>
    public T Alpha;

    /// <summary>Whether to add to C instead.</summary>
    public bool Accumulate;

    /// <summary>Memory that will be needed soon: every term of the sum fetches one place of it.</summary>
    public T* Ahead;

    /// <summary>Distance between those places.</summary>
    public nint AheadStep;

    /// <summary>Room for all the sums, where they do not fill a tile.</summary>
    public T* Edge;
}
