using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>The catalog's rules whose signals are differences of equilibria.</summary>
internal static class EquilibriumRules
{
    // Where nothing must be inverted, feedback that starts small learns from any weights; pseudo-inverses of ill-conditioned ones start far too large.
    private static readonly BackwardOptions s_small = new() { Initialiser = Initialiser.Glorot };

    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        Mixed("dynamical-tp", "dynamical target propagation",
            "Activities mix what comes from below and from above; layers learn the difference.",
            "δ_i = (f_i(h_{i−1}) − h_i) ⊙ D_i,  h_i = (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})", new(), DynamicalOptions.SinglePhaseSettings, new()) with
        {
            LearningRate = 0.1,
            FeedbackLearningRate = 0.03,
            FeedbackLearns = true,
            InvertsLayers = true,
        },
        Mixed("dynamical-dtp", "dynamical difference target propagation",
            "As dynamical-tp, from the difference between phases without and with the target.",
            "δ_i = (hᶠ_i − hˡ_i) ⊙ D_i,  h_i = (1 − μ) f_i(h_{i−1}) + μ g_i(h_{i+1})", new() { TwoPhases = true }, DynamicalOptions.Settings, s_small) with
        {
            LearningRate = 3,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
        },
        RuleInfo.Of("multiplexed-tp", "multiplexed target propagation",
            "Event rates go up, bursts come down; layers learn what the target does to bursts.",
            "δ_i = (ĥᶠ_i − ĥˡ_i) ⊙ D_i,  ĥ_i = g_i(ĥ_{i+1})", Both(() => new MultiplexedOptions(), MultiplexedOptions.Settings, s_small),
            (network, rng, both) => new MultiplexedTargetPropagation(both.Backward.Make(network, rng), both.Rule)) with
        {
            LearningRate = 0.1,
            FeedbackLearningRate = 0.003,
            FeedbackLearns = true,
        },
    ];

    private static RuleInfo Mixed(
        string id, string title, string summary, string equation, DynamicalOptions options, Settings<DynamicalOptions> settings, BackwardOptions backward) =>
        RuleInfo.Of(id, title, summary, equation, Both(() => options, settings, backward),
            (network, rng, both) => new DynamicalTargetPropagation(both.Backward.Make(network, rng), both.Rule));

    private static Settings<(TRule Rule, BackwardOptions Backward)> Both<TRule>(Func<TRule> defaults, Settings<TRule> settings, BackwardOptions backward) =>
        new Settings<(TRule Rule, BackwardOptions Backward)>(() => (defaults(), backward))
            .With(BackwardOptions.Settings, both => both.Backward, (both, changed) => (both.Rule, changed))
            .With(settings, both => both.Rule, (both, changed) => (changed, both.Backward));
}
