using System.Globalization;
using Apical.Data;
using Apical.Models;
using Apical.Networks;
using Apical.Specs;

namespace Apical.Training;

/// <summary>Which loss goes with which targets.</summary>
internal static class TargetLoss
{
    /// <summary>The loss where none is asked for: binary cross-entropy for one output between 0 and 1, cross-entropy for one output per class, 0 and 1, else
    /// squared error.</summary>
    public static Loss For(ISamples train)
    {
        (double low, double high) = (train.Summary.Lowest, train.Summary.Highest);
        return train.Classes == 0 ? Loss.SquaredError
            : train.Outputs == 1 && low >= 0 && high <= 1 ? Loss.BinaryCrossEntropy
            : train.Outputs == train.Classes && (low, high) == (0, 1) ? Loss.CrossEntropy
            : Loss.SquaredError;
    }

    /// <summary>The output that a loss brings; where there can be no softmax, a unit between 0 and 1 for each class.</summary>
    public static Activation OutputOf(Loss loss, bool softmax) =>
        loss.Output is not { } output ? Activation.Identity : softmax || output.IsElementwise ? output : Activation.Sigmoid;

    /// <summary>Sees to it that a model whose outputs are shares of its highest rate can reach its targets.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    public static void CheckShares(Written<ModelChoice> model, ISamples train)
    {
        (double low, double high) = (train.Summary.Lowest, train.Summary.Highest);
        if (model.Value.Info.TargetsAreShares && (low < 0 || high > 1))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{model} takes targets from 0 to 1, shares of its highest rate; those of {train.Name} go from {low:0.###} to {high:0.###}. ")
                + (train.Classes > 0 ? "Use the targets 0,1." : "Use --normalise-targets unit."));
        }
    }

    /// <summary>Sees to it that h − t is the gradient of a loss, which it is for some targets only.</summary>
    /// <exception cref="ArgumentException">It is not, for these.</exception>
    public static void Check(Loss loss, ISamples train)
    {
        TargetSummary t = train.Summary;
        (double low, double high) = loss == Loss.CrossEntropy ? (t.LowestSum, t.HighestSum) : (t.Lowest, t.Highest);
        if (loss == Loss.CrossEntropy && (low < 0.999 || high > 1.001))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Cross-entropy needs targets that sum to 1 for each sample; those of {train.Name} sum to {low:0.###} to {high:0.###}. Use the targets 0,1 "
                    + $"with one output per class, or the loss squared-error."));
        }

        if (loss == Loss.BinaryCrossEntropy && (low < 0 || high > 1))
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Binary cross-entropy needs targets from 0 to 1; those of {train.Name} go from {low:0.###} to {high:0.###}. Use the targets 0,1 or the loss "
                    + $"squared-error."));
        }
    }
}
