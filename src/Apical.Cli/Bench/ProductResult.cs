namespace Apical.Cli.Bench;

/// <summary>What <c>apical bench --products</c> reports of one product; the names in JSON are these, in camel case.</summary>
/// <param name="Form">NN, TN or NT.</param>
/// <param name="M">Rows of the result.</param>
/// <param name="N">Columns of the result.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="Microseconds">The median of the repetitions' medians.</param>
/// <param name="FastestMicroseconds">The fastest.</param>
/// <param name="Gflops">GFLOP/s.</param>
/// <param name="ShareOfPeak">Of the measured peak of as many threads; 0 to 1.</param>
public sealed record ProductResult(string Form, int M, int N, int K, int Threads, double Microseconds, double FastestMicroseconds, double Gflops,
    double ShareOfPeak)
{
    /// <summary>Puts a product and its timing together.</summary>
    /// <param name="shape">The product.</param>
    /// <param name="threads">Threads that computed.</param>
    /// <param name="timing">The timing.</param>
    /// <param name="peak">The measured peak of as many threads, GFLOP/s.</param>
    public static ProductResult From(ProductShape shape, int threads, Timing timing, double peak)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(timing);
        double gflops = shape.Flops / timing.Seconds / 1e9;
        return new(shape.Form.ToString(), shape.M, shape.N, shape.K, threads, timing.Seconds * 1e6, timing.Fastest * 1e6, gflops, gflops / peak);
    }
}
