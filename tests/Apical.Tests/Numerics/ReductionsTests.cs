namespace Apical.Tests.Numerics;

/// <summary>Oracle: the sums and extremes of the definition, in plain loops and double precision.</summary>
public sealed class ReductionsTests
{
    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Totals_match_their_definition_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        for (int n = 0; n <= 80; n++)
        {
            Matrix x = backend.FillPadded(1, n, 1), y = backend.FillPadded(1, n, 2);
            double[] a = x.ToArray(), b = y.ToArray();

            Assert.Equal(a.Sum(), x.Sum(), 1e-13);      // double precision even for single entries
            Assert.Equal(a.Sum(v => v * v), x.SumOfSquares(), 1e-13);
            Assert.Equal(Math.Sqrt(a.Sum(v => v * v)), x.Norm(), 1e-13);
            Assert.Equal(a.Zip(b, (v, w) => v * w).Sum(), x.InnerProduct(y), 1e-13);
            Assert.Equal(a.DefaultIfEmpty(double.NegativeInfinity).Max(), x.Max());
            Assert.Equal(a.DefaultIfEmpty(double.PositiveInfinity).Min(), x.Min());
            Assert.Equal(n == 0 ? double.NaN : a.Average(), x.Mean(), 1e-13);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_and_columns_match_their_definition_at_every_length(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = backend.Precision == Precision.Single ? 3e-6 : 1e-13;
        for (int n = 0; n <= 80; n++)
        {
            foreach ((int rows, int columns) in new[] { (3, n), (n, 3) })
            {
                Matrix x = backend.FillPadded(rows, columns, 1), y = backend.FillPadded(rows, columns, 2);
                string at = $" of [{rows}, {columns}]";

                Check(rows, 1, (r, _) => Over(columns, c => x[r, c]).Sum(), x.RowSums(), "RowSums" + at);
                Check(rows, 1, (r, _) => Over(columns, c => x[r, c] * x[r, c]).Sum(), x.RowSumsOfSquares(), "RowSumsOfSquares" + at);
                Check(1, columns, (_, c) => Over(rows, r => x[r, c]).Sum(), x.ColumnSums(), "ColumnSums" + at);
                Check(1, columns, (_, c) => Over(rows, r => x[r, c] * x[r, c]).Sum(), x.ColumnSumsOfSquares(), "ColumnSumsOfSquares" + at);
                Check(1, columns, (_, c) => Over(rows, r => x[r, c] * y[r, c]).Sum(), x.ColumnProducts(y), "ColumnProducts" + at);
                Check(1, columns, (_, c) => Over(rows, r => x[r, c]).DefaultIfEmpty(double.NegativeInfinity).Max(), x.ColumnMax(), "ColumnMax" + at);
            }
        }

        void Check(int rows, int columns, Func<int, int, double> define, Matrix actual, string what)
        {
            Assert.Equal((rows, columns), (actual.Rows, actual.Columns));
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                {
                    double expected = define(r, c);
                    if (!(expected.Equals(actual[r, c]) || Math.Abs(expected - actual[r, c]) <= tolerance))
                    {
                        Assert.Fail($"{what}: ({r}, {c}) is {actual[r, c]}, should be {expected}");
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void The_row_of_the_largest_entry_is_found_and_the_first_of_equals_wins(string name)
    {
        Backend backend = Backends.All[name];
        for (int columns = 0; columns <= 80; columns++)
        {
            Matrix x = backend.FillPadded(7, columns, 3);
            for (int c = 0; c < columns; c += 3)
            {
                x[5, c] = x[2, c] = 2;                  // larger than any other, twice
            }

            var found = new int[columns + 1];
            found[columns] = -7;                        // beyond the last column: not to be touched

            x.ArgMax(found);

            for (int c = 0; c < columns; c++)
            {
                double largest = Over(7, r => x[r, c]).Max();
                Assert.Equal(Array.IndexOf([.. Over(7, r => x[r, c])], largest), found[c]);
                Assert.True(c % 3 != 0 || found[c] == 2);
            }

            Assert.Equal(-7, found[columns]);
        }
    }

    [Fact]
    public void The_largest_of_negative_numbers_is_negative()
    {
        Matrix x = Matrix.Of([[-3, -1, -5], [-4, -2, double.NegativeInfinity]]);
        var rows = new int[3];
        x.ArgMax(rows);

        Assert.Equal((-1, double.NegativeInfinity), (x.Max(), x.Min()));
        Assert.Equal([-3, -1, -5], x.ColumnMax().ToArray());
        Assert.Equal([0, 0, 0], rows);
    }

    [Theory, MemberData(nameof(Names))]
    public void Nan_and_infinity_show_where_they_stand_and_nowhere_else(string name)
    {
        Matrix x = Backends.All[name].FillPadded(4, 37, 1);
        x[1, 5] = double.NaN;
        x[3, 36] = double.PositiveInfinity;

        Assert.All([x.Sum(), x.SumOfSquares(), x.Norm(), x.Max(), x.Min(), x.Mean(), x.InnerProduct(x)], v => Assert.Equal(double.NaN, v));
        Assert.Equal([false, true, false, false], x.RowSums().ToArray().Select(double.IsNaN));
        Assert.Equal(double.PositiveInfinity, x.RowSums()[3, 0]);
        foreach (Matrix perColumn in new[] { x.ColumnSums(), x.ColumnMax(), x.ColumnSumsOfSquares(), x.ColumnProducts(x) })
        {
            Assert.Equal(double.NaN, perColumn[0, 5]);
            Assert.Equal(double.PositiveInfinity, perColumn[0, 36]);
            Assert.Equal(35, perColumn.ToArray().Count(double.IsFinite));
        }
    }

    /// <summary>A million times 0.1f: added up in single precision, the sum would be off by about 1 %.</summary>
    [Fact]
    public void Totals_of_single_entries_are_added_up_in_double_precision()
    {
        var x = new Matrix(1000, 1000);
        x.Fill(0.1);

        Assert.Equal(1e6 * 0.1f, x.Sum(), 1e-4);
        Assert.Equal(1e6 * ((double)0.1f * 0.1f), x.SumOfSquares(), 1e-4);
        Assert.Equal((float)(1000 * (double)0.1f), x.ColumnSums()[0, 0]);
    }

    [Fact]
    public void Misfits_are_named()
    {
        Matrix x = new(2, 3);
        Says("InnerProduct on [2, 3] needs a [2, 3] operand, got [3, 2].", () => x.InnerProduct(new Matrix(3, 2)));
        Says("ColumnProducts on [2, 3] needs a [2, 3] operand, got [2, 2].", () => x.ColumnProducts(new Matrix(2, 2)));
        Says("ArgMax of [2, 3] needs at least one row and room for 3 indices, has 2.", () => x.ArgMax(new int[2]));
        Says("ArgMax of [0, 3] needs at least one row and room for 3 indices, has 3.", () => new Matrix(0, 3).ArgMax(new int[3]));
    }

    private static void Says(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);

    private static IEnumerable<double> Over(int count, Func<int, double> entry) => Enumerable.Range(0, count).Select(entry);
}
