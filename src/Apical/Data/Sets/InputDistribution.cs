namespace Apical.Data;

/// <summary>What random inputs are drawn from.</summary>
public sealed record InputDistribution
{
    private readonly bool _normal;
    private readonly double _first, _second;

    private InputDistribution(bool normal, double first, double second) => (_normal, _first, _second) = (normal, first, second);

    /// <summary>x ~ N(0, sd² I)</summary>
    public static InputDistribution Normal(double sd = 1) => new(true, 0, sd);

    /// <summary>Each feature uniform in [low, high).</summary>
    public static InputDistribution Uniform(double low, double high) => new(false, low, high);

    /// <summary>Fills a matrix row after row: its first rows do not depend on how many there are, its values not on the precision (but for rounding).</summary>
    /// <param name="x">Any shape; <c>[samples, features]</c> for a data set.</param>
    /// <param name="rng">The source.</param>
    public void Fill(Matrix x, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(rng);
        switch (x.Precision, _normal)
        {
            case (Precision.Single, true): rng.FillNormal(x.AsSpan<float>(), _first, _second); break;
            case (Precision.Single, false): rng.FillUniform(x.AsSpan<float>(), _first, _second); break;
            case (_, true): rng.FillNormal(x.AsSpan<double>(), _first, _second); break;
            case (_, false): rng.FillUniform(x.AsSpan<double>(), _first, _second); break;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _normal ? $"N(0, {_second}²)" : $"U({_first}, {_second})";
}
