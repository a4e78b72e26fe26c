using Apical.Learning;
using Apical.Rules;

namespace Apical.Training;

/// <summary>Sees before training whether a rule that can follow only steps of one sample would get larger batches.</summary>
internal static class SingleSamples
{
    /// <summary>Complains about batches that are too large.</summary>
    /// <param name="learner">Any.</param>
    /// <param name="batch">Samples in a training batch.</param>
    /// <exception cref="ArgumentException">They are.</exception>
    public static void Require(ILearner learner, int batch)
    {
        if (batch > 1 && learner.Capability<IFollowsWeights>() is { NeedsPlainSteps: true })
        {
            throw new ArgumentException($"Exact inverses follow steps of one sample (the Sherman–Morrison update is of rank 1), not batches of {batch}: use "
                + "--batch 1, or a rule whose inverses are learned, such as tp-ai.");
        }
    }
}
