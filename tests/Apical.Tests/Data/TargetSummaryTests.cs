using Apical.Tests.Rules;

namespace Apical.Tests.Data;

public sealed class TargetSummaryTests
{
    /// <summary>Targets (1, 0), (0.5, −2), (3, 5): sums 1, −1.5, 8; means 4.5/3 and 3/3.</summary>
    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void By_hand(Precision precision)
    {
        TargetSummary found = new Dataset("hand", new Matrix(3, 1, precision), Matrix.Of([[1, 0], [0.5, -2], [3, 5]], precision)).Summary;
        Assert.Equal((-2, 5, -1.5, 8, 1.5), (found.Lowest, found.Highest, found.LowestSum, found.HighestSum, found.Middle));
        Assert.Equal(1.5, found.Mean[0, 0], 1e-6);
        Assert.Equal(1, found.Mean[1, 0], 1e-6);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.5)]
    [InlineData(0.9, 0)]
    [InlineData(-0.9, 0)]
    public void The_middle_of_one_class_is_that_of_the_usual_targets(double only, double middle) =>
        Assert.Equal(middle, new Dataset("one", new Matrix(2, 1, Precision.Double), Matrix.Of([[only], [only]], Precision.Double)).Summary.Middle);

    /// <summary>The bits that an operation on all targets gives: Σ in double precision, rounded, times 1/n.</summary>
    [Fact]
    public void The_mean_has_the_bits_of_one_operation_on_all_targets()
    {
        var t = new Matrix(1013, 11);
        t.FillNormal(new Rng(1), 0.3, 1);
        Matrices.SameBits(t.ColumnSums().Scaled(1.0 / 1013).T.ToMatrix(), new Dataset("all", new Matrix(1013, 1), t).Summary.Mean, "mean");
    }
}
