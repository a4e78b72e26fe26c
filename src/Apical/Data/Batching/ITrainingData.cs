namespace Apical.Data;

/// <summary>What can be trained with: a set of samples (<see cref="ISamples"/>), or batches that differ from epoch to epoch.</summary>
public interface ITrainingData
{
    /// <summary>Samples in an epoch.</summary>
    int Count { get; }

    /// <summary>A series of batches of its own, for one run.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="rng">Its fork <c>epoch</c>, number e, decides on epoch e. How much was drawn from it does not matter.</param>
    /// <param name="shuffle">Whether each epoch comes in an order of its own, where there is an order to keep.</param>
    IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true);
}
