using Apical.Specs;

namespace Apical.Tests.Specs;

public sealed class NumberRangeTests
{
    /// <summary>Far out numbers are written with a power of ten, and are what they were.</summary>
    [Theory]
    [InlineData("1e-60..1:log", 0, "1e-60")]
    [InlineData("1e30..1e40:log", 0.5, "1e35")]
    [InlineData("1e30..1e40:log", 1, "1e40")]
    [InlineData("1e-4..1:log", 0.5, "0.01")]
    [InlineData("0..0.5:lin", 0.5, "0.25")]
    [InlineData("1e-13..1:log", 0, "1e-13")]
    [InlineData("16..256:log", 0.5, "64")]
    [InlineData("-1e20..1e20:lin", 0.5, "0")]
    public void Numbers_of_every_size_are_written_as_they_are(string range, double share, string expected) =>
        Assert.Equal(expected, NumberRange.Parse(range)!.At(share));
}
