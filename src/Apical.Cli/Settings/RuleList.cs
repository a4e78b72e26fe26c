using Apical.Cli.Help;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Rules;

namespace Apical.Cli.Settings;

/// <summary>Rules as a person lists them: <c>bp,fa:sparsity=0.5,dfa:init=normal:0,0.1</c>.</summary>
internal static class RuleList
{
    /// <summary>Reads a list, and tries each rule on a small network, so that a mistake shows before anything is loaded.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a rule given twice.</exception>
    public static IReadOnlyList<string> Parse(string text)
    {
        string[] rules = [.. Split(text).Select(Check)];
        string? twice = rules.GroupBy(rule => rule).FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null ? rules : throw new ArgumentException($"the rule '{twice}' is there more than once; give each once, or with different settings.");
    }

    /// <summary>Reads a single rule.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting.</exception>
    public static string One(string text) => Split(text) is [var rule] ? Check(rule)
        : throw new ArgumentException($"'{text}' is more than one rule; this trains one, 'apical compare' trains several.");

    /// <summary>The rule of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the closest and those there are.</exception>
    public static RuleInfo Find(string name) => RuleCatalog.All.FirstOrDefault(rule => rule.Id == name)
        ?? throw new ArgumentException($"unknown rule '{name}'{WrongUsage.Closest(name, RuleCatalog.All.Select(rule => rule.Id))} Known: {string.Join(", ", RuleCatalog.All.Select(rule => rule.Id))}.");

    /// <summary>A rule on a network just large enough to have hidden layers.</summary>
    public static LearningRule OnSmallNetwork(string rule) => RuleCatalog.Make(rule, Network.Dense("2-2-2-2", new Rng(0), Activation.Tanh), new Rng(0));

    /// <summary>Cuts at commas, except inside a setting: no rule begins like a number, so a piece that does belongs to the setting before it.</summary>
    internal static IReadOnlyList<string> Split(string text)
    {
        var rules = new List<string>();
        foreach (string piece in text.Split(','))
        {
            bool number = piece.Length > 0 && (char.IsAsciiDigit(piece[0]) || piece[0] is '.' or '-' or '+');
            if (number && rules.Count > 0 && rules[^1].Contains('='))
            {
                rules[^1] += "," + piece;
            }
            else
            {
                rules.Add(piece.Trim());
            }
        }

        return rules;
    }

    private static string Check(string rule)
    {
        if (rule.Length == 0)
        {
            throw new ArgumentException("there is an empty name in the list; join rules by single commas, such as bp,fa,dfa.");
        }

        Find(rule.Split(':')[0]);
        OnSmallNetwork(rule);
        return rule;
    }
}
