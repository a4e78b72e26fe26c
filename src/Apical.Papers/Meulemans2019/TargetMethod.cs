using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>A curve of the student–teacher figures.</summary>
/// <param name="Name">As in the thesis.</param>
/// <param name="Rule">The rule, with its settings.</param>
/// <param name="Rate">Learning rate of the weights in the thesis's units.</param>
/// <param name="FeedbackRate">Learning rate of the feedback in the thesis's units; 0 where it does not learn.</param>
internal sealed record TargetMethod(string Name, string Rule, double Rate, double FeedbackRate = 0)
{
    /// <summary>η̂ in the thesis's units.</summary>
    public const double Eta = 0.1;

    /// <summary>η̂ as the rules have it: our losses have a half, so that the step is twice as long.</summary>
    public static string Step { get; } = FormattableString.Invariant($"step={2 * Eta}");

    /// <summary>Whether the hidden layers keep their first weights.</summary>
    public bool OutputOnly { get; init; }

    /// <summary>Makes the rule for a network where the catalog has none; null to make it from <see cref="Rule"/>.</summary>
    public Func<Network, Rng, LearningRule>? Own { get; init; }

    /// <summary>Whether it is one of the baselines.</summary>
    public bool IsBackprop => Rule == "bp";

    /// <summary>Backpropagation at a rate, and the same with fixed hidden layers.</summary>
    public static TargetMethod[] Baselines(double rate) => [new("BP", "bp", rate), new("BP-fixed", "bp", rate) { OutputOnly = true }];

    /// <summary>As parameters of the experiment.</summary>
    public IEnumerable<ISetting> Settings =>
        [new Told(Name, Text, "caption of the figure"), OwnRate, .. FeedbackRate > 0 ? new[] { OwnFeedbackRate } : []];

    /// <summary>Its rate, in the thesis's units.</summary>
    public Fixed<double> OwnRate => new($"{Name}: rate", Rate, "caption of the figure");

    /// <summary>The rate of its feedback, in the thesis's units.</summary>
    public Fixed<double> OwnFeedbackRate => new($"{Name}: feedback rate", FeedbackRate, "released code");

    /// <summary>The rule in words.</summary>
    public string Text => $"{Rule}{(OutputOnly ? ", hidden layers fixed" : "")}";

    /// <summary>The rule of a student.</summary>
    public LearningRule Make(Network student, Rng rng) => Own is { } own ? own(student, rng) : RuleCatalog.Make(Rule, student, rng);
}
