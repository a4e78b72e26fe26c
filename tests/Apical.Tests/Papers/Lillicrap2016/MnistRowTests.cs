using Apical.Papers.Lillicrap2016;

namespace Apical.Tests.Papers.Lillicrap2016;

public sealed class MnistRowTests
{
    /// <summary>Of 10 000 test images, a share p is wrong within √(p (1 − p) / 10 000): at 2 % that is 0.14 points, at 0.5 % 0.07.</summary>
    [Fact]
    public void A_row_made_from_another_has_the_bound_of_its_own_published_error()
    {
        var row = new MnistRow("a", "784-10-10", "fa", 0.1, 2);

        Assert.Equal(2.42, row.Bound, 1e-12);
        Assert.Equal(0.5 + (3 * 0.0705337), (row with { Published = 0.5 }).Bound, 1e-6);
        Assert.Equal(2.1, (row with { AtMost = 2.1 }).Bound);
        Assert.Equal(20 + (3 * 0.4), (row with { AtMost = 2.1 } with { Published = 20, AtMost = null }).Bound, 1e-12);
    }
}
