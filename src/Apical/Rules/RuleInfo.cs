using Apical.Networks;
using Apical.Numerics.Random;

namespace Apical.Rules;

/// <summary>What the catalog knows of a rule.</summary>
/// <param name="Id">Name on the command line, e.g. <c>dfa</c>.</param>
/// <param name="Title">Full name.</param>
/// <param name="Summary">What it does, in one line.</param>
/// <param name="Equation">How δ_i is made, in one line.</param>
/// <param name="Settings">Its settings on the command line, with defaults; empty when it has none.</param>
/// <param name="Make">Makes it from its settings.</param>
public sealed record RuleInfo(
    string Id, string Title, string Summary, string Equation, string Settings, Func<Network, Rng, RuleSettings, LearningRule> Make)
{
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

    /// <summary>Makes the network that is taught from the one that was given, for methods that are a kind of network, such as random features.</summary>
    /// <value>Default null: the network is taught as it is.</value>
    public Func<Network, Rng, RuleSettings, Network>? Reshape { get; init; }

    /// <summary>Where the method comes from, when that is not where its rule comes from.</summary>
    /// <value>Default null: see <see cref="LearningRule.Source"/>.</value>
    public Citation? Source { get; init; }

    /// <summary>Whether the feedback learns, so that the learner needs a second optimizer.</summary>
    public bool FeedbackLearns { get; init; }
}
