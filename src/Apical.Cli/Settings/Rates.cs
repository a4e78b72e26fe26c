using Apical.Models;
using Apical.Specs;
using Apical.Training;

namespace Apical.Cli.Settings;

/// <summary>Learning rates as a person gives them: <c>0.1</c> for every rule, or <c>bp=0.1,dfa=0.02</c>.</summary>
internal sealed class Rates
{
    private const string Forms = "give one number for every rule, such as 0.1, or numbers for some, such as bp=0.1,dfa=0.02; auto for one that is found";

    private readonly double? _every;
    private readonly Dictionary<string, double> _byRule = new(StringComparer.OrdinalIgnoreCase);

    private Rates(double? every) => _every = every;

    /// <summary>Reads <c>0.1</c> or <c>rule=0.1,rule=0.02</c>.</summary>
    /// <exception cref="ArgumentException">Anything else.</exception>
    public static Rates Parse(string text)
    {
        if (Rate(text) is { } every)
        {
            return every >= 0 || double.IsNaN(every) ? new Rates(every) : throw new ArgumentException($"'{text}' will not do; a learning rate is 0 or more.");
        }

        var rates = new Rates(null);
        foreach (string piece in Spec.Split(text))
        {
            int cut = piece.LastIndexOf('=');
            if (cut < 1 || Rate(piece[(cut + 1)..]) is not ((>= 0 or double.NaN) and var rate))
            {
                throw new ArgumentException($"'{piece}' will not do; {Forms}.");
            }

            string rule = piece[..cut];
            ModelChoice.Parse(rule);
            if (!rates._byRule.TryAdd(rule, rate))
            {
                throw new ArgumentException($"the rate of '{rule}' is there twice; give it once.");
            }
        }

        return rates;
    }

    private static double? Rate(string text) => text == Recipe.Auto ? Recipe.RateToFind : Values.Number(text);

    /// <summary>The rate of a rule: given for exactly this text, for its name, or for every rule; null when none was given.</summary>
    public double? Of(Written<ModelChoice> rule) =>
        _byRule.TryGetValue(rule.Text, out double exact) ? exact : _byRule.TryGetValue(rule.Value.Info.Id, out double named) ? named : _every;

    /// <summary>Complains about rates of rules that are not trained.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    public void RejectUnused(IReadOnlyList<Written<ModelChoice>> rules)
    {
        var trained = rules.SelectMany(rule => new[] { rule.Text, rule.Value.Info.Id }).ToHashSet(StringComparer.OrdinalIgnoreCase);
        string? unused = _byRule.Keys.FirstOrDefault(key => !trained.Contains(key));
        if (unused is not null)
        {
            throw new ArgumentException($"a rate is given for '{unused}', which is not trained; trained: {string.Join(", ", rules)}.");
        }
    }
}
