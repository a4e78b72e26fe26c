using Apical.Numerics.Backends;
using Apical.Numerics.Matrices;
using Apical.Specs;

namespace Apical.Cli.Bench;

/// <summary>Measures what the settings ask for, one thing after another.</summary>
public static class BenchRunner
{
    /// <summary>How many measurements there will be.</summary>
    public static int Count(BenchSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return settings.Threads.Count * (1 + (settings.Steps ? settings.Cases.Count : 0) + (settings.Products ? Shapes(settings).Count() : 0));
    }

    /// <summary>Measures.</summary>
    /// <param name="settings">What.</param>
    /// <param name="begin">Called before each measurement with its name. Nothing else runs during one.</param>
    public static BenchResult Run(BenchSettings settings, Action<string> begin)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(begin);
        Dictionary<string, double> peaks = [];
        foreach (int threads in settings.Threads)
        {
            begin($"peak, {Name(threads)}");
            peaks[BenchResult.Key(threads)] = PeakPerformance.Measure(threads);
        }

        List<CaseResult> cases = [];
        List<ProductResult> products = [];
        foreach (int threads in settings.Threads)
        {
            double peak = peaks[BenchResult.Key(threads)];
            using var pool = new WorkerPool(threads);
            foreach (BenchCase benchCase in settings.Steps ? settings.Cases : [])
            {
                begin($"{benchCase.Id}, {Name(threads)}");
                cases.Add(CaseResult.From(benchCase, threads, new StepBenchmark(benchCase, pool).Measure(settings.Seconds), peak));
            }

            foreach (ProductShape shape in settings.Products ? Shapes(settings) : [])
            {
                begin($"{shape}, {Name(threads)}");
                products.Add(ProductResult.From(shape, threads, new ProductBenchmark(shape, pool).Measure(settings.Seconds), peak));
            }
        }

        return new BenchResult(peaks, cases, products);
    }

    private static IEnumerable<ProductShape> Shapes(BenchSettings settings) => settings.Cases.SelectMany(ProductShape.Of).Distinct();

    private static string Name(int threads) => Counted.Of(threads, "thread");
}
