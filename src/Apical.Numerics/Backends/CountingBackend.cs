using Apical.Numerics.Matrices;

namespace Apical.Numerics.Backends;

/// <summary>
/// Counts additions and multiplications of scalars while another backend computes: as tables of costs do, a product of an m×k with a k×n matrix is
/// mkn multiplications and m(k − 1)n additions.
/// </summary>
/// <remarks>
/// Matrices made by the thread between <see cref="Enter"/> and the end of its scope are on this backend, and so is what is computed from them, on that thread.
/// An elementwise function counts as one multiplication per entry, a scalar factor of a product as one per entry of the smallest matrix it can go to,
/// and the search for an extreme as additions.
/// Not counted: copies, decompositions, the softmax and its like, optimizers other than plain gradient descent, locally connected layers, convolutions,
/// pooling and equilibria of chains.
/// </remarks>
public sealed class CountingBackend : Backend
{
    private readonly Backend _inner;

    /// <summary>Counts for matrices of a precision.</summary>
    /// <param name="precision">Default double.</param>
    public CountingBackend(Precision precision = Precision.Double) => _inner = Cpu(precision);

    /// <summary>Multiplications and divisions so far.</summary>
    public long Multiplications { get; private set; }

    /// <summary>Additions and subtractions so far.</summary>
    public long Additions { get; private set; }

    /// <inheritdoc/>
    public override Precision Precision => _inner.Precision;

    /// <inheritdoc/>
    internal override int EntrySize => _inner.EntrySize;

    /// <inheritdoc/>
    internal override Type EntryType => _inner.EntryType;

    /// <summary>Begins to give this backend to matrices that the thread makes.</summary>
    /// <returns>Ends that when it is disposed.</returns>
    public IDisposable Enter() => new Scope(Give(this));

    /// <summary>Counts from zero again.</summary>
    public void Reset() => (Multiplications, Additions) = (0, 0);

    internal override double Get(Matrix x, int index) => _inner.Get(x, index);

    internal override void Set(Matrix x, int index, double value) => _inner.Set(x, index, value);

    internal override void Fill(Matrix x, double value) => _inner.Fill(x, value);

    internal override void Copy(Matrix x, Matrix destination) => _inner.Copy(x, destination);

    internal override void Transpose(Matrix x, Matrix destination) => _inner.Transpose(x, destination);

    internal override void Product(Operand a, Operand b, double alpha, double beta, Matrix destination)
    {
        Products(a.Rows, a.Columns, b.Columns, alpha, beta);
        _inner.Product(a, b, alpha, beta, destination);
    }

    internal override void ProductTimesMap(Operand a, Operand b, ScalarFunction f, double parameter, Matrix y, Matrix destination)
    {
        Products(a.Rows, a.Columns, b.Columns, 1, 0);
        Multiplications += y.Count;
        _inner.ProductTimesMap(a, b, f, parameter, y, destination);
    }

    internal override void Affine(Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result)
    {
        Products(w.Rows, w.Columns, h.Columns, 1, 0);
        Additions += bias is null ? 0 : a.Count;
        Multiplications += f == ScalarFunction.Identity ? 0 : a.Count;
        _inner.Affine(w, h, bias, f, parameter, a, result);
    }

    internal override void LocalAffine(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result) =>
        _inner.LocalAffine(in shape, w, h, bias, f, parameter, a, result);

    internal override void LocalBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination) =>
        _inner.LocalBack(in shape, weights, signal, destination);

    internal override void LocalCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination) =>
        _inner.LocalCorrelation(in shape, factor, h, signal, keep, destination);

    internal override void Convolve(in PatchShape shape, Matrix w, Matrix h, Matrix? bias, ScalarFunction f, double parameter, Matrix a, Matrix result) =>
        _inner.Convolve(in shape, w, h, bias, f, parameter, a, result);

    internal override void ConvolveBack(in PatchShape shape, Operand weights, Matrix signal, Matrix destination) =>
        _inner.ConvolveBack(in shape, weights, signal, destination);

    internal override void ConvolutionCorrelation(in PatchShape shape, double factor, Matrix h, Matrix signal, double keep, Operand destination) =>
        _inner.ConvolutionCorrelation(in shape, factor, h, signal, keep, destination);

    internal override void Pool(in PatchShape shape, bool largest, Matrix x, Matrix destination) => _inner.Pool(in shape, largest, x, destination);

    internal override void PoolBack(in PatchShape shape, bool largest, Matrix signal, Matrix x, Matrix pooled, Matrix destination) =>
        _inner.PoolBack(in shape, largest, signal, x, pooled, destination);

    internal override void Update<TFormula>(Matrix delta, Matrix h, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c) =>
        _inner.Update<TFormula>(delta, h, w, s, q, in c);

    internal override void Update<TFormula>(Matrix gradient, Matrix w, Matrix? s, Matrix? q, in Coefficients<double> c) =>
        _inner.Update<TFormula>(gradient, w, s, q, in c);

    internal override void Map(ScalarFunction f, double parameter, Matrix x, Matrix destination)
    {
        Multiplications += x.Count;
        _inner.Map(f, parameter, x, destination);
    }

    internal override void TimesMap(Matrix x, ScalarFunction f, double parameter, Matrix y, Matrix destination)
    {
        Multiplications += x.Count;
        _inner.TimesMap(x, f, parameter, y, destination);
    }

    internal override void Combine(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        Entries(f, x.Count);
        _inner.Combine(f, x, y, destination);
    }

    internal override void CombineColumn(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        Entries(f, x.Count);
        _inner.CombineColumn(f, x, y, destination);
    }

    internal override void CombineRow(BinaryFunction f, Matrix x, Matrix y, Matrix destination)
    {
        Entries(f, x.Count);
        _inner.CombineRow(f, x, y, destination);
    }

    internal override void Linear(double alpha, Matrix x, double beta, Matrix y, Matrix destination)
    {
        Additions += x.Count;
        Multiplications += (alpha is 1 or -1 ? 0 : x.Count) + (beta is 1 or -1 ? 0 : y.Count);
        _inner.Linear(alpha, x, beta, y, destination);
    }

    internal override double Reduce(Reduction reduction, Matrix x)
    {
        Sums(reduction, x.Count, 1);
        return _inner.Reduce(reduction, x);
    }

    internal override double InnerProduct(Matrix x, Matrix y)
    {
        Multiplications += x.Count;
        Additions += x.Count - 1;
        return _inner.InnerProduct(x, y);
    }

    internal override void ReduceRows(Reduction reduction, Matrix x, Matrix destination)
    {
        Sums(reduction, x.Count, x.Rows);
        _inner.ReduceRows(reduction, x, destination);
    }

    internal override void ReduceColumns(Reduction reduction, Matrix x, Matrix destination)
    {
        Sums(reduction, x.Count, x.Columns);
        _inner.ReduceColumns(reduction, x, destination);
    }

    internal override void ColumnProducts(Matrix x, Matrix y, Matrix destination)
    {
        Multiplications += x.Count;
        Additions += x.Count - x.Columns;
        _inner.ColumnProducts(x, y, destination);
    }

    internal override void Softmax(Matrix x, Matrix destination) => _inner.Softmax(x, destination);

    internal override void LogSumExp(Matrix x, Matrix destination) => _inner.LogSumExp(x, destination);

    internal override void Settle(Chain chain, Matrix sweeps, Matrix change, Matrix unsettled) => _inner.Settle(chain, sweeps, change, unsettled);

    internal override void ArgMax(Matrix x, Span<int> destination) => _inner.ArgMax(x, destination);

    internal override void GatherRows(Matrix x, ReadOnlySpan<int> rows, Matrix destination) => _inner.GatherRows(x, rows, destination);

    internal override void GatherSamples(Matrix x, ReadOnlySpan<int> rows, Matrix destination) => _inner.GatherSamples(x, rows, destination);

    internal override void SumOfRows(Matrix w, ReadOnlySpan<int> rows, Matrix destination)
    {
        Additions += (long)w.Columns * Math.Max(0, rows.Length - 1);
        _inner.SumOfRows(w, rows, destination);
    }

    internal override void AddAt(Matrix x, ReadOnlySpan<int> entries, double value)
    {
        Additions += entries.Length;
        _inner.AddAt(x, entries, value);
    }

    private void Products(int rows, int inner, int columns, double alpha, double beta)
    {
        long results = (long)rows * columns;
        Multiplications += (results * inner) + (beta is 0 or 1 ? 0 : results)
            + (alpha is 1 or -1 ? 0 : Math.Min(results, (long)inner * Math.Min(rows, columns)));
        Additions += (results * (inner - 1)) + (beta == 0 ? 0 : results);
    }

    private void Entries(BinaryFunction f, int count)
    {
        if (f is BinaryFunction.Add or BinaryFunction.Subtract)
        {
            Additions += count;
        }
        else
        {
            Multiplications += count;
        }
    }

    private void Sums(Reduction reduction, int count, int results)
    {
        Additions += count - results;
        Multiplications += reduction == Reduction.SumOfSquares ? count : 0;
    }

    private sealed class Scope(Backend? before) : IDisposable
    {
        public void Dispose() => Give(before);
    }
}
