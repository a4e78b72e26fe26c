using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class SeriesTests
{
    /// <summary>What lies outside, and on the right edge itself, belongs to the outermost bins; what is no number to none.</summary>
    [Fact]
    public void Every_finite_value_is_in_one_bin()
    {
        Series found = Series.Histogram("s", [-5, 0, 0.49, 0.5, 1, 7, double.NaN, double.PositiveInfinity], 0, 1, 2);
        Assert.Equal([3.0, 3.0], found.Y);
        Assert.Equal([0, 0.5, 0.5, 1], [.. found.X, .. found.High!]);
    }
}
