using Apical.Rules;

namespace Apical.Models;

/// <summary>Catalog: models with dynamics of their own.</summary>
internal static class StandardModels
{
    internal static IReadOnlyList<ModelInfo> All =>
    [
        ModelInfo.Of("dendritic-microcircuit", "dendritic microcircuits",
            "Pyramidal cells with three compartments and interneurons that predict them, in time.",
            MicrocircuitOptions.Settings, (request, options) => new DendriticMicrocircuit(request, options)) with
        {
            Equation = "dW_i/dt = η (φ(u_i) − φ(v̂_B,i)) r_{i−1}ᵀ",
            LearningRate = 5e-4,
            FeedbackLearns = true,
            Source = Sources.Sacramento2018,
        },
        SegregatedDendrites.Info,
        BroadcastFeedbackAlignment.Info,
    ];
}
