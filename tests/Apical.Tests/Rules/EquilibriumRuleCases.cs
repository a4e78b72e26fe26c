namespace Apical.Tests.Rules;

/// <summary>The rules whose signals are differences of equilibria, for <see cref="RuleCases"/>, as the catalog makes them.</summary>
internal static class EquilibriumRuleCases
{
    // Signals are small differences of activities at rest, which settle to 1e-5 in single precision; rates undo their decay.
    private const double Mu = 0.3, Step = 0.5, Tolerance = 0.02;
    private const string Equal = "6-3-3-3";

    public static Dictionary<string, RuleCase> All { get; } = new()
    {
        ["dynamical-tp"] = Mixed("dynamical-tp") with { FeedbackLearns = true, LearningNet = Equal },
        ["dynamical-tp exact"] = Mixed("dynamical-tp:inverse=exact") with { Feedback = Exactly, HasExactInverses = true, LearningNet = Equal },
        ["dynamical-tp pseudo"] = Mixed("dynamical-tp:inverse=pseudo") with { Feedback = _ => [], LearningNet = Equal },
        ["dynamical-tp noise"] = Mixed("dynamical-tp:inverse=noise") with { FeedbackLearns = true, HasNoisyFeedback = true, LearningNet = Equal },
        ["dynamical-tp awake"] = Mixed("dynamical-tp:sleep=0") with { FeedbackLearns = true, LearningNet = Equal },
        ["dynamical-tp, layer rates"] = Mixed("dynamical-tp:layer-rates=yes") with
        {
            FeedbackLearns = true,
            LearningNet = Equal,
            LearningRate = 0.05,
        },
        ["dynamical-dtp"] = Mixed("dynamical-dtp") with { FeedbackLearns = true },
        ["multiplexed-tp"] = Of("multiplexed-tp", typeof(MultiplexedTargetPropagation)) with
        {
            FeedbackLearns = true,
            InvertsActivations = true,
            NeedsFullLayers = true,
            OutputScale = Step,
        },
        ["multiplexed-tp decoder"] = Of("multiplexed-tp:inverse=decoder", typeof(MultiplexedTargetPropagation)) with
        {
            FeedbackLearns = true,
            OutputScale = Step,
        },
    };

    private static RuleCase Mixed(string text) => Of(FormattableString.Invariant($"{text}:mu={Mu}"), typeof(DynamicalTargetPropagation)) with
    {
        InvertsActivations = true,
        NeedsFullLayers = true,
        Settles = true,
        OutputScale = null,
        LearningRate = 0.3,
    };

    private static RuleCase Of(string text, Type type) =>
        new(type, (network, rng) => RuleCatalog.Make(FormattableString.Invariant($"{text}:step={Step}"), network, rng), Upwards)
        {
            SingleTolerance = Tolerance,
        };

    // Q_i [n_i, n_{i+1}]
    private static IEnumerable<(string Name, int Rows, int Columns)> Upwards(Network network) =>
        Enumerable.Range(1, network.L - 1).Select(i => ($"Q{i}", network[i].FanOut, network[i + 1].FanOut));

    private static IEnumerable<(string Name, int Rows, int Columns)> Exactly(Network network) =>
        Enumerable.Range(2, network.L - 1).Select(i => ($"Winverse{i}", network[i].FanOut, network[i].FanIn));
}
