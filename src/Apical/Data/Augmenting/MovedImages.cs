namespace Apical.Data;

/// <summary>Images that are cropped at random places and flipped at random, anew in each epoch, and normalised afterwards.</summary>
/// <remarks>
/// What becomes of an image depends on the seed, the number of the epoch and the number of the image in the set; not on the size of batches, on threads, or
/// on when it was decoded.
/// </remarks>
public sealed class MovedImages : ITrainingData
{
    private readonly ISamples _images;
    private readonly ImageShape _shape;
    private readonly Augmentation _how;
    private readonly Normalisation? _after;

    /// <summary>Moves <paramref name="images"/>.</summary>
    /// <param name="images">Images, not normalised: 0 is black, which is what comes in from beyond their border, unless their edge does.</param>
    /// <param name="how">How; elastic distortion is not done here.</param>
    /// <param name="after">What brings them to a common scale afterwards, or null.</param>
    /// <exception cref="ArgumentException">The features form no images.</exception>
    public MovedImages(ISamples images, Augmentation how, Normalisation? after = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(how);
        _shape = images.Shape ?? throw new ArgumentException(
            $"{images.Name} holds no images, so they cannot be cropped or flipped. Use the augmentation none.", nameof(images));
        (_images, _how, _after) = (images, how, after);
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>Batches of moved images.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="rng">Its fork <c>augment</c>, number e, and below that the fork <c>sample</c>, number n, move image n in epoch e.</param>
    /// <param name="shuffle">Whether each epoch comes in an order of its own.</param>
    public IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true) => new Source(this, _images.Batches(batchSize, rng, shuffle), rng);

    private sealed class Source : IBatchSource
    {
        private readonly MovedImages _set;
        private readonly IBatchSource _images;
        private readonly Rng _rng;
        private readonly Rng _epochRng = new(0), _sampleRng = new(0);
        private readonly float[] _single;
        private readonly double[] _double;

        public Source(MovedImages set, IBatchSource images, Rng rng)
        {
            (_set, _images, _rng) = (set, images, Rng.FromState(rng.State));
            int pixels = set._shape.Height * set._shape.Width;
            (_single, _double) = set._images.Precision == Precision.Single ? (new float[pixels], []) : (Array.Empty<float>(), new double[pixels]);
        }

        public int BatchesPerEpoch => _images.BatchesPerEpoch;

        public Batch Draw(long step)
        {
            Batch batch = _images.Draw(step);
            _rng.ForkInto(_epochRng, "augment", step / BatchesPerEpoch);
            int crop = _set._how.Crop;
            for (int sample = 0; sample < batch.Size; sample++)
            {
                _epochRng.ForkInto(_sampleRng, "sample", batch.Numbers[sample]);
                int down = _sampleRng.NextInt((2 * crop) + 1) - crop, right = _sampleRng.NextInt((2 * crop) + 1) - crop;
                bool flip = _sampleRng.NextInt(2) == 1 && _set._how.Flip;
                if (batch.X.Precision == Precision.Single)
                {
                    Move(batch.X.AsSpan<float>()[sample..], batch.Size, (down, right, flip), _single);
                }
                else
                {
                    Move(batch.X.AsSpan<double>()[sample..], batch.Size, (down, right, flip), _double);
                }
            }

            _set._after?.ApplyToColumns(batch.X);
            return batch;
        }

        // Samples are columns: out, and back in from where the pixel lies that comes to stand here.
        private void Move<T>(Span<T> x, int batch, (int Down, int Right, bool Flip) how, T[] memory)
            where T : unmanaged
        {
            (int down, int right, bool flip) = how;
            if (how == (0, 0, false))
            {
                return;
            }

            (int channels, int height, int width) = _set._shape;
            for (int channel = 0; channel < channels; channel++)
            {
                Span<T> plane = x[(channel * height * width * batch)..];
                for (int i = 0; i < memory.Length; i++)
                {
                    memory[i] = plane[i * batch];
                }

                for (int row = 0, i = 0; row < height; row++)
                {
                    int y = row + down;
                    for (int column = 0; column < width; column++, i++)
                    {
                        int at = (flip ? width - 1 - column : column) + right;
                        (y, at) = _set._how.Edge ? (Math.Clamp(y, 0, height - 1), Math.Clamp(at, 0, width - 1)) : (y, at);
                        plane[i * batch] = y >= 0 && y < height && at >= 0 && at < width ? memory[(y * width) + at] : default;
                    }
                }
            }
        }
    }
}
