namespace Apical.Tests.Numerics;

public sealed class RngOrderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void A_permutation_holds_every_number_once(int n) =>
        Assert.Equal(Enumerable.Range(0, n), new Rng(1).Permutation(n).Order());

    [Theory]
    [InlineData(3, 6, 20.5)]
    [InlineData(4, 24, 49.7)]
    public void Every_order_is_equally_likely(int n, int orders, double quantile999)
    {
        var rng = new Rng(2);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 2000 * orders; i++)
        {
            string order = string.Concat(rng.Permutation(n));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(orders, counts.Count);
        Assert.True(Statistics.ChiSquare(counts.Values, 2000) < quantile999);
    }

    [Fact]
    public void A_choice_has_no_number_twice_and_every_ordered_choice_is_equally_likely()
    {
        var rng = new Rng(3);
        int[] counts = new int[25];
        for (int i = 0; i < 40_000; i++)
        {
            int[] two = rng.Choice(5, 2);
            Assert.Equal(2, two.Length);
            Assert.NotEqual(two[0], two[1]);
            counts[5 * two[0] + two[1]]++;
        }

        // 20 ordered pairs, 19 degrees of freedom
        Assert.True(Statistics.ChiSquare(counts.Where((_, k) => k % 6 != 0), 2000) < 43.9);
        Assert.Empty(rng.Choice(5, 0));
        Assert.Equal(Enumerable.Range(0, 5), rng.Choice(5, 5).Order());
    }

    [Fact]
    public void Choosing_more_than_there_is_says_how_many_there_are()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(0).Choice(3, 4));
        Assert.StartsWith("Expected a number of items in [0, 3]: 3 items are there to choose from", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shuffling_keeps_the_items_and_repeats_with_the_seed()
    {
        string[] a = ["x", "y", "z", "u", "v"], b = [.. a];
        new Rng(4).Shuffle<string>(a);
        new Rng(4).Shuffle<string>(b);
        Assert.Equal(a, b);
        Assert.Equal(["u", "v", "x", "y", "z"], a.Order());
    }
}
