using Apical.Analysis;
using Apical.Probes;

namespace Apical.Tests.Analysis;

/// <summary>Oracle: geometry in the plane.</summary>
public sealed class SmallAngleTests
{
    [Theory]
    [InlineData(1e-12)]
    [InlineData(1e-6)]
    [InlineData(0.3)]
    [InlineData(45)]
    [InlineData(90)]
    [InlineData(135)]
    [InlineData(180 - 1e-6)]
    public void Turning_a_vector_by_an_angle_gives_that_angle(double degrees)
    {
        double phi = double.DegreesToRadians(degrees);
        Matrix x = Matrix.Of([[3], [0]], Precision.Double), y = Matrix.Of([[0.1 * Math.Cos(phi)], [0.1 * Math.Sin(phi)]], Precision.Double);

        Assert.Equal(degrees, SmallAngle.Degrees(x, y), 1e-13 * 180);
        Assert.Equal(degrees, SmallAngle.Degrees(y, x), 1e-13 * 180);
    }

    /// <summary>cos 1e-6° differs from 1 by 1.5e-16, less than doubles near 1 can tell: why this is not <see cref="Angle"/>.</summary>
    [Fact]
    public void Sees_what_the_arc_cosine_does_not()
    {
        double phi = double.DegreesToRadians(1e-6);
        Matrix x = Matrix.Of([[1], [0]], Precision.Double), y = Matrix.Of([[Math.Cos(phi)], [Math.Sin(phi)]], Precision.Double);

        Assert.Equal(1e-6, SmallAngle.Degrees(x, y), 1e-15);
        Assert.NotEqual(1e-6, Angle.Degrees(x, y), 1e-8);
    }

    [Fact]
    public void Parallel_is_0_and_opposite_180_whatever_the_lengths()
    {
        Matrix x = Matrix.Of([[1, -2], [0.5, 7]], Precision.Double);

        Assert.Equal(0, SmallAngle.Degrees(x, x.Scaled(1e-30)), 1e-13);
        Assert.Equal(180, SmallAngle.Degrees(x, x.Scaled(-1e30)), 1e-13);
    }

    [Fact]
    public void Without_a_direction_there_is_no_angle()
    {
        Matrix x = Matrix.Of([[1], [2]], Precision.Double), zeros = new(2, 1, Precision.Double);

        Assert.Equal(double.NaN, SmallAngle.Degrees(x, zeros));
        Assert.Equal(double.NaN, SmallAngle.Degrees(zeros, zeros));
    }
}
