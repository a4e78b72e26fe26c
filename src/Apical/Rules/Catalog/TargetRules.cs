using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>The catalog's rules of the target propagation family.</summary>
internal static class TargetRules
{
    private const string Plain = "ĥ_i = g_i(ĥ_{i+1})";
    private const string Difference = "ĥ_i = h_i + g_i(ĥ_{i+1}) − g_i(h_{i+1})";
    private const string InverseForm = ",  g_i = Q_i s⁻¹(·)";
    private const string DecoderForm = ",  g_i = s_i(Q_i ·)";
    private const string OneLayer = "; one random layer per step";

    private static readonly LearnedDecoderOptions s_noisy = new() { Initialiser = Initialiser.Glorot, Sigma = 0.1 };

    private static readonly Settings<LearnedDecoderOptions> s_images = LearnedDecoderOptions.Settings.Meaning(
        "init", "how Q_i starts: pseudo-inverse (that of the forward weights, as in the thesis's code; below convolutions and local layers it is glorot) or an "
            + "initialiser");

    private static readonly Settings<LearnedDecoderOptions> s_settings = s_images.Meaning("sigma", "standard deviation σ of the noise on activations (ours)");

    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        TargetRuleForms.Exact("tp-ei", "target propagation with exact inverses",
            "Targets travel back through the exact inverses of the layers; batch 1, square layers.",
            Plain + ",  g_i = f_{i+1}⁻¹", new(), 0.01),
        TargetRuleForms.Exact("rtp-ei", "randomised target propagation with exact inverses", "As tp-ei; one random layer learns in each step.",
            Plain + ",  g_i = f_{i+1}⁻¹" + OneLayer, new() { OneLayer = true }, 0.01),
        TargetRuleForms.Exact("rmtp-ei", "randomised modified target propagation with exact inverses", "As rtp-ei, divided by the slope instead of multiplied.",
            Plain + ",  δ_i = (h_i − ĥ_i) ⊙ D_i⁻¹" + OneLayer, new() { OneLayer = true, InverseSlope = true }, 0.001),
        TargetRuleForms.Pseudo("mtp", "modified target propagation", "Targets through pseudo-inverses, divided by the slope; batch normalisation.",
            Plain + ",  δ_i = (h_i − ĥ_i) ⊙ D_i⁻¹", new() { InverseSlope = true }, 0.03, batchNorm: true),
        TargetRuleForms.Pseudo("rmtp", "randomised modified target propagation", "As mtp; one random layer learns in each step.",
            Plain + ",  δ_i = (h_i − ĥ_i) ⊙ D_i⁻¹" + OneLayer, new() { InverseSlope = true, OneLayer = true }, 0.03, batchNorm: true),
        TargetRuleForms.Pseudo("rtp", "randomised target propagation", "Targets through pseudo-inverses; one random layer learns in each step.",
            Plain + OneLayer, new() { OneLayer = true }, 0.1),
        TargetRuleForms.Approximate("tp-ai", "target propagation with approximate inverses", "Targets travel back through inverses learned from white noise.",
            Plain + InverseForm, new(), 0.03, 0.3),
        TargetRuleForms.Approximate("rtp-ai", "randomised target propagation with approximate inverses", "As tp-ai; one random layer learns in each step.",
            Plain + InverseForm + OneLayer, new() { OneLayer = true }, 0.03, 0.3),
        TargetRuleForms.Approximate("dtp-ai", "difference target propagation with approximate inverses",
            "As tp-ai, less the error of the inverses at the activations.",
            Difference + InverseForm, new() { Difference = true }, 0.1, 0.03),
        TargetRuleForms.Approximate("rdtp-ai", "randomised difference target propagation with approximate inverses",
            "As dtp-ai; one random layer learns in each step.",
            Difference + InverseForm + OneLayer, new() { Difference = true, OneLayer = true }, 0.1, 0.03),
        TargetRuleForms.Decoder("tp-original", "original target propagation", "Targets travel back through decoders that reconstruct activations.",
            Plain + DecoderForm, new() { Source = Sources.Lee2015 }, 0.01),
        TargetRuleForms.Decoder("rtp-original", "randomised original target propagation", "As tp-original; one random layer learns in each step.",
            Plain + DecoderForm + OneLayer, new() { OneLayer = true }, 0.01),
        TargetRuleForms.Decoder("dtp-original", "original difference target propagation", "As tp-original, less the error of the decoders at the activations.",
            Difference + DecoderForm, new() { Difference = true, Source = Sources.Bartunov2018 }, 0.1, s_images),
        TargetRuleForms.Decoder("rdtp-original", "randomised original difference target propagation", "As dtp-original; one random layer learns in each step.",
            Difference + DecoderForm + OneLayer, new() { Difference = true, OneLayer = true }, 0.1, s_images),
        TargetRuleForms.Decoder("dtp", "difference target propagation", "The last hidden layer's target by gradient; decoders learn from noisy activations.",
            Difference + ",  ĥ_{L−1} by gradient", new() { Difference = true, LastHiddenByGradient = true, Source = Sources.Lee2015 }, 3,
            s_settings.From(s_noisy with { SkipsLastHidden = true })),
        TargetRuleForms.Decoder("ao-sdtp", "auxiliary-output difference target propagation", "An auxiliary output tells the decoder more than the classes do.",
            Difference + ",  g_{L−1}(o, z)", new() { Difference = true, Source = Sources.Bartunov2018 }, 3,
            s_settings.From(s_noisy with { Auxiliary = 32 }).Whole("aux", o => o.Auxiliary, (o, x) => o with { Auxiliary = x }, "units of z (ours)")),
        TargetRuleForms.Decoder("dtp-drl", "difference target propagation with difference reconstruction", "Decoders learn to invert the whole way up.",
            Difference + DecoderForm, new() { Difference = true, Source = Sources.Meulemans2020 }, 3,
            s_settings.From(s_noisy with { ReconstructsDifference = true })),
        RuleInfo.Of("ddtp-linear", "direct difference target propagation, linear", "The output target reaches each layer in one hop through a learned inverse.",
            "ĥ_i = h_i + Q_i (ĥ_L − h_L)", DirectDifferenceOptions.Settings, (network, rng, options) =>
                new DirectDifferenceTargetPropagation(network, rng, options)) with
        {
            LearningRate = 3,
            FeedbackLearningRate = 0.01,
            FeedbackLearns = true,
        },
        RuleInfo.Of("gauss-newton", "Gauss–Newton targets", "Targets by the damped Gauss–Newton step of each layer's activations.",
            "ĥ_i = h_i − η̂ J_iᵀ(J_i J_iᵀ + λ I)⁻¹ e_L", GaussNewtonOptions.Settings, (network, _, options) => new GaussNewton(network, options)) with
        {
            LearningRate = 3,
        },
    ];
}
