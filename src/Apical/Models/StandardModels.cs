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
            Symbols =
            [
                ("W_i", "n_i × n_{i−1}", "bottom-up weights, onto basal dendrites"),
                ("u_i", "n_i × batch", "somatic potential of the pyramidal cells"),
                ("v̂_B,i", "n_i × batch", "what the basal dendrite alone would bring u_i to"),
                ("r_i", "n_i × batch", "rate φ(u_i), low-passed at the input"),
                ("φ", "", "rate of a soma by its potential: the activation of its layer"),
                ("η", "", "the learning rate"),
            ],
            LearningRate = 5e-4,
            OwnLoss = Networks.Loss.SquaredError,
            FeedbackLearns = true,
            Source = Sources.Sacramento2018,
        },
        SegregatedDendrites.Info,
        BroadcastFeedbackAlignment.Info,
    ];
}
