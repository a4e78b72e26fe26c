using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>What the catalog knows of a rule.</summary>
public sealed record RuleInfo : Method, ICatalogued<RuleInfo>
{
    private static readonly Settings<object?> s_noSettings = new(() => null);

    private RuleInfo(string id, string title, string summary, string equation, IReadOnlyList<SettingInfo> settings,
        Func<Spec, Func<Network, Rng, LearningRule>> read)
        : base(id, title, summary, settings) => (Equation, Read) = (equation, read);

    static string ICatalogued<RuleInfo>.Kind => "rule";

    static IReadOnlyList<RuleInfo> ICatalogued<RuleInfo>.Standard => RuleCatalog.Standard;

    string ICatalogEntry.Name => Id;

    /// <summary>What makes the rule, from the settings that a person wrote.</summary>
    internal Func<Spec, Func<Network, Rng, LearningRule>> Read { get; }

    /// <summary>A rule without settings.</summary>
    /// <param name="id">Name on the command line.</param>
    /// <param name="title">Full name.</param>
    /// <param name="summary">What it does, in one line.</param>
    /// <param name="equation">How δ_i is made, in one line.</param>
    /// <param name="make">Makes it for a network, or for another network that it makes from it.</param>
    public static RuleInfo Of(string id, string title, string summary, string equation, Func<Network, Rng, LearningRule> make) =>
        Of(id, title, summary, equation, s_noSettings, (network, rng, _) => make(network, rng));

    /// <summary>A rule with settings.</summary>
    /// <typeparam name="TOptions">Its options.</typeparam>
    /// <param name="id">Name on the command line.</param>
    /// <param name="title">Full name.</param>
    /// <param name="summary">What it does, in one line.</param>
    /// <param name="equation">How δ_i is made, in one line.</param>
    /// <param name="settings">What may be set, with defaults.</param>
    /// <param name="make">Makes it for a network, or for another network that it makes from it.</param>
    public static RuleInfo Of<TOptions>(
        string id, string title, string summary, string equation, Settings<TOptions> settings, Func<Network, Rng, TOptions, LearningRule> make) =>
        new(id, title, summary, equation, settings.All, spec =>
        {
            TOptions options = settings.Read(spec);
            return (network, rng) => make(network, rng, options);
        });
}
