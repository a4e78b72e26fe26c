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
    public void A_budget_that_is_too_small_is_told_with_all_that_is_needed()
    {
        string message = Assert.Throws<ArgumentException>(() => BranchNetOptions.Parse("per-address:history=8:hidden=2").Filling(400, 8)).Message;
        Assert.Contains("184 bits, and 264 come on top; the budget is 400", message, StringComparison.Ordinal);
    }
}
