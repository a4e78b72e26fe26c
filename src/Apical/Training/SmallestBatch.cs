using Apical.Learning;
using Apical.Networks;
using Apical.Rules;

namespace Apical.Training;

/// <summary>Sees before training whether a network that takes statistics of a batch would get one of a single sample.</summary>
internal static class SmallestBatch
{
    /// <summary>Complains about a training batch that is too small.</summary>
    /// <param name="learner">Any; only one with a network can complain.</param>
    /// <param name="samples">Samples in an epoch.</param>
    /// <param name="batch">Samples in a full batch.</param>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void RequireInTraining(ILearner learner, int samples, int batch)
    {
        if (NetworkOf(learner)?.SmallestBatch(training: true) is not > 1 || samples == 0)
        {
            return;
        }

        int full = Math.Min(batch, samples);
        string why = full == 1 ? "its batches are of one sample" : $"{samples} training samples in batches of {batch} leave one sample over";
        if (full == 1 || samples % full == 1)
        {
            int[] others = [.. Enumerable.Range(2, full + 1).Where(size => samples % size != 1).OrderBy(size => Math.Abs(size - full)).Take(1)];
            throw new ArgumentException($"Batch normalisation takes at least two samples in a training batch, and {why}. "
                + (others is [var other] ? $"Use another batch size, such as {other}." : "Use more training samples."));
        }
    }

    /// <summary>Complains about a set that is too small to be asked for.</summary>
    /// <param name="learner">Any; only one with a network can complain.</param>
    /// <param name="samples">How many there are.</param>
    /// <param name="what">Of what kind.</param>
    /// <exception cref="ArgumentException">There is one.</exception>
    public static void RequireInUse(ILearner learner, int? samples, string what)
    {
        if (samples == 1 && NetworkOf(learner)?.SmallestBatch(training: false) > 1)
        {
            throw new ArgumentException(
                $"This network normalises by the batch at hand, in use too, which takes at least two samples, and there is one {what} sample. "
                + "Use two or more.");
        }
    }

    private static Network? NetworkOf(ILearner learner) => learner.Capability<ITaught>()?.Network;
}
