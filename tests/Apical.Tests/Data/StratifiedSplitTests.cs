namespace Apical.Tests.Data;

public sealed class StratifiedSplitTests
{
    private static readonly ClassLabels s_uneven = ClassLabels.OfNumbers([.. Enumerable.Range(0, 100).Select(i => i < 80 ? 5 : i < 99 ? 7 : 9)]);

    /// <summary>round(0.2 · 80) = 16, round(0.2 · 19) = 4, and of the class with one sample none.</summary>
    [Fact]
    public void Each_class_gives_its_share_and_keeps_one_to_train()
    {
        var (train, test) = StratifiedSplit.Of(s_uneven, 0.2, seed: 1, "here");
        Assert.Equal([16, 4, 0], Enumerable.Range(0, 3).Select(label => test.Count(i => s_uneven.Of[i] == label)));
        Assert.Equal(Enumerable.Range(0, 100), train.Concat(test).Order());
        Assert.NotEqual(train.Order(), train);
        var (most, _) = StratifiedSplit.Of(s_uneven, 0.99, seed: 1, "here");
        Assert.Equal([1, 1, 1], Enumerable.Range(0, 3).Select(label => most.Count(i => s_uneven.Of[i] == label)));     // round(0.99 · 19) would be all
    }

    [Fact]
    public void A_share_that_leaves_nothing_to_test_with_is_told() =>
        Assert.Contains("of 3 samples 3 are to train and 0 to test with", Assert.Throws<DatasetException>(() =>
            StratifiedSplit.Of(ClassLabels.OfNumbers([1, 2, 3]), 0.2, 1, "here")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_class_more_changes_no_other_and_samples_left_out_are_in_no_part()
    {
        bool[] without = StratifiedSplit.Tested([0, 0, 0, 0, 0, 0], ["a"], 0.5, new Rng(1));
        bool[] with = StratifiedSplit.Tested([0, 0, 0, 1, 1, 0, 0, 0, StratifiedSplit.LeftOut], ["a", "b"], 0.5, new Rng(1));
        Assert.Equal(without, with.Where((_, i) => i is not (3 or 4 or 8)));
        Assert.False(with[8]);
    }

    [Fact]
    public void Numbers_are_classes_by_size()
    {
        var labels = ClassLabels.OfNumbers([10, -2, 9, 10]);
        Assert.Equal(["-2", "9", "10"], labels.Names);
        Assert.Equal([2, 0, 1, 2], labels.Of);
        ClassLabels chosen = labels.Choose(new ClassChoice { Names = "10/9", Single = true }, "here");
        Assert.Equal(["10", "9"], chosen.Names);
        Assert.Equal([0, -1, 1, 0], chosen.Of);
        Assert.Throws<ArgumentException>(() => labels.Choose(new ClassChoice { Single = true }, "here"));
    }
}
