using Apical.Optimizers;

namespace Apical.Tests.Optimizers;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData("constant", 0, 1)]
    [InlineData("constant", 1e6, 1)]
    [InlineData("step:30,60", 0, 1)]
    [InlineData("step:30,60", 29.99, 1)]
    [InlineData("step:30,60", 30, 0.1)]
    [InlineData("step:30,60", 59.5, 0.1)]
    [InlineData("step:30,60", 60, 0.01)]
    [InlineData("step:30,60", 1000, 0.01)]
    [InlineData("step:1.5:0.5", 1.4, 1)]
    [InlineData("step:1.5:0.5", 1.6, 0.5)]
    [InlineData("linear:60", 0, 1)]
    [InlineData("linear:60", 15, 0.8)]              // a quarter of the way from 1 to 0.2
    [InlineData("linear:60", 30, 0.6)]
    [InlineData("linear:60", 60, 0.2)]
    [InlineData("linear:60", 90, 0.2)]
    [InlineData("cosine:100", 0, 1)]
    [InlineData("cosine:100", 33.333333333333336, 0.75)]      // cos 60° = ½
    [InlineData("cosine:100", 50, 0.5)]
    [InlineData("cosine:100", 66.666666666666671, 0.25)]
    [InlineData("cosine:100", 100, 0)]
    [InlineData("cosine:100", 250, 0)]
    public void Factors_follow_the_formula(string schedule, double epoch, double factor) =>
        Assert.Equal(factor, Schedule.Parse(schedule).FactorAt(epoch), 1e-14);

    [Fact]
    public void Linear_ends_at_exactly_a_fifth() => Assert.Equal(0.2, Schedule.Parse("linear:7").FactorAt(7));

    [Theory]
    [InlineData("constant", "constant")]
    [InlineData("step:30,60", "step:30,60")]
    [InlineData("step:30,60:0.1", "step:30,60")]
    [InlineData("step:30,60.5:0.25", "step:30,60.5:0.25")]
    [InlineData("linear:60", "linear:60")]
    [InlineData("cosine:0.3", "cosine:0.3")]
    [InlineData(" Step:30, 60 : 0.5 ", "step:30,60:0.5")]
    public void Text_survives_the_round_trip(string text, string expected)
    {
        Assert.Equal(expected, Schedule.Parse(text).ToString());
        Assert.Equal(expected, Schedule.Parse(expected).ToString());
    }

    [Theory]
    [InlineData("", "Unknown schedule ''. Known: constant, step:EPOCHS[:FACTOR], linear:EPOCHS, cosine:EPOCHS.")]
    [InlineData("constant:5", "'constant:5' is not written so: constant.")]
    [InlineData("linear", "'linear' is not written so: linear:EPOCHS.")]
    [InlineData("exponential:5", "Unknown schedule 'exponential:5'. Known: constant, step:EPOCHS[:FACTOR], linear:EPOCHS, cosine:EPOCHS.")]
    [InlineData("step:30:0.1:2", "'step:30:0.1:2' is not written so: step:EPOCHS[:FACTOR].")]
    [InlineData("linear:ten", "'ten' in 'linear:ten' is not a number.")]
    [InlineData("step:30,", "'' in 'step:30,' is not a number.")]
    [InlineData("linear:0", "'linear:0': The number of epochs must be finite and above 0, not 0.")]
    [InlineData("cosine:-3", "'cosine:-3': The number of epochs must be finite and above 0, not -3.")]
    [InlineData("cosine:NaN", "'cosine:NaN': The number of epochs must be finite and above 0, not NaN.")]
    [InlineData("step:0,5", "'step:0,5': The number of epochs must be finite and above 0, not 0.")]
    [InlineData("step:60,30", "'step:60,30': The epochs must ascend, but 30 follows 60.")]
    [InlineData("step:30,30", "'step:30,30': The epochs must ascend, but 30 follows 30.")]
    [InlineData("step:30:0", "'step:30:0': The factor must be finite and above 0, not 0.")]
    public void A_text_that_is_none_is_told_what_would_be(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Schedule.Parse(text)).Message);

    [Fact]
    public void A_step_schedule_needs_epochs()
    {
        var error = Assert.Throws<ArgumentException>(() => new StepSchedule([]));
        Assert.Equal("A step schedule needs the epochs at which it steps. (Parameter 'epochs')", error.Message);
    }

    [Fact]
    public void A_missing_schedule_names_the_constant_one()
    {
        var error = Assert.Throws<ArgumentNullException>(() => new Sgd { Schedule = null! });
        Assert.Equal("Use Schedule.Constant for a learning rate that stays. (Parameter 'Schedule')", error.Message);
    }
}
