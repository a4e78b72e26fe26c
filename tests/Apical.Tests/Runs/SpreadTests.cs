using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class SpreadTests
{
    /// <summary>Mean 5; squares 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over 7.</summary>
    [Fact]
    public void By_hand()
    {
        Spread found = Spread.Of(2, 4, 4, 4, 5, 5, 7, 9);
        Assert.Equal(5, found.Mean, 1e-12);
        Assert.Equal(2.1380899353, found.Sd, 1e-9);
        Assert.Equal((8, 0), (found.N, found.NotFinite));
    }

    /// <summary>1 and 3 have the mean 2 and the sd √2, in whatever unit, also where squares and sums leave the range of numbers.</summary>
    [Theory]
    [InlineData(1023)]
    [InlineData(-1000)]
    [InlineData(0)]
    public void Numbers_far_out_have_their_spread(int exponent)
    {
        double unit = Math.ScaleB(0.5, exponent);
        Spread found = Spread.Of(unit, 3 * unit);
        Assert.Equal((2.0, Math.Sqrt(2)), (found.Mean / unit, found.Sd / unit));
    }

    [Fact]
    public void One_number_has_no_sd_and_none_no_mean()
    {
        Assert.Equal(new Spread(5, double.NaN, 1, 0), Spread.Of(5));
        Assert.Equal(new Spread(double.NaN, double.NaN, 0, 0), Spread.Of());
        Assert.Equal(new Spread(double.NaN, double.NaN, 0, 1), Spread.Of(double.NaN));
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_and_left_out() =>
        Assert.Equal(new Spread(2, Math.Sqrt(2), 2, 2), Spread.Of(1, double.NaN, 3, double.PositiveInfinity));
}
