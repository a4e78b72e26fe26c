using Apical.Models;

namespace Apical.Tests.Models;

/// <summary>Scores worked by hand.</summary>
public sealed class ScoresTests
{
    /// <summary>(p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96: 9 of 10 gives 0.596 to 0.982, as tables of the interval have it.</summary>
    [Theory]
    [InlineData(9, 10, 0.595850, 0.982124)]
    [InlineData(0, 10, 0, 0.277533)]                    // z² / (n + z²) = 3.841459 / 13.841459
    [InlineData(10, 10, 0.722467, 1)]
    [InlineData(50, 100, 0.403832, 0.596168)]           // ½ ± ½ √(z² / (n + z²)) = ½ ± ½ √0.0369935
    public void Wilsons_interval_is_that_of_the_tables(int right, int count, double low, double high)
    {
        (double l, double h) = Wilson.Interval(right, count);
        Assert.Equal(low, l, 6);
        Assert.Equal(high, h, 6);
    }

    [Fact]
    public void Wilsons_interval_is_of_something() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Interval(0, 0));

    [Fact]
    public void Classes_are_crossed_as_by_hand()
    {
        var confusion = new ConfusionMatrix(4, [0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 0, 2]);

        Assert.Equal(4.0 / 6, confusion.Accuracy);
        Assert.Equal([2, 1, 1, 1], new[] { confusion[0, 0], confusion[0, 1], confusion[1, 0], confusion[1, 1] });
        Assert.Equal(new ClassScores(Count: 3, Predicted: 3, Right: 2), confusion.Of(0));
        Assert.Equal((2.0 / 3, 2.0 / 3, 2.0 / 3), (confusion.Of(0).Precision, confusion.Of(0).Recall, confusion.Of(0).F1));
        Assert.Equal((0.5, 0.5, 0.5), (confusion.Of(1).Precision, confusion.Of(1).Recall, confusion.Of(1).F1));
        Assert.Equal((1.0, 1.0, 1.0), (confusion.Of(2).Precision, confusion.Of(2).Recall, confusion.Of(2).F1));
        Assert.True(double.IsNaN(confusion.Of(3).Precision) && double.IsNaN(confusion.Of(3).Recall) && double.IsNaN(confusion.Of(3).F1));
    }

    [Fact]
    public void Precision_is_of_what_is_said_and_recall_of_what_is()
    {
        // Of four samples of class 0 one is found, and of two said to be of it one is.
        var confusion = new ConfusionMatrix(2, [0, 0, 0, 0, 1], [0, 1, 1, 1, 0]);
        Assert.Equal((0.5, 0.25), (confusion.Of(0).Precision, confusion.Of(0).Recall));
        Assert.Equal(1 / 3.0, confusion.Of(0).F1, 12);  // 2 · ½ · ¼ / (½ + ¼)
    }

    [Fact]
    public void Mistakes_come_with_the_most_common_first()
    {
        var confusion = new ConfusionMatrix(3, [0, 1, 1, 2, 2, 2], [1, 2, 2, 0, 2, 1]);
        Assert.Equal([(1, 2, 2L), (0, 1, 1L), (2, 0, 1L), (2, 1, 1L)], confusion.Mistakes);
    }

    /// <summary>Targets 1, 2, 3, 4 lie (1.5² + 0.5²) · 2 = 5 around their mean; the one error of 2 makes 4: R² = 1 − 4/5.</summary>
    [Fact]
    public void Errors_of_a_regression_are_those_by_hand()
    {
        OutputScores scores = OutputScores.Of([1, 2, 3, 6], [1, 2, 3, 4]);
        Assert.Equal(1, scores.Rmse, 12);
        Assert.Equal(0.5, scores.Mae, 12);
        Assert.Equal(0.2, scores.R2, 12);
        Assert.Equal(0, OutputScores.Of([2.5, 2.5, 2.5, 2.5], [1, 2, 3, 4]).R2, 12);        // no better than the mean
        Assert.True(double.IsNaN(OutputScores.Of([1, 2], [3, 3]).R2));
    }
}
