using Apical.Networks;
using Apical.Numerics.Random;

namespace Apical.Rules;

/// <summary>Makes the entries of <see cref="TargetRules"/> that share a backward mapping, and reads their settings.</summary>
internal static class TargetRuleForms
{
    public const string Adaptive = ", adapt=none|line-search|ratio, omega=0.9";

    private const string Outside = ", margin=0.001" + Adaptive;
    private const string Ai = "step=0.1, init=pseudo-inverse, sigma=1, decay=0" + Outside;
    private const string Original = "step=0.1, init=pseudo-inverse, sigma=0, decay=0" + Adaptive;

    public static RuleInfo Exact(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate) => new(
        id, title, summary, equation, "step=0.1, epsilon=0.5" + Outside, (network, rng, s) => Make(s, new ExactInverse(network, s.Number("epsilon", 0.5), Margin(s)), rng, options))
    {
        LearningRate = rate,
    };

    public static RuleInfo Pseudo(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate, bool batchNorm = false) => new(
        id, title, summary, equation, "step=0.1, damping=0" + Outside, (network, rng, s) => Make(s, new PseudoInverse(network, s.Number("damping", 0), Margin(s)), rng, options))
    {
        LearningRate = rate,
        BatchNorm = batchNorm,
    };

    public static RuleInfo Approximate(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate, double feedbackRate) => new(
        id, title, summary, equation, Ai, (network, rng, s) => Make(s, new LearnedInverse(network, rng, new()
        {
            Initialiser = InverseInitialiser(s, "pseudo-inverse"),
            Sigma = s.Number("sigma", 1),
            Decay = s.Number("decay", 0),
            Margin = Margin(s),
        }), rng, options))
    {
        LearningRate = rate,
        FeedbackLearningRate = feedbackRate,
        FeedbackLearns = true,
    };

    public static RuleInfo Decoder(string id, string title, string summary, string equation, TargetPropagationOptions options, double rate) => new(
        id, title, summary, equation, Original, (network, rng, s) => Make(s, new LearnedDecoder(network, rng, new()
        {
            Initialiser = InverseInitialiser(s, "pseudo-inverse"),
            Sigma = s.Number("sigma", 0),
            Decay = s.Number("decay", 0),
        }), rng, options))
    {
        LearningRate = rate,
        FeedbackLearningRate = 0.01,
        FeedbackLearns = true,
    };

    public static TargetPropagation Make(RuleSettings s, BackwardMapping g, Rng rng, TargetPropagationOptions options) => new(g, rng, options with
    {
        Step = s.Number("step", 0.1),
        Adaptation = s.Choice("adapt", StepAdaptation.None),
        Omega = s.Number("omega", 0.9),
    });

    public static LearnedDecoderOptions Options(RuleSettings s) => new()
    {
        Initialiser = InverseInitialiser(s, "glorot"),
        Sigma = s.Number("sigma", 0.1),
        Decay = s.Number("decay", 0),
    };

    private static Initialiser? InverseInitialiser(RuleSettings s, string orElse) => s.Text("init", orElse) is var name && name == "pseudo-inverse" ? null : Initialiser.Parse(name);

    // 0 means: refuse targets outside the domain.
    private static double? Margin(RuleSettings s) => s.Number("margin", 1e-3) is var margin && margin == 0 ? null : margin;

    public static GaussNewtonCurvature Curvature(RuleSettings s) => s.Text("curvature", "block") switch
    {
        "block" => GaussNewtonCurvature.Block,
        "full" => GaussNewtonCurvature.Full,
        "batch" => GaussNewtonCurvature.Batch,
        var other => throw new ArgumentException($"gauss-newton:curvature={other}: use block, full or batch."),
    };
}
