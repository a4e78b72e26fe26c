namespace Apical.Rules;

/// <summary>Catalog: rules whose errors are told by dendrites.</summary>
internal static class DendriteRules
{
    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        RuleInfo.Of("dendritic-error", "dendritic error", "Apical dendrites tell what interneurons did not predict of the layer above.",
            "δ_i = φ(v̂_i) − φ(u_i),  u_i = v̂_i + λ B_i (φ(u_{i+1}) − φ(uᴵ_i))",
            DendriticErrorOptions.Settings, (network, rng, options) => new DendriticError(network, rng, options)) with
        {
            LearningRate = 0.003,
            FeedbackLearningRate = 0.03,
            FeedbackLearns = true,
        },
    ];
}
