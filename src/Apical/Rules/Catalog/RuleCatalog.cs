using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>All rules by name.</summary>
public static class RuleCatalog
{
    /// <summary>Every rule, backpropagation first.</summary>
    public static IReadOnlyList<RuleInfo> All => Catalog<RuleInfo>.Current.All;

    /// <summary>Those that come with Apical.</summary>
    internal static IReadOnlyList<RuleInfo> Standard =>
        [.. ErrorRules.All, .. AlignmentVariants.All, .. LazyMethods.All, .. TargetRules.All, .. EquilibriumRules.All];

    /// <summary>A rule by its name.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message names the closest and lists the known ones.</exception>
    public static RuleInfo Find(string id) => Catalog<RuleInfo>.Current.Find(id);

    /// <summary>The catalog in use and rules more: put it to <see cref="Catalog{T}.Use"/>, and recipes and commands know them.</summary>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public static Catalog<RuleInfo> With(params IEnumerable<RuleInfo> more) => Catalog<RuleInfo>.Current.With(more);

    /// <summary>Makes a rule from <c>name[:key=value…]</c>.</summary>
    /// <param name="text">E.g. <c>fa:sparsity=0.5</c>.</param>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">Where feedback and noise come from.</param>
    /// <returns>A rule; go on with its <see cref="LearningRule.Network"/>, which may be another than the one given.</returns>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a value that does not fit.</exception>
    public static LearningRule Make(string text, Network network, Rng rng) => RuleChoice.Parse(text).Make(network, rng);
}
