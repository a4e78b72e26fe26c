using Apical.Specs;

namespace Apical.Tests.Specs;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "0 classes")]
    [InlineData(1, "1 class")]
    [InlineData(2, "2 classes")]
    [InlineData(1_000_000, "1000000 classes")]
    public void One_of_a_thing_has_its_own_word(long count, string text) => Assert.Equal(text, Counted.Of(count, "class", "classes"));

    [Fact]
    public void Most_things_take_an_s() => Assert.Equal(["1 map", "3 maps"], [Counted.Of(1, "map"), Counted.Of(3, "map")]);
}
