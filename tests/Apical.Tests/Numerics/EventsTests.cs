namespace Apical.Tests.Numerics;

/// <summary>A sum of chosen rows is the product with a vector of counts; who fires is drawn by the probabilities given.</summary>
public sealed class EventsTests
{
    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void A_sum_of_rows_is_the_product_with_how_often_each_is_chosen(string name)
    {
        Backend backend = Backends.All[name];
        foreach (int columns in new[] { 1, 7, 16, 17, 100, 127, 128, 129, 500 })
        {
            Matrix w = backend.FillPadded(23, columns, 1), x = backend.FillPadded(1, columns, 2);
            foreach (int[] rows in new int[][] { [], [4], [22, 0, 22, 5], [.. Enumerable.Range(0, 23)] })
            {
                x.BecomeSumOfRows(w, rows);
                x.Intact("BecomeSumOfRows");
                for (int c = 0; c < columns; c++)
                {
                    Assert.Equal(rows.Sum(row => w[row, c]), x[0, c], 1e-5);
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Numbers_are_added_at_chosen_entries(string name)
    {
        Matrix x = Backends.All[name].FillPadded(3, 5, 1), before = x.Clone();
        x.AddAt([14, 2, 2], 0.25);
        x.Intact("AddAt");
        for (int i = 0; i < 15; i++)
        {
            Assert.Equal(before[i / 5, i % 5] + (i == 14 ? 0.25 : i == 2 ? 0.5 : 0), x[i / 5, i % 5], 1e-6);
        }
    }

    [Fact]
    public void Rows_and_entries_that_are_not_there_are_refused()
    {
        Matrix w = new(3, 4), x = new(1, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => x.BecomeSumOfRows(w, [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => x.AddAt([-1], 1));
        Assert.Throws<ArgumentException>(() => x.BecomeSumOfRows(new Matrix(3, 5), [0]));
        Assert.Throws<ArgumentException>(() => w.DrawEvents(new Rng(1), 1, new int[11]));
        Assert.Throws<ArgumentOutOfRangeException>(() => w.RowView(2, 2));
    }

    /// <summary>Of 20 000 draws a share p comes, give or take 5 √(p(1 − p)/20 000); two units fire independently.</summary>
    [Fact]
    public void Units_fire_as_often_as_they_should()
    {
        double[] p = [.. Enumerable.Range(0, 37).Select(i => i / 30.0)], share = new double[37];
        Matrix x = Matrix.Of(1, 37, p), y = Matrix.Of(1, 37, [.. p.Select(value => (double)(float)value)], Precision.Double);
        Rng rng = new(3), same = new(3);
        int[] fired = new int[37], again = new int[37];
        double together = 0;
        const int Draws = 20_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            int count = x.DrawEvents(rng, 0.8, fired);
            Assert.Equal(count, y.DrawEvents(same, 0.8, again));
            Assert.Equal(again[..count], fired[..count]);
            Assert.Equal(fired[..count].Order().Distinct(), fired[..count]);
            foreach (int unit in fired[..count])
            {
                share[unit] += 1.0 / Draws;
            }

            together += fired[..count].Contains(15) && fired[..count].Contains(16) ? 1.0 / Draws : 0;
        }

        Assert.Equal(0, share[0]);
        Assert.All(Enumerable.Range(0, 37), i => Assert.InRange(share[i] - Wanted(i), -Bound(Wanted(i)), Bound(Wanted(i))));
        Assert.InRange(together - Wanted(15) * Wanted(16), -Bound(Wanted(15) * Wanted(16)), Bound(Wanted(15) * Wanted(16)));

        double Wanted(int i) => Math.Min(1, 0.8 * p[i]);
        static double Bound(double p) => 1e-6 + 5 * Math.Sqrt(p * (1 - p) / Draws);
    }

    [Fact]
    public void Neighbours_that_cannot_fire_cost_no_draw()
    {
        var x = new Matrix(1, 48);
        Rng rng = new(1);
        RngState before = rng.State;
        Assert.Equal(0, x.DrawEvents(rng, 1, new int[48]));
        Assert.Equal(before, rng.State);
        x[0, 20] = 1;
        int[] fired = new int[48];
        Assert.Equal(1, x.DrawEvents(rng, 1, fired));
        Assert.Equal(20, fired[0]);
        Rng eight = Rng.FromState(before);
        for (int draw = 0; draw < 8; draw++)
        {
            eight.NextUInt64();
        }

        Assert.Equal(eight.State, rng.State);
    }

    [Theory, MemberData(nameof(Names))]
    public void Rows_are_seen_and_written_through_a_view(string name)
    {
        Matrix x = Backends.All[name].Fill(5, 7, 1), view = x.RowView(2, 2);
        Assert.Equal((2, 7, x[3, 6]), (view.Rows, view.Columns, view[1, 6]));
        Matrix whole = x.Clone();
        view.Fill(9);
        Assert.All(Enumerable.Range(0, 35), i => Assert.Equal(i / 7 is 2 or 3 ? 9 : whole[i / 7, i % 7], x[i / 7, i % 7]));
        Assert.Equal(14, view.ToArray().Length);
        Assert.Equal(18, x.PlusRow(x.RowView(2, 1))[2, 0]);
    }

    [Fact]
    public void A_body_is_called_once_for_each_number_on_any_number_of_threads()
    {
        int[] calls = new int[1000];
        using var pool = new WorkerPool(2);
        WorkerPool.ForEach(pool, calls.Length, i => Interlocked.Increment(ref calls[i]));
        WorkerPool.ForEach(null, 10, i => calls[i]++);
        Assert.Equal(1010, calls.Sum());
        Assert.All(calls, count => Assert.InRange(count, 1, 2));
    }
}
