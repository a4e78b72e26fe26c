using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Probes;

namespace Apical.Tests.Probes;

/// <summary>Oracle: geometry in the plane.</summary>
public sealed class AngleTests
{
    private const double RightAngles = 1e-12, Rounded = 1e-5;

    public static TheoryData<Precision> Precisions => [Precision.Single, Precision.Double];

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 45)]
    [InlineData(0, 1, 90)]
    [InlineData(-1, 1, 135)]
    [InlineData(-1, 0, 180)]
    [InlineData(1, -1, 45)]
    public void Angles_in_the_plane_are_right(double y1, double y2, double degrees)
    {
        foreach (Precision precision in (Precision[])[Precision.Single, Precision.Double])
        {
            Matrix x = Matrix.Of([[1], [0]], precision), y = Matrix.Of([[y1], [y2]], precision);
            Assert.Equal(degrees, Angle.Degrees(x, y), RightAngles);
            Assert.Equal(degrees, Angle.Degrees(y, x), RightAngles);
            Assert.Equal(degrees, Angle.MeanDegreesPerSample(x, y), RightAngles);
            Assert.Equal(Math.Cos(double.DegreesToRadians(degrees)), Angle.Cosine(x, y), RightAngles);
            Assert.Equal(Math.Cos(double.DegreesToRadians(degrees)), Angle.MeanCosinePerSample(x, y), RightAngles);
        }
    }

    /// <summary>(3, 4) and (4, 3), the 3-4-5 triangle twice: cos = 24/25.</summary>
    [Fact]
    public void The_angle_is_the_arc_of_the_normalised_product()
    {
        Matrix x = Matrix.Of([[3, 4]]), y = Matrix.Of([[4, 3]]);
        Assert.Equal(0.96, Angle.Cosine(x, y), RightAngles);
        Assert.Equal(16.2602047, Angle.Degrees(x, y), 1e-6);
    }

    /// <summary>1e-25 squared is nothing in single precision, and a direction all the same.</summary>
    [Theory, MemberData(nameof(Precisions))]
    public void Lengths_do_not_matter(Precision precision)
    {
        Matrix x = Matrix.Of([[3, 1], [4, 0]], precision), y = Matrix.Of([[4, 1], [3, 1]], precision);
        (double whole, double each) = (Angle.Degrees(x, y), Angle.MeanDegreesPerSample(x, y));
        Assert.Equal((16.2602047 + 45) / 2, each, 1e-6);
        foreach ((double a, double b) in new[] { (1e-25, 1e-25), (1e-25, 1), (1e15, 1e-10), (7.0, 0.3) })
        {
            Assert.Equal(whole, Angle.Degrees(x.Scaled(a), y.Scaled(b)), Rounded);
            Assert.Equal(each, Angle.MeanDegreesPerSample(x.Scaled(a), y.Scaled(b)), Rounded);
            Assert.Equal(180 - whole, Angle.Degrees(x.Scaled(-a), y.Scaled(b)), Rounded);
        }
    }

    /// <summary>
    /// Sample 1: (1, 0) and (1, 0), 0°. Sample 2: (3, 0) and (0, 3), 90°. Per sample (0° + 90°)/2. As one: 1 / (√10 · √10), as the long sample weighs more.
    /// </summary>
    [Theory, MemberData(nameof(Precisions))]
    public void Per_sample_every_sample_counts_alike_and_flattened_long_ones_count_more(Precision precision)
    {
        Matrix x = Matrix.Of([[1, 3], [0, 0]], precision), y = Matrix.Of([[1, 0], [0, 3]], precision);
        Assert.Equal(45, Angle.MeanDegreesPerSample(x, y), RightAngles);
        Assert.Equal(0.5, Angle.MeanCosinePerSample(x, y), RightAngles);
        Assert.Equal(0.1, Angle.Cosine(x, y), RightAngles);
        Assert.Equal(84.2608295, Angle.Degrees(x, y), 1e-6);
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Samples_without_a_direction_on_either_side_are_left_out(Precision precision)
    {
        Matrix x = Matrix.Of([[1, 3, 0, 5, 0], [0, 0, 0, 5, 0]], precision), y = Matrix.Of([[1, 0, 2, 0, 0], [0, 3, 2, 0, 0]], precision);
        Assert.Equal(45, Angle.MeanDegreesPerSample(x, y), RightAngles);
        Assert.Equal(0.5, Angle.MeanCosinePerSample(x, y), RightAngles);
    }

    [Theory, MemberData(nameof(Precisions))]
    public void Without_a_direction_there_is_no_angle(Precision precision)
    {
        Matrix zeros = new(2, 3, precision), y = Matrix.Of([[1, 2, 3], [4, 5, 6]], precision);
        foreach ((Matrix a, Matrix b) in new[] { (zeros, y), (y, zeros), (zeros, zeros) })
        {
            Assert.Equal(double.NaN, Angle.Degrees(a, b));
            Assert.Equal(double.NaN, Angle.Cosine(a, b));
            Assert.Equal(double.NaN, Angle.MeanDegreesPerSample(a, b));
            Assert.Equal(double.NaN, Angle.MeanCosinePerSample(a, b));
        }
    }

    /// <summary>⟨x, y⟩ / (‖x‖ ‖y‖) of parallel vectors often rounds to a little more than 1, which is no cosine.</summary>
    [Fact]
    public void Rounding_beyond_one_is_no_angle_less_than_none()
    {
        int beyond = 0;
        for (ulong seed = 1; seed <= 200; seed++)
        {
            var x = new Matrix(7, 1, Precision.Double);
            x.FillNormal(new Rng(seed));
            Matrix y = x.Scaled(0.3), opposite = x.Scaled(-0.3);
            beyond += x.InnerProduct(y) / Math.Sqrt(x.SumOfSquares() * y.SumOfSquares()) > 1 ? 1 : 0;

            Assert.Equal(0, Angle.Degrees(x, y), Rounded);
            Assert.Equal(180, Angle.Degrees(x, opposite), Rounded);
            Assert.Equal(0, Angle.MeanDegreesPerSample(x, y), Rounded);
            Assert.InRange(Angle.Cosine(x, y), 0.999999, 1);
        }

        Assert.True(beyond > 0, "no seed rounds beyond 1: the test tests nothing");
    }

    [Theory, MemberData(nameof(Precisions))]
    public void The_angle_to_itself_is_exactly_zero(Precision precision)
    {
        for (ulong seed = 1; seed <= 50; seed++)
        {
            var x = new Matrix(13, 9, precision);
            x.FillNormal(new Rng(seed));
            Assert.Equal(0, Angle.Degrees(x, x));
            Assert.Equal(1, Angle.Cosine(x, x));
            Assert.Equal(0, Angle.MeanDegreesPerSample(x, x));
        }
    }
}
