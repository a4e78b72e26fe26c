using Apical.Networks;
using Apical.Numerics;

namespace Apical.Rules;

/// <summary>All rules by name.</summary>
public static class RuleCatalog
{
    private const string FeedbackSettings = "scale=1, init=uniform-fan-in";

    /// <summary>Every rule, backpropagation first.</summary>
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
                Feedback = Feedback(s),
                Sparsity = s.Number("sparsity", 0),
            }))
        {
            LearningRate = 0.3,
        },
        new("dfa", "direct feedback alignment", "The output error reaches each layer in one hop through a fixed random matrix.",
            "δ_i = (B_i δ_L) ⊙ D_i", FeedbackSettings, (network, rng, s) => new DirectFeedbackAlignment(network, rng, Feedback(s)))
        {
            LearningRate = 0.3,
        },
        new("sign-symmetry", "sign-symmetry", "Feedback with the signs of Wᵀ, and magnitudes of its own.",
            "δ_i = ((sign(W_{i+1}) ⊙ M)ᵀ δ_{i+1}) ⊙ D_i", "magnitude=uniform|fixed|redrawn, scale=1", (network, rng, s) => new SignSymmetry(network, rng, new()
            {
                Magnitude = Magnitude(s),
                Scale = s.Number("scale", 1),
            }))
        {
            LearningRate = 0.3,
        },
        new("drtp", "direct random target projection", "Hidden layers learn from randomly projected targets; no error is sent back at all.",
            "δ_i = −(B_i y*) ⊙ D_i", FeedbackSettings, (network, rng, s) => new DirectRandomTargetProjection(network, rng, Feedback(s)))
        {
            LearningRate = 0.3,
        },
        new("kolen-pollack", "Kolen–Pollack", "Feedback gets the transposed updates of W; with decay on both it becomes Wᵀ.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  ΔB_i = ΔW_{i+1}ᵀ", FeedbackSettings, (network, rng, s) => new KolenPollack(network, rng, Feedback(s)))
        {
            WeightDecay = 1e-4,
            FeedbackLearns = true,
        },
        new("weight-mirror", "weight mirrors", "Feedback learns Wᵀ from noise sent forward between steps.",
            "δ_i = (B_i δ_{i+1}) ⊙ D_i,  B_i → W_{i+1}ᵀ", FeedbackSettings + ", sigma=0.1, samples=64, rate=1", (network, rng, s) => new WeightMirror(network, rng, new()
            {
                Feedback = Feedback(s),
                Sigma = s.Number("sigma", 0.1),
                Samples = s.Whole("samples", 64),
                Rate = s.Number("rate", 1),
            }))
        {
            FeedbackLearns = true,
        },
        .. TargetRules.All,
    ];

    /// <summary>A rule by its name.</summary>
    /// <exception cref="ArgumentException">An unknown name; the message lists the known ones.</exception>
    public static RuleInfo Find(string id) => All.FirstOrDefault(rule => rule.Id == id)
        ?? throw new ArgumentException($"Unknown rule '{id}'. Known: {string.Join(", ", All.Select(rule => rule.Id))}.");

    /// <summary>Makes a rule from <c>name[:key=value…]</c>.</summary>
    /// <param name="text">E.g. <c>fa:sparsity=0.5</c>.</param>
    /// <param name="network">The network to teach.</param>
    /// <param name="rng">Where feedback and noise come from.</param>
    /// <exception cref="ArgumentException">An unknown rule or setting, or a value that does not fit.</exception>
    public static LearningRule Make(string text, Network network, Rng rng)
    {
        RuleSettings settings = RuleSettings.Parse(text);
        LearningRule rule = Find(settings.Rule).Make(network, rng, settings);
        settings.RejectUnused();
        return rule;
    }

    private static FeedbackOptions Feedback(RuleSettings s) => new()
    {
        Scale = s.Number("scale", 1),
        Initialiser = Initialiser.Parse(s.Text("init", Initialiser.UniformFanIn.Name)),
    };

    private static SignSymmetryMagnitude Magnitude(RuleSettings s) => s.Text("magnitude", "uniform") switch
    {
        "uniform" => SignSymmetryMagnitude.Uniform,
        "fixed" => SignSymmetryMagnitude.Fixed,
        "redrawn" => SignSymmetryMagnitude.Redrawn,
        var other => throw new ArgumentException($"sign-symmetry:magnitude={other}: use uniform, fixed or redrawn."),
    };
}
