namespace Apical.Papers.Lillicrap2016;

/// <summary>Feedback alignment, and its supplement.</summary>
public static class Lillicrap2016Paper
{
    /// <summary>The paper.</summary>
    public static Citation Citation { get; } = new(
        "lillicrap2016",
        "T. P. Lillicrap, D. Cownden, D. B. Tweed, C. J. Akerman: Random synaptic feedback weights support error backpropagation for deep learning. "
            + "Nature Communications 7, 13276, 2016, supplement.");
}
