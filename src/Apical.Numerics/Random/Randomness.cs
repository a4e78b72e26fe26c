using Apical.Numerics.Matrices;

namespace Apical.Numerics.Random;

/// <summary>Filling matrices with random numbers; single and double precision get the same numbers up to rounding.</summary>
public static class Randomness
{
    /// <summary>Changes x: entries uniform in [low, high).</summary>
    public static void FillUniform(this Matrix x, Rng rng, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (x.Precision == Precision.Single)
        {
            rng.FillUniform(x.AsSpan<float>(), low, high);
        }
        else
        {
            rng.FillUniform(x.AsSpan<double>(), low, high);
        }
    }

    /// <summary>Changes x: entries normal with the given mean and standard deviation.</summary>
    public static void FillNormal(this Matrix x, Rng rng, double mean = 0, double sd = 1)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (x.Precision == Precision.Single)
        {
            rng.FillNormal(x.AsSpan<float>(), mean, sd);
        }
        else
        {
            rng.FillNormal(x.AsSpan<double>(), mean, sd);
        }
    }

    /// <summary>Draws who fires: entry i, counted row after row, with probability <c>factor · x[i]</c>.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="rng">Where draws come from.</param>
    /// <param name="factor">On all entries.</param>
    /// <param name="fired">Receives the numbers of the entries that fire, rising; room for all.</param>
    /// <returns>How many.</returns>
    public static int DrawEvents(this Matrix x, Rng rng, double factor, Span<int> fired)
    {
        ArgumentNullException.ThrowIfNull(rng);
        return x.Precision == Precision.Single ? rng.DrawEvents(x.AsSpan<float>(), (float)factor, fired)
            : rng.DrawEvents(x.AsSpan<double>(), (float)factor, fired);
    }
}
