using Apical.Learning;
using Apical.Rules;
using Apical.Specs;

namespace Apical.Training;

/// <summary>Sees before training whether a layer's units are more, on all samples of a batch, than a matrix can hold.</summary>
internal static class LargestBatch
{
    /// <summary>Complains about a batch that is too large.</summary>
    /// <param name="learner">Any; only one with a network can complain.</param>
    /// <param name="samples">Samples in the batch.</param>
    /// <param name="what">Of what kind.</param>
    /// <exception cref="ArgumentException">There is one; the message says what it would take, and what would fit.</exception>
    public static void Require(ILearner learner, int samples, string what)
    {
        if (learner.Capability<ITaught>()?.Network is not { } network)
        {
            return;
        }

        int i = Enumerable.Range(1, network.L).MaxBy(layer => network[layer].Connections.Outputs), units = network[i].Connections.Outputs;
        int most = Matrix.MostColumns(units, network.Precision);
        if (samples > most)
        {
            long bytes = (long)units * samples * (network.Precision == Precision.Double ? sizeof(double) : sizeof(float));
            throw new ArgumentException(
                $"{Counted.Of(samples, $"{what} sample")} at once would take a matrix of {bytes >> 20} MiB for the {Counted.Of(units, "unit")} of layer {i}; "
                    + "the limit is 2047. "
                    + $"Use {(most == 0 ? "" : $"at most {most} at a time, or ")}fewer units.");
        }
    }
}
