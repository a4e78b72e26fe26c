using Apical.Analysis;

namespace Apical.Tests.Analysis;

public sealed class StatisticsTests
{
    /// <summary>By hand: x̄ = 2.5, ȳ = 3, Sxx = 5, Sxy = 5, Syy = 6; residuals 0.5, −0.5, −0.5, 0.5.</summary>
    [Fact]
    public void A_line_through_four_points_by_hand()
    {
        LineFit fit = LineFit.Of([1, 2, 3, 4], [2, 2, 3, 5]);
        Assert.Equal(1, fit.Slope, 1e-12);
        Assert.Equal(0.5, fit.Intercept, 1e-12);
        Assert.Equal(Math.Sqrt(0.5 / 5), fit.SlopeError, 1e-12);
        Assert.Equal(5 / Math.Sqrt(30), fit.Correlation, 1e-12);
        Assert.Equal(fit.Correlation, LineFit.Pearson([1, 2, 3, 4], [2, 2, 3, 5]), 1e-12);
        Assert.Equal(-1, LineFit.Pearson([1, 2, 3], [3, 2, 1]), 1e-12);
        Assert.True(double.IsNaN(LineFit.Pearson([1, 2, 3], [2, 2, 2])));
    }

    [Fact]
    public void The_slope_of_logarithms_is_the_power()
    {
        double[] x = [1, 2, 5, 10, 100];
        LineFit fit = LineFit.OfLogarithms(x, [.. x.Select(v => 3 * Math.Pow(v, -0.5))]);
        Assert.Equal(-0.5, fit.Slope, 1e-12);
        Assert.Equal(Math.Log(3), fit.Intercept, 1e-12);
        Assert.Equal(0, fit.SlopeError, 1e-12);
    }

    [Fact]
    public void A_chessboard_has_minus_one_and_stripes_have_both_signs()
    {
        double[] chessboard = [.. Enumerable.Range(0, 24).Select(i => ((i / 6) + i) % 2 == 0 ? 1.0 : -1)],
            stripes = [.. Enumerable.Range(0, 24).Select(i => i % 2 == 0 ? 1.0 : -1)];
        Assert.Equal(-1, SpatialAutocorrelation.MoransI(chessboard, 4, 6), 1e-12);
        Assert.Equal(1, SpatialAutocorrelation.At(chessboard, 4, 6, 1, 1), 1e-12);
        Assert.Equal(1, SpatialAutocorrelation.At(stripes, 4, 6, 1, 0), 1e-12);
        Assert.Equal(-1, SpatialAutocorrelation.At(stripes, 4, 6, 0, 1), 1e-12);

        // 20 pairs side by side with −1, 18 pairs one above the other with +1
        Assert.Equal(-2.0 / 38, SpatialAutocorrelation.MoransI(stripes, 4, 6), 1e-12);
        Assert.True(double.IsNaN(SpatialAutocorrelation.MoransI(new double[6], 2, 3)));
    }

    /// <summary>2 × 2 pixels: all 24 orders of any four numbers have −1/3 in the mean.</summary>
    [Fact]
    public void Pixels_in_random_order_have_the_mean_of_theory()
    {
        double[] pixels = [1, 2, 4, 9];
        double[] all = [.. from a in Enumerable.Range(0, 4) from b in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 4)
                           where a != b && a != c && b != c
                           select SpatialAutocorrelation.MoransI([pixels[a], pixels[b], pixels[c], pixels[6 - a - b - c]], 2, 2)];
        Assert.Equal(24, all.Length);
        Assert.Equal(-1.0 / 3, all.Average(), 1e-12);
    }

    [Fact]
    public void Errors_say_what_to_do()
    {
        Assert.Contains("at least two different x", Assert.Throws<ArgumentException>(() => LineFit.Of([1, 1], [1, 2])).Message);
        Assert.Contains("got 2 x and 1 y", Assert.Throws<ArgumentException>(() => LineFit.Pearson([1, 1], [1])).Message);
        Assert.Contains("number 1 is 0", Assert.Throws<ArgumentException>(() => LineFit.OfLogarithms([1, 0], [1, 2])).Message);
        Assert.Contains("2 × 3 pixels", Assert.Throws<ArgumentException>(() => SpatialAutocorrelation.MoransI([1, 2], 2, 3)).Message);
        Assert.Contains("use 0 to 1 and 0 to 0", Assert.Throws<ArgumentOutOfRangeException>(() => SpatialAutocorrelation.At([1, 2], 2, 1, 2, 0)).Message);
    }
}
