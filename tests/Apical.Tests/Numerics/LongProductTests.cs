namespace Apical.Tests.Numerics;

/// <summary>
/// Products whose operands do not fit a cache: long sums are taken in slices there, memory is fetched ahead, and few rows are shared out by columns.
/// Oracle: the definition, in plain loops and double precision.
/// </summary>
public sealed class LongProductTests
{
    public static TheoryData<string> Names => Backends.Names;

    /// <summary>Rows and columns of W, and the batch. Neither is a multiple of any block, panel or slice.</summary>
    private static (int FanOut, int FanIn, int Batch)[] Shapes =>
    [
        (301, 707, 1),
        (301, 707, 37),
        (10, 2003, 70),                                 // ten rows, a right factor larger than the cache
        (509, 211, 19),
        (37, 41, 1203),                                 // a large batch: long sums in the weight update
    ];

    [Theory, MemberData(nameof(Names))]
    public void Every_form_matches_the_definition(string name)
    {
        Backend backend = Backends.All[name];
        foreach ((int m, int k, int n) in Shapes)
        {
            Matrix w = backend.FillPadded(m, k, 1), h = backend.FillPadded(k, n, 2), delta = backend.FillPadded(m, n, 3), bias = backend.FillPadded(m, 1, 4);
            double[] w0 = w.ToArray(), h0 = h.ToArray(), d0 = delta.ToArray();
            string at = $" of [{m}, {k}], batch {n}";

            Matrix forward = w.Dot(h);
            Close(m, n, k, (i, j, l) => w0[(i * k) + l] * h0[(l * n) + j], forward, "W h" + at);
            Close(k, n, m, (i, j, l) => w0[(l * k) + i] * d0[(l * n) + j], w.T.Dot(delta), "Wᵀ δ" + at);
            Close(m, k, n, (i, j, l) => d0[(i * n) + l] * h0[(j * n) + l], delta.Dot(h.T), "δ hᵀ" + at);

            Matrix a = backend.FillPadded(m, n, 5), s = backend.FillPadded(m, n, 6), same = backend.FillPadded(m, n, 7);
            FusedLayer.Affine(w, h, bias, ScalarFunction.Relu, 0, a, s);
            FusedLayer.Affine(w, h, bias, ScalarFunction.Relu, 0, same, same);
            Near(forward.PlusColumn(bias), a.Intact("Affine"), "W h + b" + at);
            Assert.True(s.Intact("Affine").ToArray().AsSpan().SequenceEqual(a.Map(ScalarFunction.Relu).ToArray()), "s(W h + b)" + at);
            Assert.True(same.Intact("Affine").ToArray().AsSpan().SequenceEqual(s.ToArray()), "s(W h + b) in place of a" + at);

            Matrix gradient = delta.Dot(h.T), moved = w.Clone();
            moved.AddProduct(-0.5, delta, h.T, keep: 0.75);
            Near(w.Scaled(0.75).Plus(gradient.Scaled(-0.5)), moved, "0.75 W − 0.5 δ hᵀ" + at);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        Backend backend = Backend.Cpu(Precision.Single);
        using var pool = new WorkerPool(3);
        foreach ((int m, int k, int n) in Shapes)
        {
            Assert.True(All(new Workspace()).AsSpan().SequenceEqual(All(new Workspace(pool))), $"[{m}, {k}], batch {n}");

            float[] All(Workspace workspace)
            {
                Matrix w = backend.Fill(m, k, 1), h = backend.Fill(k, n, 2), delta = backend.Fill(m, n, 3), bias = backend.Fill(m, 1, 4), a = new(m, n);
                using Workspace.Scope scope = workspace.Enter();
                FusedLayer.Affine(w, h, bias, ScalarFunction.Relu, 0, a, a);
                Matrix forward = w.Dot(h), back = w.T.Dot(delta), gradient = delta.Dot(h.T);
                w.AddProduct(-0.5, delta, h.T);
                return [.. a.AsSpan<float>(), .. forward.AsSpan<float>(), .. back.AsSpan<float>(), .. gradient.AsSpan<float>(), .. w.AsSpan<float>()];
            }
        }
    }

    private static void Close(int rows, int columns, int terms, Func<int, int, int, double> term, Matrix actual, string what)
    {
        double tolerance = (actual.Precision == Precision.Single ? 1e-6 : 1e-15) * terms;
        double[] got = actual.ToArray();
        Assert.Equal(rows * columns, got.Length);
        for (int i = 0; i < rows; i += 7)                // a sample that comes by every place in a block and in a vector
        {
            for (int j = i % 5; j < columns; j += 5)
            {
                double sum = 0;
                for (int l = 0; l < terms; l++)
                {
                    sum += term(i, j, l);
                }

                if (!(Math.Abs(sum - got[(i * columns) + j]) <= tolerance))
                {
                    Assert.Fail($"{what}: ({i}, {j}) is {got[(i * columns) + j]}, should be {sum}");
                }
            }
        }
    }

    private static void Near(Matrix expected, Matrix actual, string what)
    {
        double tolerance = expected.Precision == Precision.Single ? 3e-4 : 1e-12;
        double[] x = expected.ToArray(), y = actual.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            if (!(Math.Abs(x[i] - y[i]) <= tolerance))
            {
                Assert.Fail($"{what}: entry {i} is {y[i]}, should be {x[i]}");
            }
        }
    }
}
