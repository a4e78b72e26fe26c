namespace Apical.Tests.Numerics;

/// <summary>Oracle: entry (i, f) of the sample chosen i-th, read one at a time.</summary>
public sealed class GatheringTests
{
    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Chosen_samples_become_rows_or_columns_in_their_order(string name)
    {
        Backend backend = Backends.All[name];
        foreach (int features in new[] { 0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 80 })
        {
            Matrix x = backend.FillPadded(23, features, 1);
            for (int n = 0; n <= 26; n++)
            {
                int[] rows = [.. Enumerable.Range(0, n).Select(i => i * 7 % 5 == 0 ? 22 : i * 11 % 23)];        // out of order, with repeats
                Matrix asRows = backend.FillPadded(n, features, 2), asColumns = backend.FillPadded(features, n, 3);

                x.GatherRows(rows, asRows);
                x.GatherSamples(rows, asColumns);

                asRows.Intact("GatherRows");
                asColumns.Intact("GatherSamples");
                for (int i = 0; i < n; i++)
                {
                    for (int f = 0; f < features; f++)
                    {
                        Assert.Equal(x[rows[i], f], asRows[i, f]);
                        Assert.Equal(x[rows[i], f], asColumns[f, i]);
                    }
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Transposing_changes_rows_for_columns_at_every_size(string name)
    {
        Backend backend = Backends.All[name];
        foreach (int rows in Enumerable.Range(0, 20).Concat([31, 32, 33, 65]))
        {
            foreach (int columns in Enumerable.Range(0, 20).Concat([31, 32, 33, 65]))
            {
                Matrix x = backend.FillPadded(rows, columns, 1), t = x.T.ToMatrix();

                Assert.Equal((columns, rows), (t.Rows, t.Columns));
                for (int r = 0; r < rows; r++)
                {
                    for (int c = 0; c < columns; c++)
                    {
                        Assert.Equal(x[r, c], t[c, r]);
                    }
                }

                Assert.Equal(x.ToArray(), x.T.T.ToMatrix().ToArray());
            }
        }
    }

    [Fact]
    public void A_row_outside_is_named()
    {
        var x = new Matrix(5, 2);
        foreach (int row in new[] { -1, 5, int.MinValue })
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherRows([0, row], new Matrix(2, 2)));
            Assert.StartsWith("The matrix has rows 0 to 4. (Parameter 'rows')", error.Message, StringComparison.Ordinal);
            Assert.Equal(row, error.ActualValue);
            Assert.Throws<ArgumentOutOfRangeException>(() => x.GatherSamples([row], new Matrix(2, 1)));
        }
    }

    [Fact]
    public void A_destination_that_does_not_fit_is_named()
    {
        var x = new Matrix(5, 2);
        Says("GatherRows on [5, 2] needs a [3, 2] operand, got [2, 3].", () => x.GatherRows([0, 1, 2], new Matrix(2, 3)));
        Says("GatherSamples on [5, 2] needs a [2, 3] operand, got [3, 2].", () => x.GatherSamples([0, 1, 2], new Matrix(3, 2)));
        Says("GatherSamples mixes Single and Double precision; convert one operand with To(Precision.Single).", () =>
            x.GatherSamples([0], new Matrix(2, 1, Precision.Double)));

        static void Says(string message, Action act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
    }
}
