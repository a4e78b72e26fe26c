using Apical.Data;
using Apical.Networks;

namespace Apical.Training;

/// <summary>Weights of classes that are unevenly many.</summary>
internal static class Balance
{
    /// <summary>The weight of each class, n / (k · n_c), over the k classes that have samples; they are 1 in the mean over samples.</summary>
    /// <param name="train">The training set.</param>
    /// <exception cref="ArgumentException">It has no classes.</exception>
    public static double[] WeightsOf(ISamples train)
    {
        if (train.Classes == 0)
        {
            throw new ArgumentException($"{train.Name} has no classes, so there are none to give weights to. Leave out --class-weights.");
        }

        int[] labels = new int[train.Count], counts = new int[train.Classes];
        train.Gather([.. Enumerable.Range(0, train.Count)], null, null, labels);
        foreach (int label in labels)
        {
            counts[label]++;
        }

        int present = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (double)train.Count / ((double)present * count))];
    }

    /// <summary>A loss in which all classes count the same.</summary>
    /// <param name="loss">The plain loss.</param>
    /// <param name="train">The training set, with its targets.</param>
    public static Loss Of(Loss loss, ISamples train)
    {
        double[] weights = WeightsOf(train);
        (double low, double high) = (train.Summary.Lowest, train.Summary.Highest);
        return low < high ? loss.Weighted(weights, low, high, train.Outputs, train.Precision) : loss;
    }
}
