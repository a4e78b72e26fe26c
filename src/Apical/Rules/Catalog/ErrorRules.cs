namespace Apical.Rules;

/// <summary>Catalog: backpropagation, and the rules that bring errors back by other ways.</summary>
internal static class ErrorRules
{
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        RuleInfo.Of("bp", "backpropagation", "The gradient: errors travel back through the transposed weights.",
            "δ_i = (W_{i+1}ᵀ δ_{i+1}) ⊙ D_i", (network, _) => new Backpropagation(network)),
        RuleInfo.Of("shallow", "shallow learning", "Only the output layer learns, on random features.",
            "δ_i = 0 for i < L", (network, _) => new ShallowLearning(network)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("node-perturbation", "node perturbation", "Units are disturbed; the change in loss tells each whether to follow its disturbance.",
            "δ_i = (Loss(ξ) − Loss(0)) ξ_i / σ²", NodePerturbationOptions.Settings, (network, rng, options) => new NodePerturbation(network, rng, options)) with
        {
            LearningRate = 0.001,
        },
        RuleInfo.Of("fa", "feedback alignment", "Errors travel back layer by layer through fixed random matrices.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i", FeedbackAlignmentOptions.Settings, (network, rng, options) => new FeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("dfa", "direct feedback alignment", "The output error reaches each layer in one hop through a fixed random matrix.",
            "δ_i = (B_i δ_L) ⊙ D_i", FeedbackOptions.Settings, (network, rng, options) => new DirectFeedbackAlignment(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("sign-symmetry", "sign-symmetry", "Feedback with the signs of Wᵀ, and magnitudes of its own.",
            "δ_i = ((sign(W_{i+1}) ⊙ M)ᵀ δ_{i+1}) ⊙ D_i", SignSymmetryOptions.Settings, (network, rng, options) => new SignSymmetry(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("drtp", "direct random target projection", "Hidden layers learn from randomly projected targets; no error is sent back at all.",
            "δ_i = −(B_i y*) ⊙ D_i", FeedbackOptions.Settings, (network, rng, options) => new DirectRandomTargetProjection(network, rng, options)) with
        {
            LearningRate = 0.3,
        },
        RuleInfo.Of("kolen-pollack", "Kolen–Pollack", "Feedback gets the transposed updates of W; with decay on both it becomes Wᵀ.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  ΔB_i = ΔW_{i+1}ᵀ",
            FeedbackOptions.LayerByLayer, (network, rng, options) => new KolenPollack(network, rng, options)) with
        {
            WeightDecay = 1e-4,
            FeedbackLearns = true,
        },
        RuleInfo.Of("weight-mirror", "weight mirrors", "Feedback learns Wᵀ from noise sent forward between steps.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  B_i → W_{i+1}ᵀ", WeightMirrorOptions.Settings, (network, rng, options) => new WeightMirror(network, rng, options)) with
        {
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
        },
    ];
}
