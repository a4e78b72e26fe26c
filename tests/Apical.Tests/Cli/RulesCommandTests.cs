using Apical.Cli.Help;
using Apical.Models;

namespace Apical.Tests.Cli;

/// <summary>Every symbol of every equation is explained, and rules are found by what people call them.</summary>
public sealed class RulesCommandTests
{
    private static readonly string[] s_words =
        ["for", "i", "L", "of", "to", "the", "as", "bp", "added", "gradient", "by", "one", "random", "layer", "per", "step", "t"];

    public static TheoryData<string> Rules => [.. RuleCatalog.All.Select(rule => rule.Id)];

    [Theory, MemberData(nameof(Rules))]
    public void Every_symbol_of_an_equation_is_defined(string id)
    {
        string equation = RuleCatalog.All.Single(rule => rule.Id == id).Equation;
        Assert.NotEmpty(EquationSymbol.In(equation));
        string[] stems = [.. EquationSymbol.In(equation).Select(symbol => symbol.Written.Split('_')[0])];
        Assert.DoesNotContain(EquationSymbol.Tokens(equation), token => !s_words.Contains(token) && !stems.Contains(token.Split('_')[0]));
    }

    public static TheoryData<string> Models => [.. ModelCatalog.All.Select(model => model.Id).Except(RuleCatalog.All.Select(rule => rule.Id))];

    /// <summary>A model has letters of its own, in which σ is no deviation of noise: each token of its equation is one of them.</summary>
    [Theory, MemberData(nameof(Models))]
    public void Every_symbol_of_a_model_is_its_own_and_defined(string id)
    {
        ModelInfo model = ModelCatalog.Find(id);
        string written = string.Concat(model.Symbols.Select(symbol => symbol.Written)).Normalize();
        Assert.All(
            EquationSymbol.Tokens(model.Equation).Select(token => token.Split('_')[0].Replace("ΔW", "W").Replace("σ′", "σ").Replace("dW", "W"))
                .Where(token => !s_words.Append("mean").Append("dt").Contains(token)),
            token => Assert.Contains(token, written));
        string said = new Terminal().Do("rules", id).Output;
        Assert.All(model.Symbols, symbol => Assert.Contains(symbol.Written, said));
        Assert.DoesNotContain("standard deviation of the noise", said);
    }

    [Fact]
    public void No_symbol_is_explained_that_no_rule_has() => Assert.Empty(
        EquationSymbol.All.Except(RuleCatalog.All.SelectMany(rule => EquationSymbol.In(rule.Equation))));

    [Fact]
    public void Symbols_stand_in_the_order_of_the_equation_and_other_layers_are_the_same_symbol() => Assert.Equal(
        ["δ_i", "B_i", "⊙", "D_i"], EquationSymbol.In("δ_i = (B_i δ_{i+1}) ⊙ D_i").Select(symbol => symbol.Written));

    [Theory]
    [InlineData("fa", "fa  feedback alignment")]
    [InlineData("FA", "fa  feedback alignment")]
    [InlineData("feedback-alignment", "fa  feedback alignment")]
    [InlineData("Feedback alignment", "fa  feedback alignment")]
    [InlineData("kolen-pollack", "kolen-pollack  Kolen–Pollack")]
    [InlineData("direct-feedback-alignment", "dfa  direct feedback alignment")]
    [InlineData("Guerguiev", "segregated-dendrites  segregated dendrites")]
    [InlineData("gauss", "gauss-newton  ")]
    public void A_rule_is_found_by_its_full_name_or_a_word(string text, string first)
    {
        string said = new Terminal().Do("rules", text).Output;
        if (text == "gauss")
        {
            Assert.Contains("gauss-newton", said, StringComparison.Ordinal);
            Assert.Contains("gaussian-features", said, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith(first, said, StringComparison.Ordinal);
            Assert.Contains("× batch", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_rule_is_said_to_be_none()
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run("rules", "backpropagation-through-tim"));
        Assert.Contains("Unknown rule", terminal.Error, StringComparison.Ordinal);
    }
}
