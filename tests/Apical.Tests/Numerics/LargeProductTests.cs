namespace Apical.Tests.Numerics;

/// <summary>
/// Products large enough to be taken in slices of their sums, in parts of their columns, and on several threads. Oracle: three nested loops in double
/// precision.
/// </summary>
public sealed class LargeProductTests
{
    // W [K, M] of Wᵀ δ over 640 KiB and K over 192: slices of the sums; columns: whole panels, one vector over, a few over, both.
    [Theory]
    [InlineData(700, 301, 64)]
    [InlineData(701, 300, 100)]
    [InlineData(530, 385, 20)]
    [InlineData(1024, 256, 33)]
    public void A_transposed_left_factor_in_slices_matches_the_definition(int m, int k, int n)
    {
        Backend backend = Backend.Cpu(Precision.Single);
        Matrix w = backend.Fill(k, m, 1), delta = backend.Fill(k, n, 2);
        Check(Define(w.T.ToMatrix(), delta), w.T.Dot(delta));
    }

    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Every_width_of_vectors_takes_slices_and_parts(string name)
    {
        Backend backend = Backends.All[name];
        Matrix w = backend.Fill(200, 838, 1), delta = backend.Fill(200, 23, 2), h = backend.Fill(838, 230, 3);

        Check(Define(w.T.ToMatrix(), delta), w.T.Dot(delta));
        Check(Define(w, h), w.Dot(h));
    }

    [Theory]
    [InlineData(25, 1700, 100)]
    [InlineData(20, 1700, 135)]
    [InlineData(10, 3001, 70)]
    public void A_right_factor_in_parts_matches_the_definition(int m, int k, int n)
    {
        Backend backend = Backend.Cpu(Precision.Single);
        Matrix w = backend.Fill(m, k, 1), h = backend.Fill(k, n, 2);
        Check(Define(w, h), w.Dot(h));
    }

    [Theory]
    [InlineData(10, 500, 64)]
    [InlineData(20, 333, 100)]
    [InlineData(1000, 20, 100)]
    [InlineData(600, 331, 33)]
    public void An_update_matches_the_definition(int m, int n, int k)
    {
        Backend backend = Backend.Cpu(Precision.Single);
        Matrix delta = backend.Fill(m, k, 1), h = backend.Fill(n, k, 2), w = backend.Fill(m, n, 3);
        double[] expected = Define(delta, h.T.ToMatrix());
        double[] before = w.ToArray();
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = before[i] - (0.5 * expected[i]);
        }

        w.AddProduct(-0.5, delta, h.T);

        Check(expected, w);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var pool = new WorkerPool(3);
        Backend backend = Backend.Cpu(Precision.Single);
        foreach (int batch in new[] { 1, 20, 64, 100 })
        {
            Matrix w = backend.Fill(300, 701, 1), h = backend.Fill(701, batch, 2), delta = backend.Fill(300, batch, 3), bias = backend.Fill(300, 1, 4);
            Matrix a = backend.Fill(300, batch, 5), result = backend.Fill(300, batch, 6), a2 = a.Clone(), result2 = a.Clone(), w2 = w.Clone();
            Matrix back = w.T.Dot(delta);
            FusedLayer.Affine(w, h, bias, ScalarFunction.Tanh, 0, a, result);
            w.AddProduct(-0.1, delta, h.T);

            using (new Workspace(pool).Enter())
            {
                Assert.Equal(back.ToArray(), w2.T.Dot(delta).ToArray());
                FusedLayer.Affine(w2, h, bias, ScalarFunction.Tanh, 0, a2, result2);
                w2.AddProduct(-0.1, delta, h.T);
            }

            Assert.Equal(a.ToArray(), a2.ToArray());
            Assert.Equal(result.ToArray(), result2.ToArray());
            Assert.Equal(w.ToArray(), w2.ToArray());
        }
    }

    private static double[] Define(Matrix a, Matrix b)
    {
        double[] x = a.ToArray(), y = b.ToArray(), result = new double[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++)
            {
                for (int j = 0; j < b.Columns; j++)
                {
                    result[(i * b.Columns) + j] += x[(i * a.Columns) + k] * y[(k * b.Columns) + j];
                }
            }
        }

        return result;
    }

    // A sum of K terms of size up to 1, each rounded at 2⁻²⁴ of the sum so far (of the order √K): far below 10⁻⁷ K.
    private static void Check(double[] expected, Matrix actual)
    {
        double[] got = actual.ToArray();
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - got[i]) <= 3e-4, $"entry {i} of [{actual.Rows}, {actual.Columns}] is {got[i]}, should be {expected[i]}");
        }
    }
}
