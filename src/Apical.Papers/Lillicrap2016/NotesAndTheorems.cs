namespace Apical.Papers.Lillicrap2016;

/// <summary>The experiments of the notes and theorems; those of the figures are beside them.</summary>
internal static class NotesAndTheorems
{
    /// <summary>In the order of the supplement.</summary>
    public static IReadOnlyList<Experiment> Experiments { get; } =
    [
        new Theorem1LinearConvergence(),
        new Theorem2PseudoinverseFeedback(),
        new Note5Mnist(),
        new Note6Svhn(),
        new Note7Timit(),
        new Note9Autoencoders(),
        new Note15GaussNewton(),
        new Note16NotAGradient(),
    ];
}
