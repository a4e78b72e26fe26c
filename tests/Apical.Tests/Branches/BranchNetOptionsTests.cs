using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>Predictors as a person writes them: what cannot be is refused before anything runs.</summary>
public sealed class BranchNetOptionsTests
{
    [Theory]
    [InlineData("shared:mixed=64", "0 to 63")]
    [InlineData("shared:mixed=3.7", "whole lengths")]
    [InlineData("shared:mixed=-5", "whole lengths")]
    [InlineData("per-address:mixed=4", "has not")]
    [InlineData("shared:margin=-1", "margin is 0 or more")]
    public void Settings_that_would_be_misread_are_refused(string text, string told) =>
        Assert.Contains(told, Assert.ThrowsAny<ArgumentException>(() => BranchNetOptions.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("shared:hidden=a")]
    [InlineData("shared:hidden=4-")]
    [InlineData("shared:hidden=0")]
    public void Hidden_layers_are_numbers(string text) =>
        Assert.ThrowsAny<ArgumentException>(() => BranchNetOptions.Parse(text).Filling(1 << 16, 8));

    [Fact]
    public void What_cannot_be_is_refused_in_code_too()
    {
        Assert.Contains("at least one net", Assert.Throws<ArgumentOutOfRangeException>(() => new BranchNetOptions { Nets = 0 }).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BranchNetOptions { Slots = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BranchNetOptions { History = 0 });
        Assert.Contains("1 to 63", Assert.Throws<ArgumentException>(() => new BranchNetOptions { Mixed = [64] }).Message);
        Assert.Contains("32 bits or 8", Assert.Throws<ArgumentOutOfRangeException>(() => new BranchNetOptions().Make(16, new Rng(1))).Message);
        Assert.Contains("0.00012", Assert.Throws<ArgumentOutOfRangeException>(() => BranchNetOptions.Parse("shared:rate=4").Make(8, new Rng(1))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Perceptron(0, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Perceptron(int.MaxValue, 12));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashedPerceptron(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashedPerceptron(21));
    }

    [Fact]
    public void Synthetic_branches_that_cannot_be_are_refused()
    {
        var rng = new Rng(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticBranches.Biased(1.1, 10, rng));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticBranches.Biased(double.NaN, 10, rng));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticBranches.Biased(0.5, -1, rng));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticBranches.Loop(1, 10));
        Assert.Throws<ArgumentException>(() => SyntheticBranches.Parity([], 3, 10, rng));
        Assert.Throws<ArgumentException>(() => SyntheticBranches.Parity([0], 3, 10, rng));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticBranches.Parity([2], 0, 10, rng));
        Assert.Contains("odd number", Assert.Throws<ArgumentException>(() => SyntheticBranches.Majority([1, 2], 3, 10, rng)).Message);
    }

    [Fact]
    public void A_budget_that_is_too_small_is_told_with_all_that_is_needed()
    {
        string message = Assert.Throws<ArgumentException>(() => BranchNetOptions.Parse("per-address:history=8:hidden=2").Filling(400, 8)).Message;
        Assert.Contains("184 bits, and 264 come on top; the budget is 400", message, StringComparison.Ordinal);
    }
}
