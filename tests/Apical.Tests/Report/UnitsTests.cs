using Apical.Probes;
using Apical.Report;
using Apical.Runs;

namespace Apical.Tests.Report;

public sealed class UnitsTests
{
    [Theory]
    [InlineData("testAccuracy", "Accuracy (%)", "Test")]
    [InlineData("trainLoss", "Loss", "Training")]
    [InlineData("seconds", "Training time (seconds)", null)]
    [InlineData("angleBW", "Angle between B and Wᵀ (degrees)", null)]
    [InlineData("weightNorm", "Weight norm", null)]
    [InlineData("ownProbeThing", "ownProbeThing", null)]
    public void Names_become_headings(string name, string heading, string? samples)
    {
        Metric metric = ProbeCatalog.MetricOf(name);

        Assert.Equal((name, heading, samples), (metric.Name, metric.Heading(), metric.Samples));
    }

    [Theory]
    [InlineData(Unit.Share, 0.97125, 0.0012, "97.13 ± 0.12")]
    [InlineData(Unit.Degrees, 45.25, double.NaN, "45.3")]
    [InlineData(Unit.Cosine, -0.5, 0.25, "−0.500 ± 0.250")]
    [InlineData(Unit.Seconds, 3.456, 0.123, "3.46 ± 0.12")]
    [InlineData(Unit.Seconds, 1234.5, 2, "1234.5 ± 2.0")]
    [InlineData(Unit.Plain, 0.123456, 0.01, "0.1235 ± 0.0100")]
    [InlineData(Unit.Plain, 12.3456, 1, "12.35 ± 1.00")]
    [InlineData(Unit.Plain, 0, double.NaN, "0")]
    [InlineData(Unit.Plain, 0.0000123, double.NaN, "1.23e−5")]
    [InlineData(Unit.Plain, 12345678, double.NaN, "1.23e+7")]
    public void Numbers_carry_the_digits_that_mean_something(Unit unit, double mean, double sd, string text) =>
        Assert.Equal(text, unit.Text(new Spread(mean, sd, double.IsNaN(sd) ? 1 : 2, 0)));

    [Fact]
    public void No_finite_value_is_a_dash() => Assert.Equal("–", Unit.Plain.Text(Spread.Of(double.NaN)));
}
