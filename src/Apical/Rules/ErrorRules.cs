namespace Apical.Rules;

/// <summary>Catalog: backpropagation, and the rules that bring errors back by other ways.</summary>
internal static class ErrorRules
{
    private const string FeedbackSettings = RuleSettings.FeedbackDefaults;

    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        new("bp", "backpropagation", "The gradient: errors travel back through the transposed weights.",
            "δ_i = (W_{i+1}ᵀ δ_{i+1}) ⊙ D_i", "", (network, _, _) => new Backpropagation(network)),
        new("shallow", "shallow learning", "Only the output layer learns, on random features.",
            "δ_i = 0 for i < L", "", (network, _, _) => new ShallowLearning(network))
        {
            LearningRate = 0.3,
        },
        new("node-perturbation", "node perturbation", "Units are disturbed; the change in loss tells each whether to follow its disturbance.",
            "δ_i = (Loss(ξ) − Loss(0)) ξ_i / σ²", "sigma=0.01, samples=1", (network, rng, s) => new NodePerturbation(network, rng, new()
            {
                Sigma = s.Number("sigma", 0.01),
                Samples = s.Whole("samples", 1),
            }))
        {
            LearningRate = 0.001,
        },
        new("fa", "feedback alignment", "Errors travel back layer by layer through fixed random matrices.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i", FeedbackSettings + ", sparsity=0", (network, rng, s) => new FeedbackAlignment(network, rng, new()
            {
                Feedback = s.Feedback(),
                Sparsity = s.Number("sparsity", 0),
            }))
        {
            LearningRate = 0.3,
        },
        new("dfa", "direct feedback alignment", "The output error reaches each layer in one hop through a fixed random matrix.",
            "δ_i = (B_i δ_L) ⊙ D_i", FeedbackSettings, (network, rng, s) => new DirectFeedbackAlignment(network, rng, s.Feedback()))
        {
            LearningRate = 0.3,
        },
        new("sign-symmetry", "sign-symmetry", "Feedback with the signs of Wᵀ, and magnitudes of its own.",
            "δ_i = ((sign(W_{i+1}) ⊙ M)ᵀ δ_{i+1}) ⊙ D_i", "magnitude=uniform|fixed|redrawn, scale=1", (network, rng, s) => new SignSymmetry(network, rng, new()
            {
                Magnitude = s.Choice("magnitude", SignSymmetryMagnitude.Uniform),
                Scale = s.Number("scale", 1),
            }))
        {
            LearningRate = 0.3,
        },
        new("drtp", "direct random target projection", "Hidden layers learn from randomly projected targets; no error is sent back at all.",
            "δ_i = −(B_i y*) ⊙ D_i", FeedbackSettings, (network, rng, s) => new DirectRandomTargetProjection(network, rng, s.Feedback()))
        {
            LearningRate = 0.3,
        },
        new("kolen-pollack", "Kolen–Pollack", "Feedback gets the transposed updates of W; with decay on both it becomes Wᵀ.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  ΔB_i = ΔW_{i+1}ᵀ", FeedbackSettings, (network, rng, s) => new KolenPollack(network, rng, s.Feedback()))
        {
            WeightDecay = 1e-4,
            FeedbackLearns = true,
        },
        new("weight-mirror", "weight mirrors", "Feedback learns Wᵀ from noise sent forward between steps.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  B_i → W_{i+1}ᵀ", FeedbackSettings + ", sigma=0.1, samples=64, rate=1", (network, rng, s) => new WeightMirror(network, rng, new()
            {
                Feedback = s.Feedback(),
                Sigma = s.Number("sigma", 0.1),
                Samples = s.Whole("samples", 64),
                Rate = s.Number("rate", 1),
            }))
        {
            FeedbackLearns = true,
        },
    ];
}
