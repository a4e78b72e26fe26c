using Apical.Cli.Bench;
using Apical.Learning;
using Apical.Numerics.Backends;

namespace Apical.Tests.Bench;

/// <summary>That what is timed is the right thing; never how long it takes.</summary>
public sealed class BenchmarkTests
{
    public static TheoryData<string> SmallCases => [.. BenchCases.Select("2-25-1,30-20-10").Select(benchCase => benchCase.Id)];

    [Theory, MemberData(nameof(SmallCases))]
    public void A_timed_step_trains(string id)
    {
        var benchmark = new StepBenchmark(Assert.Single(BenchCases.Select(id)));
        double first = Epoch(benchmark), last = first;
        for (int i = 0; i < 200; i++)
        {
            last = Epoch(benchmark);
        }

        Assert.True(last < first, $"loss went from {first} to {last}");
    }

    [Fact]
    public void Any_number_of_threads_takes_the_same_steps()
    {
        using var pool = new WorkerPool(2);
        BenchCase benchCase = Assert.Single(BenchCases.Select("784-1000-10/b64/sgd/bp"));
        StepBenchmark alone = new(benchCase), together = new(benchCase, pool);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(alone.Step(), together.Step());
        }
    }

    [Theory]
    [InlineData(ProductForm.NN)]
    [InlineData(ProductForm.TN)]
    public void A_timed_product_is_the_product(ProductForm form)
    {
        var benchmark = new ProductBenchmark(new ProductShape(form, 13, 5, 7));
        double[] expected = (form == ProductForm.NN ? benchmark.A.Dot(benchmark.B) : benchmark.A.T.Dot(benchmark.B)).ToArray();

        benchmark.Run();
        benchmark.Run();

        Assert.Equal(expected, benchmark.C.ToArray());
    }

    [Fact]
    public void A_timed_update_is_added_each_time()
    {
        var benchmark = new ProductBenchmark(new ProductShape(ProductForm.NT, 13, 5, 7));
        double[] once = benchmark.A.Dot(benchmark.B.T).ToArray();

        benchmark.Run();
        benchmark.Run();
        benchmark.Run();

        double[] got = benchmark.C.ToArray();
        Assert.All(Enumerable.Range(0, once.Length), i => Assert.Equal(3 * ProductBenchmark.Alpha * once[i], got[i], 1e-11));
    }

    [Fact]
    public void Timing_counts_every_step_it_times()
    {
        long steps = 0;
        var timing = Timing.Measure(() => steps++, 1e-4);

        Assert.InRange(timing.Steps, 15, steps);        // three repetitions of at least five samples, and the warm-up before
        Assert.InRange(timing.Fastest, 0, timing.BestRepetition);
        Assert.InRange(timing.BestRepetition, 0, timing.Seconds);
    }

    [Fact]
    public void Timing_takes_some_time() => Assert.Throws<ArgumentOutOfRangeException>(() => Timing.Measure(() => { }, 0));

    [Theory]
    [InlineData(new double[] { 3 }, 3)]
    [InlineData(new double[] { 5, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 9, 2 }, 3)]
    public void The_median_is_the_middle(double[] values, double median) => Assert.Equal(median, Timing.Median(values));

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void The_peak_is_a_speed(Precision precision) => Assert.InRange(PeakPerformance.Measure(1, precision), 0.001, 1e6);

    [Fact]
    public void The_peak_needs_a_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => PeakPerformance.Measure(0));

    private static double Epoch(StepBenchmark benchmark)
    {
        double sum = 0;
        for (int i = 0; i < 64; i++)                    // as many batches as lie in memory
        {
            StepResult result = benchmark.Step();
            Assert.True(double.IsFinite(result.Loss));
            sum += result.Loss;
        }

        return sum;
    }
}
