using Apical.Rules;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Feedback alignment, and its supplement.</summary>
public static class Lillicrap2016Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } = new(
        "lillicrap2016", "T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman: Random synaptic feedback weights support error backpropagation for deep learning. Nature Communications 7, 13276, 2016, supplement.");

    /// <summary>Its experiments.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new S5ReceptiveFields(),
        new S6DeepLearning(),
        new S7Xor(),
        new S8Momentum(),
        new S9NeuronAngles(),
        new S10FlowField(),
        new S11AlternatingLearning(),
        new S12LargerLinear(),
        new S13InitialScale(),
        new S14SwitchOfRule(),
        .. NotesAndTheorems.Experiments,
    ];
}
