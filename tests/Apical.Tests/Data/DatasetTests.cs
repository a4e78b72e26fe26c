namespace Apical.Tests.Data;

public sealed class DatasetTests
{
    /// <summary>Sample i has the inputs (i, 10 i), the label i mod 3 and one-hot targets.</summary>
    internal static Dataset Numbered(int count, Precision precision = Precision.Single)
    {
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 3)];
        Matrix inputs = Matrix.Of(count, 2, [.. Enumerable.Range(0, count).SelectMany(i => new double[] { i, 10 * i })], precision);
        return new Dataset("numbers", inputs, OneHot.Encode(labels, 3, precision: precision), labels, 3);
    }

    [Fact]
    public void Taking_and_selecting_keep_inputs_targets_and_labels_together()
    {
        Dataset some = Numbered(10).Select([7, 2, 7]);
        Assert.Equal([7, 70, 2, 20, 7, 70], some.Inputs.ToArray());
        Assert.Equal([1, 2, 1], some.Labels!);
        Assert.Equal([0, 1, 0, 0, 0, 1, 0, 1, 0], some.Targets.ToArray());

        Assert.Equal([0, 0, 1, 10], Numbered(10).Take(2).Inputs.ToArray());
        Assert.Equal(0, Numbered(10).Take(0).Count);
    }

    [Fact]
    public void Taking_more_than_there_is_says_how_many_there_are()
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Numbered(10).Take(11));
        Assert.StartsWith("numbers has 10 samples: expected a number in [0, 10].", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_random_split_puts_each_sample_into_one_part()
    {
        DataSplits parts = Numbered(100).SplitByCount(60, 15, 25, new Rng(1));

        Assert.Equal((60, 15, 25), (parts.Train.Count, parts.Validation!.Count, parts.Test.Count));
        double[] all = [.. First(parts.Train), .. First(parts.Validation), .. First(parts.Test)];
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (double)i), all.Order());
        Assert.NotEqual(all.Order(), all);
        Assert.Equal(First(parts.Test).Select(i => (int)i % 3), parts.Test.InMemory().Labels!);
    }

    [Fact]
    public void A_split_depends_on_the_seed_only_and_without_one_keeps_the_order()
    {
        var used = new Rng(1);
        _ = used.NextDouble();
        Assert.Equal(First(Numbered(30).SplitByCount(10, 10, 10, new Rng(1)).Test), First(Numbered(30).SplitByCount(10, 10, 10, used).Test));
        Assert.NotEqual(First(Numbered(30).SplitByCount(10, 10, 10, new Rng(1)).Test), First(Numbered(30).SplitByCount(10, 10, 10, new Rng(2)).Test));

        DataSplits ordered = Numbered(9).SplitByCount(4, 0, 2);
        Assert.Equal([0, 1, 2, 3], First(ordered.Train));
        Assert.Null(ordered.Validation);
        Assert.Equal([4, 5], First(ordered.Test));
    }

    [Theory]
    [InlineData(10, 0.6, 0.2, 6, 2, 2)]
    [InlineData(7, 0.5, 0.25, 4, 1, 2)]
    [InlineData(1000, 0.9, 0, 900, 0, 100)]
    public void Shares_use_every_sample(int count, double train, double validation, int trained, int validated, int tested)
    {
        DataSplits parts = Numbered(count).SplitByFraction(train, validation);
        Assert.Equal((trained, validated, tested), (parts.Train.Count, parts.Validation?.Count ?? 0, parts.Test.Count));
    }

    [Fact]
    public void Impossible_splits_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Numbered(10).SplitByCount(8, 2, 1));
        Assert.Throws<ArgumentException>(() => Numbered(10).SplitByCount(8, 2, 0));
        Assert.Throws<ArgumentException>(() => Numbered(10).SplitByCount(int.MaxValue, int.MaxValue, 1));
        Assert.Throws<ArgumentException>(() => Numbered(10).SplitByFraction(0.8, 0.2));
        Assert.Throws<ArgumentException>(() => Numbered(10).SplitByFraction(double.NaN, 0.2));
    }

    [Fact]
    public void Holding_out_takes_samples_from_the_training_part_only()
    {
        DataSplits parts = Numbered(50).SplitByCount(30, 0, 20).HoldOut(10, new Rng(3));
        Assert.Equal((20, 10, 20), (parts.Train.Count, parts.Validation!.Count, parts.Test.Count));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => (double)i), First(parts.Train).Concat(First(parts.Validation)).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => parts.HoldOut(20));

        DataSplits few = parts.Limit(5, 100);
        Assert.Equal((5, 10, 20), (few.Train.Count, few.Validation!.Count, few.Test.Count));
    }

    [Fact]
    public void One_hot_targets_have_the_values_asked_for()
    {
        Assert.Equal([0.9, -0.9, -0.9, -0.9, 0.9, -0.9], Numbered(2, Precision.Double).WithOneHotTargets(-0.9, 0.9).Targets.ToArray());
        Assert.Equal([1, 0, 0, 0, 1, 0], Numbered(2).Targets.ToArray());
    }

    [Fact]
    public void Binary_targets_need_two_classes()
    {
        int[] labels = [1, 0];
        var two = new Dataset("two", new Matrix(2, 1), new Matrix(2, 1), labels, 2);
        Assert.Equal([0.5, -1], two.WithBinaryTargets(-1, 0.5).Targets.ToArray());
        ArgumentException error = Assert.Throws<ArgumentException>(() => Numbered(3).WithBinaryTargets());
        Assert.StartsWith("Expected labels from 0 to 1, got 2 for sample 2.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Precision_changes_there_and_back_without_loss()
    {
        Dataset single = Numbered(5).WithOneHotTargets(-0.9, 0.9), there = single.To(Precision.Double), back = there.To(Precision.Single);
        Assert.Equal((Precision.Double, Precision.Single), (there.Precision, back.Precision));
        Assert.Equal(single.Inputs.ToArray(), there.Inputs.ToArray());
        Assert.Equal(single.Targets.ToArray(), back.Targets.ToArray());
        Assert.Same(single, single.To(Precision.Single));
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused_with_both_shapes()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(4, 1)));
        Assert.Equal("d: expected targets [3, outputs] for inputs [3, 2], got [4, 1].", error.Message);

        Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(3, 1, Precision.Double)));
        Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(3, 1), [1, 2], 3));
        Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(3, 1), [1, 2, 3], 3));
        Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(3, 1), classes: 3));
        Assert.Throws<ArgumentException>(() => new Dataset("d", new Matrix(3, 2), new Matrix(3, 1), shape: new ImageShape(1, 2, 2)));
    }

    [Fact]
    public void Without_labels_there_are_no_classes_to_make_targets_from()
    {
        var data = new Dataset("r", new Matrix(3, 2), new Matrix(3, 1));
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => data.WithOneHotTargets());
        Assert.StartsWith("r has no labels", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<double> First(ISamples data) => Enumerable.Range(0, data.Count).Select(i => data.InMemory().Inputs[i, 0]);
}
