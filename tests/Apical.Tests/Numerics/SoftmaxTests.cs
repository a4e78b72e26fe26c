namespace Apical.Tests.Numerics;

/// <summary>Oracle: the definition, in double precision, where it does not overflow; known limits where it would.</summary>
public sealed class SoftmaxTests
{
    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Both_match_their_definition_at_every_width(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = Tolerance(backend);
        for (int columns = 0; columns <= 80; columns++)
        {
            Matrix x = backend.FillPadded(10, columns, 1).Scaled(5);

            Matrix p = x.Softmax(), l = x.LogSumExp();

            Assert.Equal((10, columns), (p.Rows, p.Columns));
            Assert.Equal((1, columns), (l.Rows, l.Columns));
            for (int c = 0; c < columns; c++)
            {
                double sum = Enumerable.Range(0, 10).Sum(r => Math.Exp(x[r, c]));
                Assert.Equal(Math.Log(sum), l[0, c], 10 * tolerance);
                for (int r = 0; r < 10; r++)
                {
                    Assert.Equal(Math.Exp(x[r, c]) / sum, p[r, c], tolerance);
                }
            }
        }
    }

    /// <summary>With 1000 taken off: 1, e⁻¹, e⁻¹⁰⁰⁰ over 1 + e⁻¹; ln Σ = 1000 + ln(1 + e⁻¹).</summary>
    [Theory, MemberData(nameof(Names))]
    public void Large_entries_do_not_overflow(string name)
    {
        Backend backend = Backends.All[name];
        Matrix x = Column(backend, 1000, 999, 0);

        Matrix p = x.Softmax();

        Assert.Equal(1 / (1 + Math.Exp(-1)), p[0, 0], Tolerance(backend));
        Assert.Equal(1 / (1 + Math.E), p[1, 0], Tolerance(backend));
        Assert.Equal(0, p[2, 0]);
        Assert.Equal(1000 + Math.Log(1 + Math.Exp(-1)), x.LogSumExp()[0, 0], 1000 * Tolerance(backend));
    }

    [Theory, MemberData(nameof(Names))]
    public void Very_negative_entries_count_as_nothing_beside_others_and_as_equal_among_themselves(string name)
    {
        Backend backend = Backends.All[name];

        Assert.Equal([0, 1.0], Column(backend, -1e30, 0).Softmax().ToArray());
        Assert.Equal([1.0, 0], Column(backend, 1e30, -1e30).Softmax().ToArray());
        Assert.Equal([0.5, 0.5], Column(backend, -1e30, -1e30).Softmax().ToArray());
        Assert.Equal([0, 1.0], Column(backend, double.NegativeInfinity, 3).Softmax().ToArray());
        Assert.Equal(0, Column(backend, -1e30, 0).LogSumExp()[0, 0]);
        Assert.Equal(3, Column(backend, double.NegativeInfinity, 3).LogSumExp()[0, 0]);
        Assert.Equal(-1, Column(backend, -1e30, -1e30).LogSumExp()[0, 0] / 1e30, 1e-6);
    }

    [Theory, MemberData(nameof(Names))]
    public void Probabilities_add_up_to_1_and_do_not_see_a_common_shift(string name)
    {
        Backend backend = Backends.All[name];
        Matrix x = backend.FillPadded(9, 33, 2).Scaled(4);

        Matrix p = x.Softmax(), shifted = x.Shifted(64).Softmax();

        Assert.All(p.ColumnSums().ToArray(), s => Assert.Equal(1, s, 4 * Tolerance(backend)));
        Assert.All(p.ToArray().Zip(shifted.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 100 * Tolerance(backend)));
        Assert.All(x.Shifted(64).LogSumExp().ToArray().Zip(x.LogSumExp().ToArray()), pair =>
            Assert.Equal(64, pair.First - pair.Second, 200 * Tolerance(backend)));
    }

    [Theory, MemberData(nameof(Names))]
    public void One_class_is_certain(string name)
    {
        Matrix x = Backends.All[name].FillPadded(1, 19, 3).Scaled(100);

        Assert.All(x.Softmax().ToArray(), p => Assert.Equal(1, p));
        Assert.Equal(x.ToArray(), x.LogSumExp().ToArray());
    }

    [Theory, MemberData(nameof(Names))]
    public void A_nan_spoils_its_own_column_only(string name)
    {
        Matrix x = Backends.All[name].FillPadded(5, 21, 4);
        x[3, 8] = double.NaN;

        Assert.Equal(Enumerable.Range(0, 21).Select(c => c == 8), x.LogSumExp().ToArray().Select(double.IsNaN));
        double[] p = x.Softmax().ToArray();
        Assert.Equal(Enumerable.Range(0, 105).Select(i => i % 21 == 8), p.Select(double.IsNaN));
    }

    private static double Tolerance(Backend backend) => backend.Precision == Precision.Single ? 3e-7 : 1e-15;

    private static Matrix Column(Backend backend, params double[] entries) => backend.Row(entries).T.ToMatrix();

    [Theory, MemberData(nameof(Names))]
    public void The_logarithm_of_a_sum_knows_infinities(string name)
    {
        Backend backend = Backends.All[name];
        Matrix x = backend.Fill(2, 3, 1);
        (x[0, 0], x[1, 0]) = (double.NegativeInfinity, double.NegativeInfinity);    // nothing at all
        (x[0, 1], x[1, 1]) = (double.PositiveInfinity, 0);
        (x[0, 2], x[1, 2]) = (double.NegativeInfinity, 5);                          // ln(0 + e⁵)

        Assert.Equal([double.NegativeInfinity, double.PositiveInfinity, 5], x.LogSumExp().ToArray());
    }
}
