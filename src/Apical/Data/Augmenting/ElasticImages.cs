using System.Numerics;

namespace Apical.Data;

/// <summary>Images that are distorted anew each time they are drawn.</summary>
public sealed class ElasticImages : ITrainingData
{
    private readonly ITrainingData _images;
    private readonly ImageShape _shape;
    private readonly Elastic _settings;

    /// <summary>Distorts <paramref name="images"/>.</summary>
    /// <param name="images">What to distort; normalised or not makes no difference.</param>
    /// <param name="shape">How their features form images.</param>
    /// <param name="settings">How much.</param>
    public ElasticImages(ITrainingData images, ImageShape shape, Elastic settings)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(settings);
        (_images, _shape, _settings) = (images, shape, settings);
    }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>The same parts with distorted images to train with.</summary>
    /// <param name="data">Images.</param>
    /// <param name="settings">How much; null leaves them as they are.</param>
    /// <exception cref="ArgumentException">The features form no images.</exception>
    public static DataSplits Of(DataSplits data, Elastic? settings)
    {
        ArgumentNullException.ThrowIfNull(data);
        return settings is null ? data
            : data.Train.Shape is { } shape ? data with { Training = new ElasticImages(data.Training, shape, settings) }
            : throw new ArgumentException($"{data.Train.Name} holds no images, so they cannot be distorted. Use the augmentation none.", nameof(data));
    }

    /// <summary>Batches of distorted images. Each image of each step has displacements of its own, the same for all channels.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="rng">Its fork <c>elastic</c>, with the number of the step, gives the displacements; the images below draw from their own.</param>
    /// <param name="shuffle">Whether each epoch comes in an order of its own.</param>
    public IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true) => new Source(_images.Batches(batchSize, rng, shuffle), rng, _shape, _settings);

    private sealed class Source : IBatchSource
    {
        private readonly IBatchSource _images;
        private readonly Rng _rng;
        private readonly Rng _stepRng = new(0);
        private readonly ImageShape _shape;
        private readonly ElasticField _field;
        private readonly float[] _single;
        private readonly double[] _double;

        public Source(IBatchSource images, Rng rng, ImageShape shape, Elastic settings)
        {
            (_images, _rng, _shape, _field) = (images, Rng.FromState(rng.State), shape, new(settings, shape.Height, shape.Width));
            (_single, _double) = (new float[2 * shape.Height * shape.Width], new double[2 * shape.Height * shape.Width]);
        }

        public int BatchesPerEpoch => _images.BatchesPerEpoch;

        public Batch Draw(long step)
        {
            Batch batch = _images.Draw(step);
            _rng.ForkInto(_stepRng, "elastic", step);
            for (int sample = 0; sample < batch.Size; sample++)
            {
                _field.Draw(_stepRng);
                if (batch.X.Precision == Precision.Single)
                {
                    Distort<float>(batch.X.AsSpan<float>(), sample, batch.Size, _single);
                }
                else
                {
                    Distort<double>(batch.X.AsSpan<double>(), sample, batch.Size, _double);
                }
            }

            return batch;
        }

        // Samples are columns: out, distorted, and back in.
        private void Distort<T>(Span<T> x, int sample, int batch, T[] memory)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            int pixels = _shape.Height * _shape.Width;
            Span<T> image = memory.AsSpan(0, pixels), result = memory.AsSpan(pixels);
            for (int channel = 0; channel < _shape.Channels; channel++)
            {
                Span<T> from = x[(channel * pixels * batch)..];
                for (int i = 0; i < pixels; i++)
                {
                    image[i] = from[(i * batch) + sample];
                }

                _field.Distort<T>(image, result);
                for (int i = 0; i < pixels; i++)
                {
                    from[(i * batch) + sample] = result[i];
                }
            }
        }
    }
}
