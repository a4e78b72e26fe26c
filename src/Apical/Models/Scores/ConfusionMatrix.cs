namespace Apical.Models;

/// <summary>Which class was taken for which.</summary>
public sealed class ConfusionMatrix
{
    private readonly long[,] _counts;

    /// <summary>Counts.</summary>
    /// <param name="classes">Number of classes.</param>
    /// <param name="labels">The class of each sample.</param>
    /// <param name="predicted">The class that each is said to be of.</param>
    public ConfusionMatrix(int classes, IReadOnlyList<int> labels, IReadOnlyList<int> predicted)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predicted);
        if (labels.Count != predicted.Count)
        {
            throw new ArgumentException($"Expected a prediction for each of {labels.Count} samples, got {predicted.Count}.", nameof(predicted));
        }

        (Classes, Count, _counts) = (classes, labels.Count, new long[classes, classes]);
        for (int s = 0; s < labels.Count; s++)
        {
            _counts[labels[s], predicted[s]]++;
        }
    }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>Samples of class <paramref name="actual"/> that are said to be of class <paramref name="predicted"/>.</summary>
    public long this[int actual, int predicted] => _counts[actual, predicted];

    /// <summary>Samples that are classified rightly.</summary>
    public long Right => Enumerable.Range(0, Classes).Sum(c => _counts[c, c]);

    /// <summary>Share of samples that are classified rightly.</summary>
    public double Accuracy => (double)Right / Count;

    /// <summary>The scores of one class.</summary>
    /// <param name="c">From 0.</param>
    public ClassScores Of(int c) => new(
        Enumerable.Range(0, Classes).Sum(other => _counts[c, other]), Enumerable.Range(0, Classes).Sum(other => _counts[other, c]), _counts[c, c]);

    /// <summary>Pairs of different classes, most confused first, those never confused left out.</summary>
    public IEnumerable<(int Actual, int Predicted, long Count)> Mistakes =>
        from actual in Enumerable.Range(0, Classes)
        from predicted in Enumerable.Range(0, Classes)
        let count = _counts[actual, predicted]
        where actual != predicted && count > 0
        orderby count descending
        select (actual, predicted, count);
}
