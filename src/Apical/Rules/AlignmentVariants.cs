using Apical.Networks;

namespace Apical.Rules;

/// <summary>Catalog: feedback alignment under a penalty or constraints, with feedback that learns to reconstruct, and the pseudo-inverse it is compared with.</summary>
internal static class AlignmentVariants
{
    private const string FeedbackSettings = RuleSettings.FeedbackDefaults;
    private const string MonotoneSettings = "scale=1, init=positive-fan-in, floor=1e-6";

    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        new("ridge-fa", "regularised feedback alignment", "As fa, with an L2 penalty on the output weights.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  λ(t) W_L added to the gradient of W_L", FeedbackSettings + ", lambda=0.01, schedule=constant|cutoff|inverse-square|exponential, steps=1000",
            (network, rng, s) => new RidgeFeedbackAlignment(network, rng, new()
            {
                Feedback = s.Feedback(),
                Lambda = s.Number("lambda", 0.01),
                Schedule = s.Choice("schedule", RidgeSchedule.Constant),
                Steps = s.Whole("steps", 1000),
            }))
        {
            LearningRate = 0.3,
        },
        new("mdfa", "monotone direct feedback alignment", "As dfa, with weights above layer 1 and feedback kept positive.",
            "δ_i = (B_i δ_L) ⊙ D_i,  B_i ≥ 0, W_i ≥ floor for i > 1", MonotoneSettings, (network, rng, s) => new MonotoneDirectFeedbackAlignment(network, rng, Monotone(s)))
        {
            LearningRate = 0.3,
        },
        new("mfa", "monotone feedback alignment", "As fa, with weights above layer 1 and feedback kept positive.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  B_i ≥ 0, W_i ≥ floor for i > 1", MonotoneSettings, (network, rng, s) => new MonotoneFeedbackAlignment(network, rng, Monotone(s)))
        {
            LearningRate = 0.3,
        },
        new("pseudobackprop", "pseudobackprop", "Errors travel back through the pseudo-inverse of the weights.",
            "δ_i = (W_{i+1}⁺ δ_{i+1}) ⊙ D_i", "", (network, _, _) => new PseudoBackpropagation(network))
        {
            LearningRate = 0.01,
        },
        new("bdfa", "bidirectional feedback alignment", "As fa, with feedback that learns to rebuild the input from the target.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  δᵇ_i = (W_i δᵇ_{i−1}) ⊙ Dᵇ_i", FeedbackSettings, (network, rng, s) => new BidirectionalFeedbackAlignment(network, rng, s.Feedback()))
        {
            LearningRate = 0.03,
            FeedbackLearns = true,
        },
    ];

    private static MonotoneOptions Monotone(RuleSettings s) => new()
    {
        Feedback = s.Feedback(Initialiser.PositiveFanIn.Name),
        Floor = s.Number("floor", 1e-6),
    };
}
