using Apical.Numerics.Random;

namespace Apical.Data;

/// <summary>
/// The parity problem of demirbilek2021, section 2.1: k labelled images side by side; the one output is to say whether the sum of their labels is odd.
/// Training samples are drawn anew for each epoch. No sample is ever stored: it is gathered from the images it is made of.
/// </summary>
/// <remarks>
/// An epoch is k permutations of the images below: as many samples as there are images, each image once in each place. So it is in the released code
/// (60 000 training and 10 000 test samples of MNIST). Normalise the images first; then all samples are.
/// </remarks>
public sealed class Parity : ITrainingData
{
    private readonly ISamples _images;
    private readonly (double Low, double High) _targets;

    /// <summary>Parities of <paramref name="images"/>.</summary>
    /// <param name="images">Labelled images.</param>
    /// <param name="k">Images in a sample, at least 1.</param>
    /// <param name="low">Target of an even sum.</param>
    /// <param name="high">Target of an odd sum.</param>
    /// <exception cref="ArgumentException">The set has no labels, or its features form no image.</exception>
    public Parity(ISamples images, int k, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (images.Classes == 0 || images.Shape is not { } image || images.Count == 0)
        {
            string lacks = images.Count == 0 ? "no samples" : images.Classes == 0 ? "no labels" : "no images";
            throw new ArgumentException($"{images.Name}: parities need labelled images, and this set has {lacks}.", nameof(images));
        }

        (_images, K, _targets) = (images, k, (low, high));
        Shape = image with { Width = k * image.Width };
    }

    /// <summary>Images in a sample.</summary>
    public int K { get; }

    /// <summary>How the features of a sample form an image.</summary>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>
    /// Parities of the parts of a set: training samples drawn anew for each epoch, the others drawn once, one for each of their images.
    /// </summary>
    /// <param name="images">Labelled images, normalised already.</param>
    /// <param name="k">Images in a sample.</param>
    /// <param name="rng">Draws the parts that stay; the training samples come from the run's own.</param>
    /// <param name="low">Target of an even sum.</param>
    /// <param name="high">Target of an odd sum.</param>
    /// <returns>Its training part is some of an epoch, to see sizes and targets by; <see cref="DataSplits.Training"/> is what training draws from.</returns>
    public static DataSplits Of(DataSplits images, int k, Rng rng, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(rng);
        const int Sample = 200;
        var train = new Parity(images.Train, k, low, high);
        return new DataSplits(
            train.Create(Math.Min(Sample, train.Count), rng.Fork("train")),
            images.Validation is not { } held ? null : new Parity(held, k, low, high).Create(held.Count, rng.Fork("validation")),
            new Parity(images.Test, k, low, high).Create(images.Test.Count, rng.Fork("test")))
        {
            Training = train,
        };
    }

    /// <summary>Samples drawn once: the first ones of an epoch, as a set. A fresh test set for epoch e is <c>Create(n, rng.Fork("test", e))</c>.</summary>
    /// <param name="count">From 1 to <see cref="Count"/>.</param>
    /// <param name="rng">Draws them.</param>
    public ISamples Create(int count, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        ArgumentNullException.ThrowIfNull(rng);
        return new ParityEpoch(_images, K, _targets, count, rng);
    }

    /// <summary>Batches drawn anew for each epoch.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="rng">Its fork <c>epoch</c>, number e, decides on epoch e.</param>
    /// <param name="shuffle">Without effect: there is no order to keep.</param>
    public IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true) => new Source(this, batchSize, rng);

    private sealed class Source : IBatchSource
    {
        private readonly Rng _rng;
        private readonly Rng _epochRng = new(0);
        private readonly ParityEpoch _samples;
        private readonly BatchSampler _batches;
        private long _epoch = -1;

        public Source(Parity set, int batchSize, Rng rng)
        {
            ArgumentNullException.ThrowIfNull(rng);
            _rng = Rng.FromState(rng.State);
            _samples = new(set._images, set.K, set._targets, set.Count, _epochRng);
            _batches = new(_samples, batchSize, rng, shuffle: false);
        }

        public int BatchesPerEpoch => _batches.BatchesPerEpoch;

        public Batch Draw(long step)
        {
            long epoch = step / BatchesPerEpoch;
            if (epoch != _epoch)
            {
                _rng.ForkInto(_epochRng, "epoch", epoch);
                _samples.Draw(_epochRng);
                _epoch = epoch;
            }

            return _batches.Draw(step);
        }
    }
}
