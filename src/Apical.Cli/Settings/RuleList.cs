using Apical.Models;
using Apical.Specs;

namespace Apical.Cli.Settings;

/// <summary>Rules as a person lists them: <c>bp,fa:sparsity=0.5,dfa:init=normal:0,0.1</c>.</summary>
internal static class RuleList
{
    /// <summary>What <c>--rule</c> of a command that trains one is.</summary>
    public const string Help = "the rule, with its settings if need be: fa:sparsity=0.5 (see 'apical rules')";

    /// <summary>Reads a list.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a rule given twice.</exception>
    public static IReadOnlyList<Written<ModelChoice>> Parse(string text)
    {
        Written<ModelChoice>[] rules = [.. Spec.Split(text).Select(Check)];
        string? twice = rules.GroupBy(rule => rule.Text, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? rules : throw new ArgumentException($"the rule '{twice}' is there more than once; give each once, or with different settings.");
    }

    /// <summary>Reads a single rule.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting.</exception>
    public static Written<ModelChoice> One(string text) => Spec.Split(text) is [var rule] ? Check(rule)
        : throw new ArgumentException($"'{text}' is more than one rule; this trains one, 'apical compare' trains several.");

    private static Written<ModelChoice> Check(string text) => text.Length > 0 ? text
        : throw new ArgumentException("there is an empty name in the list; join rules by single commas, such as bp,fa,dfa.");
}
