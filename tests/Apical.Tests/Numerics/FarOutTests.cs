using Apical.Analysis;
using Apical.Models;
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
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(1e-310, 1e308 / 8)]
    public void Angles_do_not_depend_on_scale(double left, double right)
    {
        Matrix x = Matrix.Of(2, 2, [left, 3 * left, 0, 3 * left], Precision.Double), y = Matrix.Of(2, 2, [right, 0, right, 5 * right], Precision.Double);
        Assert.Equal(45, Angle.MeanDegreesPerSample(x, y), 1e-9);
        Assert.Equal(0, Angle.Degrees(x, x));
        Assert.Equal(0, Angle.MeanDegreesPerSample(y, y));
        Assert.Equal(double.RadiansToDegrees(Math.Acos((1 + 15) / Math.Sqrt((1 + 9 + 9) * (1 + 1 + 25)))), SmallAngle.Degrees(x, y), 1e-9);
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
    [InlineData(1e-305, 1e-305)]
    [InlineData(1e300, 1e300)]
    [InlineData(double.Epsilon * 64, double.Epsilon * 64)]
    public void Lines_do_not_depend_on_scale(double sx, double sy)
    {
        LineFit line = LineFit.Of([0, sx, 2 * sx, 3 * sx], [sy, 3 * sy, 5 * sy, 8 * sy]);
        LineFit plain = LineFit.Of([0, 1, 2, 3], [1, 3, 5, 8]);
        Assert.Equal(1, line.Slope / (sy / sx) / plain.Slope, 1e-12);
        Assert.Equal(plain.Correlation, line.Correlation, 1e-12);
        Assert.Equal(plain.Correlation, LineFit.Pearson([0, sx, 2 * sx, 3 * sx], [sy, 3 * sy, 5 * sy, 8 * sy]), 1e-12);
    }

    /// <summary>‖(3, 4)‖ = 5, in any unit.</summary>
    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    [InlineData(1e307)]
    [InlineData(double.Epsilon)]
    [InlineData(1)]
    public void Norms_do_not_depend_on_scale(double scale)
    {
        Matrix x = Matrix.Of(1, 2, [3 * scale, -4 * scale], Precision.Double);
        Assert.Equal(1, x.Norm() / 5 / scale, 1e-12);
        Assert.Equal(0, new Matrix(2, 2, Precision.Double).Norm());
        Assert.True(double.IsNaN(Matrix.Of(1, 2, [double.NaN, 1], Precision.Double).Norm()));
        Assert.True(double.IsPositiveInfinity(Matrix.Of(1, 2, [double.PositiveInfinity, 1], Precision.Double).Norm()));
    }

    /// <summary>Of 1, 2, 3, 6: mean 3, standard deviation of the population √3.5, least 1, most 6.</summary>
    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    [InlineData(1e307)]
    [InlineData(1e-305)]
    [InlineData(1)]
    public void Normalised_inputs_do_not_depend_on_scale(double scale)
    {
        double[] plain = [1, 2, 3, 6];
        Matrix inputs = Matrix.Of(4, 2, [.. plain.SelectMany(x => new[] { x * scale, 7 * scale })], Precision.Double);
        var data = new Dataset("far out", inputs, new Matrix(4, 1, Precision.Double));
        void Check(string method, Func<double, double> expected)
        {
            Matrix found = Normalisation.Fit(NormalisationMethod.Parse(method), data).Apply(data).Inputs;
            Assert.All(Enumerable.Range(0, 4), n => Assert.Equal(expected(plain[n]), found[n, 0], 1e-9));
        }

        double mean = (3 + 7) / 2.0, sd = Math.Sqrt(((3.5 + 4) + (0 + 4)) / 2);
        Check("feature", x => (x - 3) / Math.Sqrt(3.5));
        Check("whole", x => (x - mean) / sd);
        Check("unit", x => (x - 1) / 6);
        Assert.All(Enumerable.Range(0, 4), n => Assert.Equal(0, Normalisation.Fit(NormalisationMethod.Feature, data).Apply(data).Inputs[n, 1]));
    }

    [Fact]
    public void Inputs_whose_spread_is_no_number_are_refused()
    {
        var data = new Dataset("far out", Matrix.Of(2, 1, [-1.7e308, 1.7e308], Precision.Double), new Matrix(2, 1, Precision.Double));
        Assert.Contains("-1.7e308 to 1.7e308", Assert.Throws<DatasetException>(() => Normalisation.Fit(NormalisationMethod.Unit, data)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A power of two changes no digit of points, so none of P, of principal components or of the drawing.</summary>
    [Theory]
    [InlineData(Precision.Single, -60)]
    [InlineData(Precision.Single, 60)]
    [InlineData(Precision.Double, -600)]
    [InlineData(Precision.Double, 600)]
    public void Drawings_of_points_do_not_depend_on_scale(Precision precision, int power)
    {
        Matrix x = new(5, 20, precision);
        x.FillNormal(new Rng(1));
        Matrix far = x.TimesTwoTo(power);
        CancellationToken stop = TestContext.Current.CancellationToken;
        Assert.Equal(TSne.Affinities(x, 5).ToArray(), TSne.Affinities(far, 5).ToArray());
        Assert.Equal(PrincipalComponents.Project(x, 3).TimesTwoTo(power).ToArray(), PrincipalComponents.Project(far, 3).ToArray());
        var options = new TSneOptions { Perplexity = 5, Iterations = 20, Components = 3 };
        Assert.Equal(TSne.Embed(x, new Rng(2), options, cancellation: stop).ToArray(), TSne.Embed(far, new Rng(2), options, cancellation: stop).ToArray());
    }

    [Theory]
    [InlineData(1e-200)]
    [InlineData(1e200)]
    public void Scores_and_autocorrelations_do_not_depend_on_scale(double scale)
    {
        // errors 1, 0, −1 of targets 1, 2, 3: mean square ⅔, R² = 1 − 2 / 2
        OutputScores scores = OutputScores.Of([2 * scale, 2 * scale, 2 * scale], [scale, 2 * scale, 3 * scale]);
        Assert.Equal(Math.Sqrt(2.0 / 3), scores.Rmse / scale, 1e-12);
        Assert.Equal(2.0 / 3, scores.Mae / scale, 1e-12);
        Assert.Equal(0, scores.R2, 1e-12);

        // a chessboard: each neighbour is the opposite
        Assert.Equal(-1, SpatialAutocorrelation.MoransI([scale, -scale, -scale, scale], 2, 2), 1e-12);
        Assert.Equal(1, SpatialAutocorrelation.At([scale, -scale, -scale, scale], 2, 2, 1, 1), 1e-12);
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
