namespace Apical.Data;

/// <summary>Turns class numbers into targets.</summary>
public static class OneHot
{
    /// <summary>One output for each class: <paramref name="high"/> at the class of the sample, <paramref name="low"/> elsewhere.</summary>
    /// <param name="labels">Class of each sample, in [0, classes).</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="low">0 by default; −0.9 for tanh outputs in lillicrap2016, note 5.</param>
    /// <param name="high">1 by default; 0.9 in lillicrap2016, note 5.</param>
    /// <param name="precision">Of the result.</param>
    /// <returns>Targets <c>[samples, classes]</c>.</returns>
    public static Matrix Encode(ReadOnlySpan<int> labels, int classes, double low = 0, double high = 1, Precision precision = Precision.Single)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        CheckLabels(labels, classes);
        var targets = new Matrix(labels.Length, classes, precision);
        targets.Fill(low);
        for (int sample = 0; sample < labels.Length; sample++)
        {
            targets[sample, labels[sample]] = high;
        }

        return targets;
    }

    /// <summary>A single output for two classes: <paramref name="low"/> for class 0, <paramref name="high"/> for class 1.</summary>
    /// <returns>Targets <c>[samples, 1]</c>.</returns>
    public static Matrix EncodeBinary(ReadOnlySpan<int> labels, double low = 0, double high = 1, Precision precision = Precision.Single)
    {
        CheckLabels(labels, classes: 2);
        var targets = new Matrix(labels.Length, 1, precision);
        for (int sample = 0; sample < labels.Length; sample++)
        {
            targets[sample, 0] = labels[sample] == 0 ? low : high;
        }

        return targets;
    }

    internal static void CheckLabels(ReadOnlySpan<int> labels, int classes)
    {
        int foreign = labels.IndexOfAnyExceptInRange(0, classes - 1);
        if (foreign >= 0)
        {
            throw new ArgumentException($"Expected labels from 0 to {classes - 1}, got {labels[foreign]} for sample {foreign}.", nameof(labels));
        }
    }
}
