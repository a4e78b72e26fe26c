using Apical.Cli.Settings;
using Apical.Models;
using Apical.Specs;

namespace Apical.Tests.Cli;

public sealed class RuleListTests
{
    [Theory]
    [InlineData("bp", "bp")]
    [InlineData("bp,fa,dfa", "bp|fa|dfa")]
    [InlineData("bp, fa", "bp|fa")]
    [InlineData("fa:sparsity=0.5:scale=2,bp", "fa:sparsity=0.5:scale=2|bp")]
    [InlineData("fa:init=normal:0,0.1,dfa", "fa:init=normal:0,0.1|dfa")]
    [InlineData("fa:init='normal:0,0.1',dfa", "fa:init='normal:0,0.1'|dfa")]
    [InlineData("'fa:init=normal:0,0.1','dfa'", "fa:init=normal:0,0.1|dfa")]
    [InlineData("fa:init=normal:-0.5,.1:scale=2,dfa:init=normal:0,1", "fa:init=normal:-0.5,.1:scale=2|dfa:init=normal:0,1")]
    public void Commas_within_a_setting_do_not_part_rules(string text, string rules) =>
        Assert.Equal(rules.Split('|'), RuleList.Parse(text).Select(rule => rule.Text));

    [Theory]
    [InlineData("fa,dfa,fa")]
    [InlineData("fa,FA")]
    [InlineData("fa:scale=2,fa:scale=2")]
    public void The_same_rule_twice_is_a_slip(string text) =>
        Assert.Contains("more than once", Assert.Throws<ArgumentException>(() => RuleList.Parse(text)).Message, StringComparison.Ordinal);

    /// <summary>The network is not known yet, so nothing is built on another one.</summary>
    [Fact]
    public void A_model_that_needs_a_certain_network_is_listed_and_told_of()
    {
        using Catalog<ModelInfo>.Scope known = ModelCatalog.With(
            ModelInfo.Of("choosy", "choosy model", "Wants one output.", request => throw new ArgumentException($"not {request.Net.Widths[^1]} outputs"))).Use();
        Assert.Equal(["bp", "choosy"], RuleList.Parse("bp,choosy").Select(rule => rule.Value.Info.Id));
        Assert.Equal("choosy", RuleList.One("choosy").Text);
        Assert.Contains("Wants one output.", new Terminal().Do("rules", "choosy").Output, StringComparison.Ordinal);

        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("train", "--data", "moons", "--net", "2-3-2", "--rule", "choosy"));
        Assert.Contains("not 2 outputs", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.1", "bp", 0.1)]
    [InlineData("bp=0.1,dfa=0.02", "dfa", 0.02)]
    [InlineData("bp=0.1,dfa=0.02", "fa", null)]
    [InlineData("fa=0.1,fa:scale=2=0.03", "fa:scale=2", 0.03)]
    [InlineData("fa=0.1,fa:scale=2=0.03", "fa:scale=3", 0.1)]
    [InlineData("fa:init=normal:0,0.1=0.03", "fa:init=normal:0,0.1", 0.03)]
    [InlineData("bp=1e-3", "bp", 1e-3)]
    [InlineData("FA=0.1", "fa", 0.1)]
    public void A_rate_is_found_by_the_whole_rule_then_by_its_name(string rates, string rule, double? rate) => Assert.Equal(rate, Rates.Parse(rates).Of(rule));
}
