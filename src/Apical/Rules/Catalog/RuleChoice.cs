using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>A rule of the catalog with its settings, as a person chooses it: <c>fa:sparsity=0.5</c>.</summary>
public sealed class RuleChoice : IReadable<RuleChoice>
{
    private readonly Func<Network, Rng, LearningRule> _make;

    private RuleChoice(RuleInfo info, Spec spec) => (Info, _make) = (info, info.Read(spec));

    /// <summary>The rule.</summary>
    public RuleInfo Info { get; }

    /// <summary>Reads <c>name[:key=value…]</c>.</summary>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a value that does not fit.</exception>
    public static RuleChoice Parse(string text)
    {
        var spec = Spec.Parse(text);
        return new(RuleCatalog.Find(spec.Name), spec);
    }

    /// <summary>Makes the rule.</summary>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">Where feedback and noise come from.</param>
    /// <returns>
    /// A rule for that network, or, for methods that are a kind of network, for one made from it: go on with the rule's <see cref="LearningRule.Network"/>, as
    /// learners do.
    /// </returns>
    /// <exception cref="ArgumentException">The network or a setting does not fit.</exception>
    public LearningRule Make(Network network, Rng rng) => _make(network, rng);
}
