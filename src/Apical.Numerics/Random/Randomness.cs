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
}
