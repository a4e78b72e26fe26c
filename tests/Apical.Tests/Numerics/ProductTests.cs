namespace Apical.Tests.Numerics;

/// <summary>Oracle: the definition of the product, three nested loops in double precision.</summary>
public sealed class ProductTests
{
    public static TheoryData<string> Names => Backends.Names;

    // Around the tile sizes: 6 and 12 rows; panels of 2 vectors (8 to 32 columns), leftovers of 1..6 columns that take other kernels.
    private static readonly int[] s_rows = [1, 2, 5, 6, 7, 11, 12, 13, 18, 25, 41];
    private static readonly int[] s_columns = [1, 2, 3, 4, 5, 6, 7, 15, 16, 17, 31, 32, 33, 36, 64, 68];
    private static readonly int[] s_inner = [1, 2, 7, 16, 31, 33, 70];

    [Theory, MemberData(nameof(Names))]
    public void Every_form_and_size_matches_the_definition(string name)
    {
        Backend backend = Backends.All[name];
        foreach (int m in s_rows)
        {
            foreach (int n in s_columns)
            {
                foreach (int k in s_inner)
                {
                    Matrix a = backend.Fill(m, k, 1), b = backend.Fill(k, n, 2);
                    Matrix at = a.T.ToMatrix(), bt = b.T.ToMatrix();
                    double[] expected = Define(a, b);
                    Check(expected, a.Dot(b), $"NN {m}x{k}x{n}");
                    Check(expected, at.T.Dot(b), $"TN {m}x{k}x{n}");
                    Check(expected, a.Dot(bt.T), $"NT {m}x{k}x{n}");
                    Check(expected, at.T.Dot(bt.T), $"TT {m}x{k}x{n}");
                }
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Adding_a_scaled_product_keeps_what_was_there(string name)
    {
        Backend backend = Backends.All[name];
        foreach ((int m, int n, int k) in new[] { (1, 1, 1), (13, 37, 9), (12, 32, 64), (25, 4, 40), (10, 100, 3), (100, 1, 50) })
        {
            Matrix a = backend.Fill(m, k, 3), b = backend.Fill(n, k, 4), c = backend.Fill(m, n, 5);
            Matrix before = c.Clone();
            double[] product = Define(a, b.T.ToMatrix());

            c.AddProduct(-0.5, a, b.T, keep: 0.25);

            for (int i = 0; i < product.Length; i++)
            {
                Assert.Equal((0.25 * before.ToArray()[i]) - (0.5 * product[i]), c.ToArray()[i], 1e-4);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Overwriting_ignores_what_was_there_even_nan(string name)
    {
        Backend backend = Backends.All[name];
        Matrix a = backend.Fill(13, 40, 1), b = backend.Fill(40, 35, 2), c = backend.Fill(13, 35, 3);
        c.Fill(double.NaN);

        c.AddProduct(1, a, b, keep: 0);

        Check(Define(a, b), c, name);
    }

    [Theory, MemberData(nameof(Names))]
    public void The_fused_layer_is_the_product_plus_bias_then_the_function(string name)
    {
        Backend backend = Backends.All[name];
        foreach (int batch in new[] { 1, 4, 33, 64, 100 })
        {
            Matrix w = backend.Fill(29, 40, 1), h = backend.Fill(40, batch, 2), bias = backend.Fill(29, 1, 3);
            Matrix a = backend.Fill(29, batch, 4), result = backend.Fill(29, batch, 5);

            FusedLayer.Affine(w, h, bias, ScalarFunction.Relu, 0, a, result);

            double[] product = Define(w, h);
            for (int i = 0; i < product.Length; i++)
            {
                double expected = product[i] + bias[i / batch, 0];
                Assert.Equal(expected, a.ToArray()[i], 1e-4);
                Assert.Equal(Math.Max(0, a.ToArray()[i]), result.ToArray()[i]);
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        using var pool = new WorkerPool(3);
        Backend backend = Backend.Cpu(Precision.Single);
        foreach (int batch in new[] { 1, 4, 64, 100, 128, 600 })
        {
            Matrix w = backend.Fill(251, 403, 1), h = backend.Fill(403, batch, 2), delta = backend.Fill(251, batch, 3);
            Matrix forward = w.Dot(h), back = w.T.Dot(delta), update = delta.Dot(h.T);
            Matrix tanh = forward.Map(ScalarFunction.Tanh);

            using (new Workspace(pool).Enter())
            {
                Assert.Equal(forward.ToArray(), w.Dot(h).ToArray());
                Assert.Equal(back.ToArray(), w.T.Dot(delta).ToArray());
                Assert.Equal(update.ToArray(), delta.Dot(h.T).ToArray());
                Assert.Equal(tanh.ToArray(), forward.Map(ScalarFunction.Tanh).ToArray());
            }
        }
    }

    [Fact]
    public void A_misfit_names_both_shapes_and_the_transpose()
    {
        var w = new Matrix(10, 784);
        var error = Assert.Throws<ArgumentException>(() => w.T.Dot(new Matrix(784, 64)));
        Assert.Equal("Dot of [10, 784]ᵀ and [784, 64]: the left factor's columns must equal the right factor's rows, but 10 ≠ 784.", error.Message);
    }

    [Fact]
    public void Mixing_precisions_says_how_to_convert()
    {
        var error = Assert.Throws<ArgumentException>(() => new Matrix(2, 3).Dot(new Matrix(3, 2, Precision.Double)));
        Assert.Equal("Dot mixes Single and Double precision; convert one operand with To(Precision.Single).", error.Message);
    }

    private static double[] Define(Matrix a, Matrix b)
    {
        double[] x = a.ToArray(), y = b.ToArray();
        var result = new double[a.Rows * b.Columns];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < a.Columns; k++)
                {
                    sum += x[(i * a.Columns) + k] * y[(k * b.Columns) + j];
                }

                result[(i * b.Columns) + j] = sum;
            }
        }

        return result;
    }

    private static void Check(double[] expected, Matrix actual, string what)
    {
        double tolerance = actual.Precision == Precision.Single ? 3e-5 : 1e-13;
        double[] got = actual.ToArray();
        Assert.Equal(expected.Length, got.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - got[i]) <= tolerance, $"{what}: entry {i} is {got[i]}, should be {expected[i]}");
        }
    }
}
