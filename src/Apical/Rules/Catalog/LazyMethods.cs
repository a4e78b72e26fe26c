using Apical.Networks;
using Apical.Specs;

namespace Apical.Rules;

/// <summary>Catalog: the lazy methods of demirbilek2021, which are kinds of network more than rules.</summary>
internal static class LazyMethods
{
    private static readonly Citation s_source = new("demirbilek2021",
        "D. C. Demirbilek. The dynamics of learning beyond stochastic gradient descent. Master's thesis, University of Trieste, 2021.");

    public static IReadOnlyList<RuleInfo> All { get; } =
    [
        RuleInfo.Of("ntk", "neural tangent kernel features", "Backpropagation on linear units that fixed random gates switch.",
            "h_i = (W_i h_{i−1} + b_i) ⊙ gate(G_i h_{i−1}),  δ_i as bp",
            new Settings<Gate>(() => Gate.Sigmoid).Choice("gate", gate => gate, (_, gate) => gate,
                "sigmoid: 1/(1 + e⁻ᵍ), as the authors' released code; step: 1 where g > 0, else 0, as the thesis writes it"),
            (network, rng, gate) => new Backpropagation(LazyNetworks.Gated(network, rng, gate))) with
        {
            Source = s_source,
        },
        Features("gaussian-features", "Gaussian features", "Only the output layer learns, on frozen relu units of Gaussian weights.", 0.03, Activation.Relu,
            Initialiser.GaussianFeatures),
        Features("relu-features", "relu features", "Only the output layer learns, on frozen relu units of uniform weights.", 0.3, Activation.Relu,
            Initialiser.UniformFanIn),
        Features("linear-features", "linear features", "Only the output layer learns, on frozen linear units of uniform weights.", 0.3, Activation.Identity,
            Initialiser.UniformFanIn),
    ];

    private static RuleInfo Features(string id, string title, string summary, double rate, Activation activation, Initialiser initialiser) =>
        RuleInfo.Of(id, title, summary, "δ_i = 0 for i < L", (network, rng) =>
            new ShallowLearning(LazyNetworks.RandomFeatures(network, rng, activation, initialiser))) with
        {
            LearningRate = rate,
            Source = s_source,
        };
}
