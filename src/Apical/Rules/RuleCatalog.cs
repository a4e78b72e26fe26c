using Apical.Networks;
using Apical.Numerics.Random;

namespace Apical.Rules;

/// <summary>All rules by name.</summary>
public static class RuleCatalog
{
    /// <summary>Every rule, backpropagation first.</summary>
    public static IReadOnlyList<RuleInfo> All { get; } = [.. ErrorRules.All, .. AlignmentVariants.All, .. LazyMethods.All, .. TargetRules.All];

    /// <summary>A rule by its name.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static RuleInfo Find(string id) => All.FirstOrDefault(rule => rule.Id == id)
        ?? throw new ArgumentException($"Unknown rule '{id}'. Known: {string.Join(", ", All.Select(rule => rule.Id))}.");

    /// <summary>Makes a rule from <c>name[:key=value…]</c>.</summary>
    /// <param name="text">E.g. <c>fa:sparsity=0.5</c>.</param>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">Where feedback and noise come from.</param>
    /// <returns>
    /// A rule for that network, or, for methods that are a kind of network (<see cref="RuleInfo.Reshape"/>), for one made from it: go on with the
    /// rule's <see cref="LearningRule.Network"/>, as learners do.
    /// </returns>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a value that does not fit.</exception>
    public static LearningRule Make(string text, Network network, Rng rng)
    {
        RuleSettings settings = RuleSettings.Parse(text);
        RuleInfo info = Find(settings.Rule);
        LearningRule rule = info.Make(info.Reshape?.Invoke(network, rng, settings) ?? network, rng, settings);
        settings.RejectUnused();
        return rule;
    }
}
