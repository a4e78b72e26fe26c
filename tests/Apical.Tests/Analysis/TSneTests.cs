using Apical.Analysis;
using Apical.Numerics.Algebra;
using Apical.Tests.Numerics;

namespace Apical.Tests.Analysis;

/// <summary>Oracle: the paper's equations in plain loops, and derivatives of the cost by differences.</summary>
public sealed class TSneTests
{
    private const int Points = 37;                      // no multiple of any vector width

    public static TheoryData<string> Names => Backends.Names;

    [Theory, MemberData(nameof(Names))]
    public void Neighbourhoods_are_Gaussian_and_have_the_perplexity_asked_for(string name)
    {
        Matrix x = Backends.All[name].Fill(3, Points, 1), p = Square(x);
        double tolerance = x.Precision == Precision.Double ? 1e-9 : 1e-4;
        foreach (double perplexity in new[] { 2, 7.5, 30 })
        {
            x.GaussianNeighbours(perplexity, p);

            for (int i = 0; i < Points; i++)
            {
                double[] row = [.. Enumerable.Range(0, Points).Select(j => p[i, j])];
                Assert.Equal(0, row[i]);
                Assert.Equal(1, row.Sum(), 1e-5);
                Assert.Equal(Math.Log(perplexity), -row.Where(v => v > 0).Sum(v => v * Math.Log(v)), 3e-5);

                // ln p falls linearly with the squared distance, with one slope for the whole row.
                int[] others = [.. Enumerable.Range(0, Points).Where(j => j != i && row[j] > 1e-12).OrderBy(j => Squared(x, i, j))];
                (int near, int far) = (others[0], others[^1]);
                double slope = Math.Log(row[near] / row[far]) / (Squared(x, i, far) - Squared(x, i, near));
                Assert.All(others, j => Assert.Equal(Math.Log(row[near]) - (slope * (Squared(x, i, j) - Squared(x, i, near))), Math.Log(row[j]),
                    tolerance * (1 + Math.Abs(Math.Log(row[j])))));
            }
        }
    }

    [Fact]
    public void Affinities_are_symmetric_and_add_up_to_one()
    {
        Matrix p = TSne.Affinities(Data(1), 5);

        Assert.Equal(1, p.Sum(), 1e-12);
        Assert.Equal(p.ToArray(), p.T.ToMatrix().ToArray());
        Assert.All(Enumerable.Range(0, Points), i => Assert.Equal(0, p[i, i]));
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradient_and_cost_are_those_of_the_paper(string name)
    {
        Backend backend = Backends.All[name];
        double tolerance = backend.Precision == Precision.Double ? 1e-14 : 1e-6;
        Matrix y = backend.Fill(2, Points, 3), p = Square(y);
        backend.Fill(3, Points, 2).GaussianNeighbours(6, p);
        p.Blend(0.5 / Points, 0.5 / Points, p.T.ToMatrix());
        double z = 0, cost = 0;
        Each((i, j) => z += 1 / (1 + Squared(y, i, j)));
        Each((i, j) => cost += p[i, j] == 0 ? 0 : p[i, j] * Math.Log(p[i, j] * (1 + Squared(y, i, j)) * z));

        Assert.Equal(cost, TSne.Kl(p, y), tolerance * 100);
        foreach (double exaggeration in new[] { 1.0, 4 })
        {
            Matrix gradient = TSne.Gradient(p, y, exaggeration);
            var expected = new Matrix(2, Points, Precision.Double);
            Each((i, j) =>
            {
                double q = 1 / (1 + Squared(y, i, j));
                for (int k = 0; k < 2; k++)
                {
                    expected[k, i] += 4 * ((exaggeration * p[i, j]) - (q / z)) * (y[k, i] - y[k, j]) * q;
                }
            });
            Assert.All(expected.ToArray().Zip(gradient.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        }
    }

    [Fact]
    public void The_gradient_is_the_derivative_of_the_cost()
    {
        Matrix p = TSne.Affinities(Data(4), 5), y = Backends.All["double-512"].Fill(2, Points, 5).To(Precision.Double);
        Matrix gradient = TSne.Gradient(p, y);
        const double Step = 1e-5;
        for (int k = 0; k < 2; k++)
        {
            for (int i = 0; i < Points; i += 5)
            {
                double value = y[k, i];
                y[k, i] = value + Step;
                double above = TSne.Kl(p, y);
                y[k, i] = value - Step;
                double below = TSne.Kl(p, y);
                y[k, i] = value;
                Assert.Equal((above - below) / (2 * Step), gradient[k, i], 1e-9);
            }
        }
    }

    [Fact]
    public void Steps_have_momentum_gains_and_early_exaggeration_as_the_authors_describe()
    {
        Matrix x = Data(6), p = TSne.Affinities(x, 5);
        TSneOptions options = new() { Components = 0, Perplexity = 5, Iterations = 12, ExaggerationIterations = 4, MomentumIteration = 7, LearningRate = 20 };
        Matrix y = Embed(x, new Rng(1), options with { Iterations = 0 });
        Assert.Equal(1e-4, y.SumOfSquares() / y.Count, 5e-5);
        double[] at = y.ToArray(), velocity = new double[at.Length], gain = [.. at.Select(_ => 1.0)];
        for (int t = 0; t < options.Iterations; t++)
        {
            double[] gradient = TSne.Gradient(p, Matrix.Of(2, Points, at, Precision.Double), t < 4 ? 4 : 1).ToArray();
            for (int i = 0; i < at.Length; i++)
            {
                gain[i] = Math.Max(0.01, Math.Sign(gradient[i]) != Math.Sign(velocity[i]) ? gain[i] + 0.2 : gain[i] * 0.8);
                velocity[i] = ((t < 7 ? 0.5 : 0.8) * velocity[i]) - (20 * gain[i] * gradient[i]);
                at[i] += velocity[i];
            }

            double[] means = [at[..Points].Average(), at[Points..].Average()];
            at = [.. at.Select((v, i) => v - means[i / Points])];
        }

        Assert.All(at.Zip(Embed(x, new Rng(1), options).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory, InlineData(Precision.Single), InlineData(Precision.Double)]
    public void Separate_clusters_stay_separate(Precision precision)
    {
        const int Clusters = 4, Each = 15, N = Clusters * Each;
        Matrix x = new(20, N, precision);
        x.FillNormal(new Rng(2));
        for (int i = 0; i < N; i++)
        {
            x[i % Clusters, i] += 12;
        }

        var reports = new List<TSneProgress>();
        Matrix y = Embed(x, new Rng(3), new TSneOptions { Perplexity = 10, Iterations = 300, Components = 8, ReportEvery = 100 }, report: reports.Add);

        for (int i = 0; i < N; i++)
        {
            Assert.Equal(i % Clusters, Enumerable.Range(0, N).Where(j => j != i).MinBy(j => Squared(y, i, j)) % Clusters);
        }

        Assert.Equal([100, 200, 300], reports.Select(r => r.Iteration));
        Assert.True(reports[2].Kl < reports[0].Kl && reports[2].Kl > 0);
        Assert.Equal(0, y.RowSums().Abs().Max(), 1e-3);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        Matrix x = new(12, 150);
        x.FillNormal(new Rng(1));
        var options = new TSneOptions { Perplexity = 10, Iterations = 30, Components = 5 };
        double[] alone = Embed(x, new Rng(1), options).ToArray();
        foreach (int threads in new[] { 2, 3 })
        {
            using var pool = new WorkerPool(threads);
            Assert.Equal(alone, Embed(x, new Rng(1), options, pool).ToArray());
        }

        Assert.NotEqual(alone, Embed(x, new Rng(2), options).ToArray());
    }

    [Fact]
    public void Points_that_coincide_do_no_harm()
    {
        Matrix x = new(3, 20);
        x[0, 19] = 1;

        Matrix y = Embed(x, new Rng(1), new TSneOptions { Perplexity = 5, Iterations = 60 });

        Assert.True(double.IsFinite(y.SumOfSquares()));
    }

    [Fact]
    public void It_can_be_cancelled()
    {
        using var source = new CancellationTokenSource();
        int steps = 0;
        Assert.Throws<OperationCanceledException>(() => TSne.Embed(
            Data(1), new Rng(1), new TSneOptions { Perplexity = 5, ReportEvery = 1 }, report: at =>
            {
                steps = at.Iteration;
                if (steps == 3)
                {
                    source.Cancel();
                }
            },
            cancellation: source.Token));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        Assert.Contains("The perplexity of 37 points lies between 1 and 36",
            Assert.Throws<ArgumentOutOfRangeException>(() => Embed(Data(1), new Rng(1), new TSneOptions { Perplexity = 36 })).Message);
        Assert.Contains("at least 4 points in columns, got [2, 3]", Assert.Throws<ArgumentException>(() => Embed(new Matrix(2, 3), new Rng(1))).Message);
        Assert.Contains("LearningRate must be above 0, is -1", Assert.Throws<ArgumentException>(() =>
            Embed(Data(1), new Rng(1), new TSneOptions { LearningRate = -1 })).Message);
        Matrix x = Data(1);
        x[0, 0] = double.NaN;
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => Embed(x, new Rng(1))).Message);
    }

    private static Matrix Embed(Matrix x, Rng rng, TSneOptions? options = null, WorkerPool? pool = null, Action<TSneProgress>? report = null) =>
        TSne.Embed(x, rng, options, pool, report, TestContext.Current.CancellationToken);

    private static Matrix Data(int seed) => Backends.All["double-512"].Fill(3, Points, seed).To(Precision.Double);

    private static Matrix Square(Matrix like) => new(Points, Points, like.Backend, zeroed: true);

    private static double Squared(Matrix x, int i, int j) => Enumerable.Range(0, x.Rows).Sum(k => (x[k, i] - x[k, j]) * (x[k, i] - x[k, j]));

    private static void Each(Action<int, int> visit)
    {
        for (int i = 0; i < Points; i++)
        {
            for (int j = 0; j < Points; j++)
            {
                if (i != j)
                {
                    visit(i, j);
                }
            }
        }
    }
}
