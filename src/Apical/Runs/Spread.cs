namespace Apical.Runs;

/// <summary>Mean and standard deviation of a metric over replicates.</summary>
/// <param name="Mean">Mean of the finite values; NaN when there is none.</param>
/// <param name="Sd">Sample standard deviation (n − 1) of the finite values; NaN with fewer than two.</param>
/// <param name="N">How many finite values there were.</param>
/// <param name="NotFinite">How many were NaN or infinite, and left out.</param>
public readonly record struct Spread(double Mean, double Sd, int N, int NotFinite)
{
    /// <summary>mean = Σ x / n, sd = √( Σ (x − mean)² / (n − 1) ), over the finite values.</summary>
    /// <param name="values">Any number of values.</param>
    public static Spread Of(params IEnumerable<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        double[] all = [.. values];
        double[] finite = [.. all.Where(double.IsFinite)];
        if (finite.Length == 0)
        {
            return new Spread(double.NaN, double.NaN, 0, all.Length);
        }

        // Far out, sums and squares would leave the range of numbers: there, of numbers of about 1. By a power of two, so that nothing is rounded.
        double largest = finite.Max(Math.Abs), scale = largest is > 1e100 or (> 0 and < 1e-100) ? Math.ScaleB(1, Math.ILogB(largest)) : 1;
        double mean = finite.Average(x => x / scale);
        double sd = finite.Length < 2 ? double.NaN : Math.Sqrt(finite.Sum(x => ((x / scale) - mean) * ((x / scale) - mean)) / (finite.Length - 1));
        return new Spread(mean * scale, sd * scale, finite.Length, all.Length - finite.Length);
    }
}
