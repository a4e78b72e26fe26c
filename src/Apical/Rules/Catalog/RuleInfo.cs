using Apical.Networks;
using Apical.Numerics.Random;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>What the catalog knows of a rule.</summary>
public sealed record RuleInfo : ICatalogued<RuleInfo>
{
    private static readonly Settings<object?> s_noSettings = new(() => null);

    private RuleInfo(string id, string title, string summary, string equation, IReadOnlyList<SettingInfo> settings,
        Func<Spec, Func<Network, Rng, LearningRule>> read) =>
        (Id, Title, Summary, Equation, Settings, Read) = (id, title, summary, equation, settings, read);

    /// <summary>Name on the command line, e.g. <c>dfa</c>.</summary>
    public string Id { get; }

    /// <summary>Full name.</summary>
    public string Title { get; }

    /// <summary>What it does, in one line.</summary>
    public string Summary { get; }

    /// <summary>How δ_i is made, in one line.</summary>
    public string Equation { get; }

    /// <summary>Its settings on the command line.</summary>
    public IReadOnlyList<SettingInfo> Settings { get; }

    /// <summary>Learning rate of plain gradient descent that works out of the box.</summary>
    /// <value>Default 0.1; docs/tuning.md tells how each was found.</value>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Learning rate of plain gradient descent for the feedback; null for that of the weights.</summary>
    /// <value>Default null.</value>
    public double? FeedbackLearningRate { get; init; }

    /// <summary>Whether the rule is meant for networks with batch normalisation.</summary>
    /// <value>Default false.</value>
    public bool BatchNorm { get; init; }

    /// <summary>Weight decay that the rule needs to do its work.</summary>
    /// <value>Default 0.</value>
    public double WeightDecay { get; init; }

    /// <summary>Where the method comes from, when that is not where its rule comes from.</summary>
    /// <value>Default null: see <see cref="LearningRule.Source"/>.</value>
    public Citation? Source { get; init; }

    /// <summary>Whether the feedback learns, so that the learner needs a second optimizer.</summary>
    public bool FeedbackLearns { get; init; }

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
