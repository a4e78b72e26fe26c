using Apical.Analysis;
using Apical.Probes;
using Apical.Runs;

namespace Apical.Tests.Numerics;

/// <summary>What should not depend on scale does not, also where squares leave the range of numbers.</summary>
public sealed class FarOutTests
{
    [Theory]
    [InlineData(1e-300, 1e-300)]
    [InlineData(1e-82, 1e-82)]
    [InlineData(1e-200, 1e200)]
    [InlineData(1e77, 1e77)]
    [InlineData(1e300, 1)]
    public void Angles_do_not_depend_on_scale(double left, double right)
    {
        Matrix x = Matrix.Of(2, 2, [left, 3 * left, 0, 3 * left], Precision.Double), y = Matrix.Of(2, 2, [right, 0, right, 5 * right], Precision.Double);
        Assert.Equal(45, Angle.MeanDegreesPerSample(x, y), 1e-9);
        Assert.Equal(0, Angle.Degrees(x, x));
        Assert.Equal(0, Angle.MeanDegreesPerSample(y, y));
        double cosine = (1 + 15) / Math.Sqrt((1 + 9 + 9) * (1 + 1 + 25));
        Assert.Equal(cosine, Angle.Cosine(x, y), 1e-12);
    }

    [Fact]
    public void A_side_of_zeros_still_has_no_direction() =>
        Assert.True(double.IsNaN(Angle.Cosine(new Matrix(2, 2, Precision.Double), Matrix.Of(2, 2, [1, 2, 3, 4], Precision.Double))));

    [Theory]
    [InlineData(1e200)]
    [InlineData(1e308 / 2)]
    [InlineData(1e-200)]
    [InlineData(1)]
    public void Spreads_do_not_depend_on_scale(double scale)
    {
        var spread = Spread.Of(scale, 2 * scale);
        Assert.Equal(1.5, spread.Mean / scale, 1e-12);
        Assert.Equal(Math.Sqrt(0.5), spread.Sd / scale, 1e-12);
    }

    [Theory]
    [InlineData(1e-120, 1e150)]
    [InlineData(1e150, 1e-120)]
    [InlineData(1, 1e-200)]
    public void Lines_do_not_depend_on_scale(double sx, double sy)
    {
        LineFit line = LineFit.Of([0, sx, 2 * sx, 3 * sx], [sy, 3 * sy, 5 * sy, 8 * sy]);
        LineFit plain = LineFit.Of([0, 1, 2, 3], [1, 3, 5, 8]);
        Assert.Equal(1, line.Slope / (sy / sx) / plain.Slope, 1e-12);
        Assert.Equal(plain.Correlation, line.Correlation, 1e-12);
        Assert.Equal(plain.Correlation, LineFit.Pearson([0, sx, 2 * sx, 3 * sx], [sy, 3 * sy, 5 * sy, 8 * sy]), 1e-12);
    }

    /// <summary>The slope of softplus is sigmoid, that of elu α eᵃ; and it is never 0 where a unit should come back.</summary>
    [Theory]
    [InlineData(-2)]
    [InlineData(-15)]
    [InlineData(-17)]
    [InlineData(-40)]
    public void Slopes_far_out_keep_their_digits(double a)
    {
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            Matrix h = Activation.Softplus.Of(Matrix.Of(1, 1, [a], precision)), slope = Activation.Softplus.Slope(h);
            Assert.Equal(1, slope[0, 0] * (1 + Math.Exp(-a)), precision == Precision.Single ? 2e-6 : 1e-12);
            Matrix elu = Activation.Elu().Of(Matrix.Of(1, 1, [a], precision));
            Assert.InRange(Activation.Elu().Slope(elu)[0, 0], double.Epsilon, 0.2);
        }
    }
}
