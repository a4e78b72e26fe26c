using Apical.Specs;

namespace Apical.Rules;

/// <summary>The catalog's rules whose signals are differences of equilibria.</summary>
internal static class EquilibriumRules
{
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        Mixed("dynamical-tp", "dynamical target propagation",
            "Activities mix what comes from below and above; layers learn from what feedback does to them.",
            "δ_i = (f_i(h_{i−1}) − h_i) ⊙ D_i,  h_i = (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})", new(), DynamicalOptions.SinglePhaseSettings) with
        {
            LearningRate = 1,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
            InvertsLayers = true,
        },
        Mixed("dynamical-dtp", "dynamical difference target propagation",
            "As dynamical-tp; layers learn from what the target changes between two phases.",
            "δ_i = (h_iᶠ − h_iˡ) ⊙ D_i,  h_i = (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})", new() { TwoPhases = true }, DynamicalOptions.Settings) with
        {
            LearningRate = 1,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
        },
        RuleInfo.Of("multiplexed-tp", "multiplexed target propagation",
            "Event rates go up, bursts down; layers learn from what the target does to bursts.",
            "δ_i = (ĥ_iᶠ − ĥ_iˡ) ⊙ D_i,  ĥ_i = g_i(ĥ_{i+1})", Both(() => new MultiplexedOptions(), MultiplexedOptions.Settings),
            (network, rng, both) => new MultiplexedTargetPropagation(both.Backward.Make(network, rng), both.Rule)) with
        {
            LearningRate = 1,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
        },
    ];

    private static RuleInfo Mixed(string id, string title, string summary, string equation, DynamicalOptions options, Settings<DynamicalOptions> settings) =>
        RuleInfo.Of(id, title, summary, equation, Both(() => options, settings),
            (network, rng, both) => new DynamicalTargetPropagation(both.Backward.Make(network, rng), both.Rule));

    private static Settings<(TRule Rule, BackwardOptions Backward)> Both<TRule>(Func<TRule> defaults, Settings<TRule> settings) =>
        new Settings<(TRule Rule, BackwardOptions Backward)>(() => (defaults(), new()))
            .With(BackwardOptions.Settings, both => both.Backward, (both, backward) => (both.Rule, backward))
            .With(settings, both => both.Rule, (both, rule) => (rule, both.Backward));
}
