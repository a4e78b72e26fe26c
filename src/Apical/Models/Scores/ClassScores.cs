namespace Apical.Models;

/// <summary>How well one class is told from the others.</summary>
/// <param name="Count">Samples that are of it.</param>
/// <param name="Predicted">Samples that are said to be of it.</param>
/// <param name="Right">Samples of which both is so.</param>
public readonly record struct ClassScores(long Count, long Predicted, long Right)
{
    /// <summary>Share of those said to be of it that are; NaN when none is said to be.</summary>
    public double Precision => (double)Right / Predicted;

    /// <summary>Share of those of it that are found; NaN when there are none.</summary>
    public double Recall => (double)Right / Count;

    /// <summary>Harmonic mean of precision and recall, 2 Right / (Count + Predicted); NaN when there is nothing of it on either side.</summary>
    public double F1 => 2.0 * Right / (Count + Predicted);
}
