
namespace Apical.Numerics.Matrices;

/// <summary>
/// Carries out matrix operations in one precision on one processor. Rules, layers and probes call the operations on <see cref="Matrix"/>,
/// which check shapes and then come here; a new processor is a new subclass. Operands are checked already; destinations come last.
/// </summary>
public abstract class Backend
{
    private static Backend s_single = null!, s_double = null!;

    [ThreadStatic]
    private static Backend? t_ownBackend;

    /// <summary>The format of the entries.</summary>
    public abstract Precision Precision { get; }

    /// <summary>Bytes per entry.</summary>
    internal abstract int EntrySize { get; }

    /// <summary>The type of the entries.</summary>
    internal abstract Type EntryType { get; }

    /// <summary>The CPU backend of a precision; on a thread that has entered a backend of its own (one that counts), that one.</summary>
    public static Backend Cpu(Precision precision) => t_ownBackend is { } own && own.Precision == precision ? own : precision switch
    {
        Precision.Single => s_single,
        Precision.Double => s_double,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "Single or Double."),
    };

    internal abstract double Get(Matrix x, int index);

    internal abstract void Set(Matrix x, int index, double value);

    internal abstract void Fill(Matrix x, double value);

    internal abstract void Copy(Matrix x, Matrix destination);

    internal abstract void Transpose(Matrix x, Matrix destination);

    /// <summary>destination = alpha a b + beta destination</summary>
    internal abstract void Product(Operand a, Operand b, double alpha, double beta, Matrix destination);

    /// <summary>destination = (a b) ⊙ f(y), in one pass.</summary>
    internal abstract void ProductTimesMap(Operand a, Operand b, ScalarFunction f, double parameter, Matrix y, Matrix destination);

    /// <summary>a = W h + bias, result = f(a) in the same pass; <paramref name="result"/> may be <paramref name="a"/>.</summary>
    internal abstract void Affine(Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result);

    /// <summary>As Affine, for a locally connected layer; w is compact.</summary>
    internal abstract void LocalAffine(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result);

    /// <summary>destination = weights signal, for compact weights <c>[taps, outputs]</c>.</summary>
    internal abstract void LocalBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination);

    /// <summary>destination = keep destination + factor h signalᵀ at the connections, compact, <c>[taps, outputs]</c>.</summary>
    internal abstract void LocalCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination);

    /// <summary>As Affine, for a convolution.</summary>
    internal abstract void Convolve(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result);

    /// <summary>destination = weights signal, for the weights of a convolution, <c>[taps, maps]</c>.</summary>
    internal abstract void ConvolveBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination);

    /// <summary>destination = keep destination + factor h signalᵀ, summed over all units of a map, <c>[taps, maps]</c>.</summary>
    internal abstract void ConvolutionCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination);

    /// <summary>destination = the mean, or the largest, of each patch of each channel of x.</summary>
    internal abstract void Pool(in PatchShape shape, bool largest, Matrix x, Matrix destination);

    /// <summary>The transpose of <see cref="Pool"/>: destination = (∂pooled/∂x)ᵀ signal.</summary>
    internal abstract void PoolBack(in PatchShape shape, bool largest, Matrix signal, Matrix x, Matrix pooled, Matrix destination);

    /// <summary>Moves w by the formula, with the gradient delta hᵀ formed a few rows at a time.</summary>
    internal abstract void Update<TFormula>(Matrix delta, Matrix h, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c)
        where TFormula : IUpdateFormula;

    /// <summary>Moves w by the formula, given its gradient.</summary>
    internal abstract void Update<TFormula>(Matrix gradient, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c)
        where TFormula : IUpdateFormula;

    internal abstract void Map(ScalarFunction f, double parameter, Matrix x, Matrix destination);

    /// <summary>destination = x ⊙ f(y), in one pass.</summary>
    internal abstract void TimesMap(Matrix x, ScalarFunction f, double parameter, Matrix y, Matrix destination);

    internal abstract void Combine(BinaryFunction f, Matrix x, Matrix y, Matrix destination);

    /// <summary>As Combine, with y <c>[rows, 1]</c> repeated along the columns.</summary>
    internal abstract void CombineColumn(BinaryFunction f, Matrix x, Matrix y, Matrix destination);

    /// <summary>As Combine, with y <c>[1, columns]</c> repeated along the rows.</summary>
    internal abstract void CombineRow(BinaryFunction f, Matrix x, Matrix y, Matrix destination);

    /// <summary>destination = alpha x + beta y</summary>
    internal abstract void Linear(double alpha, Matrix x, double beta, Matrix y, Matrix destination);

    internal abstract double Reduce(Reduction reduction, Matrix x);

    internal abstract double InnerProduct(Matrix x, Matrix y);

    /// <summary>One number per row, <c>[rows, 1]</c>.</summary>
    internal abstract void ReduceRows(Reduction reduction, Matrix x, Matrix destination);

    /// <summary>One number per column, <c>[1, columns]</c>.</summary>
    internal abstract void ReduceColumns(Reduction reduction, Matrix x, Matrix destination);

    /// <summary>⟨x, y⟩ per column, <c>[1, columns]</c>.</summary>
    internal abstract void ColumnProducts(Matrix x, Matrix y, Matrix destination);

    internal abstract void Softmax(Matrix x, Matrix destination);

    /// <summary>ln Σ eˣ per column, <c>[1, columns]</c>.</summary>
    internal abstract void LogSumExp(Matrix x, Matrix destination);

    /// <summary>Brings a chain to its equilibrium; see <see cref="Chain"/>.</summary>
    internal abstract void Settle(Chain chain, Matrix sweeps, Matrix change, Matrix unsettled);

    /// <summary>The row of the largest entry of each column; the first of equals.</summary>
    internal abstract void ArgMax(Matrix x, Span<int> destination);

    internal abstract void GatherRows(Matrix x, ReadOnlySpan<int> rows, Matrix destination);

    /// <summary>Rows of x become columns of the destination.</summary>
    internal abstract void GatherSamples(Matrix x, ReadOnlySpan<int> rows, Matrix destination);

    /// <summary>destination = Σ over the chosen rows of w, <c>[1, columns]</c>.</summary>
    internal abstract void SumOfRows(Matrix w, ReadOnlySpan<int> rows, Matrix destination);

    /// <summary>x += value at the chosen entries.</summary>
    internal abstract void AddAt(Matrix x, ReadOnlySpan<int> entries, double value);

    /// <summary>Says what computes on this machine; once, before there is any matrix.</summary>
    internal static void Register(Backend single, Backend inDouble) => (s_single, s_double) = (single, inDouble);

    /// <summary>Gives a backend to all new matrices of its precision that this thread makes; null for none.</summary>
    /// <returns>The one before.</returns>
    private protected static Backend? Give(Backend? own)
    {
        Backend? before = t_ownBackend;
        t_ownBackend = own;
        return before;
    }
}
