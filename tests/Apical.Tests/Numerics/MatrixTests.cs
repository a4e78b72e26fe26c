namespace Apical.Tests.Numerics;

public sealed class MatrixTests
{
    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void Entries_stand_row_after_row(Precision precision)
    {
        Matrix x = Matrix.Of([[1, 2, 3], [4, 5, 6]], precision), y = Matrix.Of(2, 3, [1, 2, 3, 4, 5, 6], precision);

        Assert.Equal((2, 3, 6, precision), (x.Rows, x.Columns, x.Count, x.Precision));
        Assert.Equal([1, 2, 3, 4, 5, 6], x.ToArray());
        Assert.Equal(x.ToArray(), y.ToArray());
        Assert.Equal(6, x[1, 2]);
        x[0, 1] = -7;
        Assert.Equal([1, -7, 3, 4, 5, 6], x.ToArray());
        Assert.Equal(-7, precision == Precision.Single ? x.AsSpan<float>()[1] : x.AsSpan<double>()[1]);
    }

    [Fact]
    public void A_new_matrix_holds_zeros() => Assert.All(new Matrix(7, 9).ToArray(), x => Assert.Equal(0, x));

    [Fact]
    public void Empty_matrices_are_matrices()
    {
        Matrix none = new(0, 4), nothing = new(3, 0);

        Assert.Empty(none.ToArray());
        Assert.Equal((3, 4), (nothing.Dot(none).Rows, nothing.Dot(none).Columns));
        using Workspace.Scope scope = new Workspace().Enter();
        Matrix x = new Matrix(3, 4).Shifted(5);
        x.AddProduct(1, nothing, none, keep: 0);
        Assert.All(x.ToArray(), y => Assert.Equal(0, y));       // a sum of nothing is 0, whatever was there
        Assert.Equal((0, 4), (none.Scaled(2).Rows, none.Scaled(2).Columns));
        Assert.Equal((4, 0), (none.T.ToMatrix().Rows, none.T.ToMatrix().Columns));
    }

    [Fact]
    public void A_copy_shares_nothing()
    {
        Matrix x = Matrix.Of([[1, 2]]), clone = x.Clone(), wide = x.To(Precision.Double);
        x[0, 0] = 9;

        Assert.Equal([1, 2], clone.ToArray());
        Assert.Equal([1, 2], wide.ToArray());
        Assert.Equal((Precision.Single, Precision.Double), (clone.Precision, wide.Precision));
    }

    [Fact]
    public void Single_precision_rounds_to_the_nearest()
    {
        Matrix x = Matrix.Of([[0.1, 1 + (0.75 * Math.Pow(2, -23)), 1e300, 1e-60, double.NaN]]);

        Assert.Equal([0.1f, 1 + MathF.Pow(2, -23), float.PositiveInfinity, 0, float.NaN], x.AsSpan<float>().ToArray());
        Assert.Equal([(double)0.1f], Matrix.Of([[0.1]]).To(Precision.Double).ToArray());
    }

    [Fact]
    public void Small_matrices_show_their_entries_and_large_ones_their_shape()
    {
        Assert.Equal($"[2, 2]{Environment.NewLine}           1        -2.5{Environment.NewLine}       1E-09     123.457",
            Matrix.Of([[1, -2.5], [1e-9, 123.4567]]).ToString());
        Assert.Equal("[11, 10]", new Matrix(11, 10).ToString());
    }

    [Fact]
    public void Rows_of_different_lengths_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Matrix.Of([[1, 2], [3]]));
        Assert.Equal("Row 1 has 1 entries, row 0 has 2. (Parameter 'rows')", error.Message);
        error = Assert.Throws<ArgumentException>(() => Matrix.Of(2, 2, [1, 2, 3]));
        Assert.Equal("A matrix of [2, 2] needs 4 entries, got 3. (Parameter 'entries')", error.Message);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, -1)]
    [InlineData(2, 0)]
    [InlineData(0, 3)]
    public void An_entry_outside_is_refused(int row, int column)
    {
        var x = new Matrix(2, 3);
        string expected = $"Entry ({row}, {column}) of a [2, 3] matrix. (Parameter 'row')";
        Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(() => x[row, column]).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(() => x[row, column] = 1).Message);
    }

    [Fact]
    public void Sizes_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(-1, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(2, -1));
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(60_000, 784_000));
        Assert.Equal(
            "A matrix of [60000, 784000] would take 179443 MiB; the limit is 2047. Use a smaller network, smaller batches or fewer samples. (Parameter 'rows')",
            error.Message);
    }

    [Fact]
    public void The_wrong_type_of_entries_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new Matrix(1, 1).AsSpan<double>().Length);
        Assert.Equal("This matrix holds Single, not Double: its precision is Single.", error.Message);
    }

    [Fact]
    public void Updates_say_what_does_not_fit()
    {
        var w = new Parameter("layer1/W", new Matrix(3, 4));
        var updates = new Updates();
        var error = Assert.Throws<ArgumentException>(() => updates.Add(w, new Matrix(3, 5), new Matrix(4, 6)));
        Assert.Equal("δ [3, 5] times h [4, 6]ᵀ does not give the shape of layer1/W [3, 4].", error.Message);
        error = Assert.Throws<ArgumentException>(() => updates.Add(w, new Matrix(4, 3)));
        Assert.Equal("A gradient of [4, 3] does not fit layer1/W [3, 4].", error.Message);
        Assert.Equal(0, updates.Count);
    }

    [Fact]
    public void Updates_form_the_gradient_of_their_two_factors()
    {
        var w = new Parameter("w", new Matrix(2, 3));
        var b = new Parameter("b", new Matrix(2, 1));
        var updates = new Updates();
        updates.Add(w, Matrix.Of([[1, 2], [3, 4]]), Matrix.Of([[5, 6], [7, 8], [9, 10]]));
        updates.Add(b, Matrix.Of([[-1], [1]]));

        Assert.Equal([17, 23, 29, 39, 53, 67], updates.GradientOf(w)!.ToArray());      // 1·5 + 2·6, 1·7 + 2·8, …
        Assert.Equal([-1, 1], updates.GradientOf(b)!.ToArray());
        Assert.Null(updates.GradientOf(new Parameter("w", new Matrix(2, 3))));
        updates.Clear();
        Assert.Equal(0, updates.Count);
    }
}
