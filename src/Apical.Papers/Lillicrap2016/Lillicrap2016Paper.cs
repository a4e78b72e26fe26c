using Apical.Rules;

namespace Apical.Papers.Lillicrap2016;

/// <summary>The paper, and the experiments of its supplementary figures.</summary>
internal static class Lillicrap2016Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } = new(
        "lillicrap2016",
        "T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman. Random synaptic feedback weights support error backpropagation for deep learning. Nature Communications 7, 2016.");

    /// <summary>Supplementary figures 5 to 14.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new S6DeepLearning(),
        new S7Xor(),
        new S8Momentum(),
    ];
}
