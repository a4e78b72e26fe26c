namespace Apical.Rules;

/// <summary>
/// Catalog: feedback alignment under a penalty or constraints, with feedback that learns to reconstruct, and the pseudo-inverse it is compared with.
/// </summary>
internal static class AlignmentVariants
{
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        RuleInfo.Of("ridge-fa", "regularised feedback alignment", "As fa, with an L2 penalty on the output weights.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  λ(t) W_L added to the gradient of W_L",
            RidgeOptions.Settings, (network, rng, options) => new RidgeFeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("mdfa", "monotone direct feedback alignment", "As dfa, with weights above layer 1 and feedback kept positive.",
            "δ_i = (B_i δ_L) ⊙ D_i,  B_i ≥ 0, W_i ≥ floor for i > 1",
            MonotoneOptions.Settings, (network, rng, options) => new MonotoneDirectFeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("mfa", "monotone feedback alignment", "As fa, with weights above layer 1 and feedback kept positive.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  B_i ≥ 0, W_i ≥ floor for i > 1",
            MonotoneOptions.Settings, (network, rng, options) => new MonotoneFeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("pseudobackprop", "pseudobackprop", "Errors travel back through the pseudo-inverse of the weights.",
            "δ_i = (W_{i+1}⁺ δ_{i+1}) ⊙ D_i", (network, _) => new PseudoBackpropagation(network)) with
        {
            LearningRate = 0.01,
        },
        RuleInfo.Of("bdfa", "bidirectional feedback alignment", "As fa, with feedback that learns to rebuild the input from the target.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  δᵇ_i = (W_i δᵇ_{i−1}) ⊙ Dᵇ_i",
            FeedbackOptions.Settings, (network, rng, options) => new BidirectionalFeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.01,
            FeedbackLearns = true,
        },
        RuleInfo.Of("burstccn", "bursting cortico-cortical network", "Feedback of bursts less feedback of events moves the burst probabilities that teach.",
            "δ_i = (1 − p_i/p) ⊙ h_i,  p_i ← Q_i h_{i+1} + B_i (p_{i+1} ⊙ h_{i+1})",
            BurstOptions.Settings, (network, rng, options) => new BurstCcn(network, rng, options)) with
        {
            LearningRate = 0.3,
            FeedbackLearningRate = 0.001,
            FeedbackLearns = true,
        },
    ];
}
