using Apical.Papers;
using Apical.Runs;

namespace Apical.Tests.Papers;

public sealed class ResultsTests
{
    private static readonly Track s_x = new("x"), s_y = new("y");

    private readonly Results _results = new(
    [
        new("a", 2, new Measurements().Add(s_x, 3, 5), null, 1),
        new("a", 1, new Measurements().Add(s_x, 1), null, 1),
        new("a", 3, null, "it diverged", 1),
        new("b", 1, new Measurements().Add(s_x, 7), null, 1),
    ]);

    [Fact]
    public void Curves_are_means_over_the_replicates_that_reach_so_far()
    {
        Assert.Equal([2, 5], _results.Curve("a", s_x).Select(at => at.Mean));
        Assert.Equal(Math.Sqrt(2), _results.Curve("a", s_x)[0].Sd, 12);
        Assert.Equal([2, 1], _results.Curve("a", s_x).Select(at => at.N));
    }

    [Fact]
    public void Last_numbers_and_all_numbers_leave_failed_replicates_out()
    {
        Assert.Equal(3, _results.Last("a", s_x).Mean);
        Assert.Equal([1, 3, 5], _results.All("a", s_x));
        Assert.Equal(1, _results.Failed("a"));
        Assert.Equal(new GroupCount("a", 2, 1, ["it diverged"], 3).Reasons, _results.Counts[0].Reasons);
    }

    [Fact]
    public void A_condition_without_replicates_has_no_numbers()
    {
        Assert.True(double.IsNaN(_results.Last("c", s_x).Mean));
        Assert.Empty(_results.Curve("c", s_x));
    }

    [Fact]
    public void A_series_that_is_not_there_is_named() =>
        Assert.Contains("no 'y'. It has x", Assert.Throws<KeyNotFoundException>(() => _results.Last("a", s_y)).Message);

    [Theory]
    [InlineData(2.1, true)]
    [InlineData(2.11, false)]
    [InlineData(double.NaN, false)]
    public void A_claim_holds_inside_its_band(double value, bool holds) => Assert.Equal(holds, Claim.AtMost("x", "2.1", value, 2.1).Holds);

    [Theory]
    [InlineData(98.20123, "98.2")]
    [InlineData(0.0001234, "1.23e-4")]
    [InlineData(0.012346, "0.01235")]
    [InlineData(1234567, "1.23e6")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "no number")]
    public void Numbers_of_claims_have_four_digits(double number, string text) => Assert.Equal(text, Claim.Show(number));

    [Fact]
    public void Histograms_count_every_finite_value_once()
    {
        Series bins = Series.Histogram("x", [0, 0.1, 0.5, 0.99, 1, 7, -3, double.NaN], 0, 1, 2);

        Assert.Equal([0, 0.5], bins.X);
        Assert.Equal([0.5, 1], bins.High!);
        Assert.Equal([3, 4], bins.Y);
    }
}
