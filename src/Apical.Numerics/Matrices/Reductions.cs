
namespace Apical.Numerics.Matrices;

/// <summary>Sums, norms and the like: over everything, per row (unit) or per column (sample).</summary>
public static class Reductions
{
    /// <summary>Σ x over all entries, added up in double precision.</summary>
    public static double Sum(this Matrix x) => x.Backend.Reduce(Reduction.Sum, x);

    /// <summary>Σ x² over all entries.</summary>
    public static double SumOfSquares(this Matrix x) => x.Backend.Reduce(Reduction.SumOfSquares, x);

    /// <summary>‖x‖, the Frobenius norm; also where its square would leave the range of numbers.</summary>
    public static double Norm(this Matrix x)
    {
        double squares = x.SumOfSquares();
        return squares is > 1e-280 and < double.PositiveInfinity || x.SizePower() is var power && power == 0 ? Math.Sqrt(squares)
            : Math.ScaleB(Math.Sqrt(x.TimesTwoTo(-power).SumOfSquares()), power);
    }

    /// <summary>The power of two for which the largest entry, up to its sign, is from 2^power to 2^(power + 1); 0 if all are 0 or one is infinite.</summary>
    public static int SizePower(this Matrix x) =>
        x.Count > 0 && Math.Max(x.Max(), -x.Min()) is > 0 and < double.PositiveInfinity and var largest ? Math.ILogB(largest) : 0;

    /// <summary>x · 2^power, which rounds nothing that stays within the range of numbers: far out entries are brought to a size of 1 before they are squared.
    /// </summary>
    /// <param name="x">Any matrix.</param>
    /// <param name="power">The power; with 0 <paramref name="x"/> itself is returned.</param>
    public static Matrix TimesTwoTo(this Matrix x, int power) =>
        power == 0 ? x : x.Scaled(Math.ScaleB(1, power / 2)).Scaled(Math.ScaleB(1, power - (power / 2)));      // the inverse of the smallest is no number

    /// <summary>The largest entry; −∞ when there are none.</summary>
    public static double Max(this Matrix x) => x.Backend.Reduce(Reduction.Max, x);

    /// <summary>The smallest entry; +∞ when there are none.</summary>
    public static double Min(this Matrix x) => x.Backend.Reduce(Reduction.Min, x);

    /// <summary>The mean of all entries; NaN when there are none.</summary>
    public static double Mean(this Matrix x) => x.Sum() / x.Count;

    /// <summary>⟨x, y⟩ = Σ x y over all entries, added up in double precision.</summary>
    public static double InnerProduct(this Matrix x, Matrix y)
    {
        Guard.SameShape(x, y);
        return x.Backend.InnerProduct(x, y);
    }

    /// <summary>Σ over the columns: <c>[rows, 1]</c>.</summary>
    public static Matrix RowSums(this Matrix x) => Rows(Reduction.Sum, x);

    /// <summary>Σ x² over the columns: <c>[rows, 1]</c>.</summary>
    public static Matrix RowSumsOfSquares(this Matrix x) => Rows(Reduction.SumOfSquares, x);

    /// <summary>Σ over the rows: <c>[1, columns]</c>.</summary>
    public static Matrix ColumnSums(this Matrix x) => Columns(Reduction.Sum, x);

    /// <summary>Σ x² over the rows: <c>[1, columns]</c>.</summary>
    public static Matrix ColumnSumsOfSquares(this Matrix x) => Columns(Reduction.SumOfSquares, x);

    /// <summary>The largest entry of each column: <c>[1, columns]</c>.</summary>
    public static Matrix ColumnMax(this Matrix x) => Columns(Reduction.Max, x);

    /// <summary>⟨x, y⟩ per column (sample): <c>[1, columns]</c>.</summary>
    public static Matrix ColumnProducts(this Matrix x, Matrix y)
    {
        Guard.SameShape(x, y);
        Matrix result = Workspace.Temporary(1, x.Columns, x.Backend);
        x.Backend.ColumnProducts(x, y, result);
        return result;
    }

    /// <summary>eˣ / Σ eˣ per column, with the maximum taken off first so that nothing overflows.</summary>
    public static Matrix Softmax(this Matrix x)
    {
        Matrix result = Workspace.Temporary(x.Rows, x.Columns, x.Backend);
        x.Backend.Softmax(x, result);
        return result;
    }

    /// <summary>ln Σ eˣ per column, <c>[1, columns]</c>, with the maximum taken off first so that nothing overflows.</summary>
    public static Matrix LogSumExp(this Matrix x)
    {
        Matrix result = Workspace.Temporary(1, x.Columns, x.Backend);
        x.Backend.LogSumExp(x, result);
        return result;
    }

    /// <summary>The row of the largest entry of each column; the first of equals.</summary>
    /// <param name="x"><c>[classes, batch]</c>, at least one row.</param>
    /// <param name="destination">Room for one index per column.</param>
    /// <exception cref="ArgumentException">No rows, or too little room.</exception>
    public static void ArgMax(this Matrix x, Span<int> destination)
    {
        if (x.Rows == 0 || destination.Length < x.Columns)
        {
            throw new ArgumentException(
                $"ArgMax of [{x.Rows}, {x.Columns}] needs at least one row and room for {x.Columns} indices, has {destination.Length}.");
        }

        x.Backend.ArgMax(x, destination);
    }

    private static Matrix Rows(Reduction reduction, Matrix x)
    {
        Matrix result = Workspace.Temporary(x.Rows, 1, x.Backend);
        x.Backend.ReduceRows(reduction, x, result);
        return result;
    }

    private static Matrix Columns(Reduction reduction, Matrix x)
    {
        Matrix result = Workspace.Temporary(1, x.Columns, x.Backend);
        x.Backend.ReduceColumns(reduction, x, result);
        return result;
    }
}
