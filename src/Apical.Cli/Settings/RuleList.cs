using Apical.Networks;
using Apical.Numerics;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Cli.Settings;

/// <summary>Rules as a person lists them: <c>bp,fa:sparsity=0.5,dfa:init=normal:0,0.1</c>.</summary>
internal static class RuleList
{
    /// <summary>Reads a list, and tries each rule on a small network, so that a mistake shows before anything is loaded.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a rule given twice.</exception>
    public static IReadOnlyList<Written<RuleChoice>> Parse(string text)
    {
        Written<RuleChoice>[] rules = [.. Spec.Split(text).Select(Check)];
        Written<RuleChoice>? twice = rules.GroupBy(rule => rule).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? rules : throw new ArgumentException($"the rule '{twice}' is there more than once; give each once, or with different settings.");
    }

    /// <summary>Reads a single rule.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting.</exception>
    public static Written<RuleChoice> One(string text) => Spec.Split(text) is [var rule] ? Check(rule)
        : throw new ArgumentException($"'{text}' is more than one rule; this trains one, 'apical compare' trains several.");

    /// <summary>A rule on a network just large enough to have hidden layers.</summary>
    public static LearningRule OnSmallNetwork(RuleChoice rule) => rule.Make(Network.Dense("2-2-2-2", new Rng(0), Activation.Tanh), new Rng(0));

    private static Written<RuleChoice> Check(string text)
    {
        if (text.Length == 0)
        {
            throw new ArgumentException("there is an empty name in the list; join rules by single commas, such as bp,fa,dfa.");
        }

        Written<RuleChoice> rule = text;
        OnSmallNetwork(rule.Value);
        return rule;
    }
}
