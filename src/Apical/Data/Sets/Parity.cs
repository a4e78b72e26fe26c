using Apical.Numerics.Matrices;
using Apical.Numerics.Random;

namespace Apical.Data;

/// <summary>
/// The parity problem of demirbilek2021, section 2.1: k labelled images side by side; the one output is to say whether the sum of their labels is odd.
/// Training samples are drawn anew for each epoch, and never stored: a batch is gathered from the images it is made of.
/// </summary>
/// <remarks>
/// An epoch is k permutations of the images below: as many samples as there are images, each image once in each place. So it is in the released code
/// (60 000 training and 10 000 test samples of MNIST). Normalise the images first; then all samples are.
/// </remarks>
public sealed class Parity : ITrainingData
{
    private readonly Dataset _images;
    private readonly ImageShape _image;
    private readonly (double Low, double High) _targets;

    /// <summary>Parities of <paramref name="images"/>.</summary>
    /// <param name="images">Labelled images.</param>
    /// <param name="k">Images in a sample, at least 1.</param>
    /// <param name="low">Target of an even sum.</param>
    /// <param name="high">Target of an odd sum.</param>
    /// <exception cref="ArgumentException">The set has no labels, or its features form no image.</exception>
    public Parity(Dataset images, int k, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        if (images.Labels is null || images.Shape is null || images.Count == 0)
        {
            throw new ArgumentException($"{images.Name}: parities need labelled images, and this set has {(images.Count == 0 ? "no samples" : images.Labels is null ? "no labels" : "no images")}.", nameof(images));
        }

        (_images, K, _image, _targets) = (images, k, images.Shape.Value, (low, high));
        Shape = _image with { Width = k * _image.Width };
    }

    /// <summary>Images in a sample.</summary>
    public int K { get; }

    /// <summary>How the features of a sample form an image.</summary>
    public ImageShape Shape { get; }

    /// <inheritdoc/>
    public int Count => _images.Count;

    /// <summary>Parities of the parts of a set: training samples drawn anew for each epoch, the others drawn once, one for each of their images.</summary>
    /// <param name="images">Labelled images, normalised already.</param>
    /// <param name="k">Images in a sample.</param>
    /// <param name="rng">Draws the parts that stay; the training samples come from the run's own.</param>
    /// <param name="low">Target of an even sum.</param>
    /// <param name="high">Target of an odd sum.</param>
    /// <returns>Its training part is a sample of an epoch, to see sizes and targets by; <see cref="DataSplits.Training"/> is what training draws from.</returns>
    public static DataSplits Of(DataSplits images, int k, Rng rng, double low = 0, double high = 1)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(rng);
        const int Sample = 200;
        var train = new Parity(images.Train, k, low, high);
        var test = new Parity(images.Test, k, low, high);
        return new DataSplits(
            train.Create(Math.Min(Sample, train.Count), rng.Fork("train")),
            images.Validation is null ? null : new Parity(images.Validation, k, low, high).Create(images.Validation.Count, rng.Fork("validation")),
            test.Create(test.Count, rng.Fork("test")))
        {
            Training = train,
        };
    }

    /// <summary>Samples drawn once: the first ones of an epoch, as a set. A fresh test set for epoch e is <c>Create(n, rng.Fork("test", e))</c>.</summary>
    /// <param name="count">From 1 to <see cref="Count"/>.</param>
    /// <param name="rng">Draws them.</param>
    public Dataset Create(int count, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        var inputs = new Matrix(count, Shape.Features, _images.Precision);
        var labels = new int[count];
        var order = new int[K][];
        DrawEpoch(rng, order);
        for (int i = 0; i < K; i++)
        {
            var chosen = new Matrix(count, _image.Features, _images.Precision);
            _images.Inputs.GatherRows(order[i].AsSpan(0, count), chosen);
            for (int row = 0; row < count * _image.Channels * _image.Height; row++)
            {
                Copy(chosen, row * _image.Width, inputs, (row * Shape.Width) + (i * _image.Width), _image.Width);
            }

            for (int sample = 0; sample < count; sample++)
            {
                labels[sample] ^= _images.Labels![order[i][sample]] & 1;
            }
        }

        return new Dataset($"parity of {K} × {_images.Name}", inputs, OneHot.EncodeBinary(labels, _targets.Low, _targets.High, _images.Precision), labels, classes: 2, Shape);
    }

    /// <summary>Batches drawn anew for each epoch.</summary>
    /// <param name="batchSize">Samples in a batch, at least 1.</param>
    /// <param name="rng">Its fork <c>epoch</c>, number e, decides on epoch e.</param>
    /// <param name="shuffle">Without effect: there is no order to keep.</param>
    public IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true) => new Source(this, batchSize, rng);

    private static void Copy(Matrix from, int start, Matrix to, int at, int count)
    {
        if (from.Precision == Precision.Single)
        {
            from.AsSpan<float>().Slice(start, count).CopyTo(to.AsSpan<float>()[at..]);
        }
        else
        {
            from.AsSpan<double>().Slice(start, count).CopyTo(to.AsSpan<double>()[at..]);
        }
    }

    private void DrawEpoch(Rng rng, int[][] order)
    {
        for (int i = 0; i < K; i++)
        {
            order[i] ??= new int[Count];
            for (int n = 0; n < Count; n++)
            {
                order[i][n] = n;
            }

            rng.FillPermutation(order[i]);
        }
    }

    private sealed class Source : IBatchSource
    {
        private readonly Parity _set;
        private readonly Rng _rng;
        private readonly Rng _epochRng = new(0);
        private readonly int[][] _order;
        private readonly int _batchSize;
        private readonly (Batch Batch, Matrix Image) _full, _last;
        private long _epoch = -1;

        public Source(Parity set, int batchSize, Rng rng)
        {
            ArgumentNullException.ThrowIfNull(rng);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
            (_set, _rng, _order, _batchSize) = (set, Rng.FromState(rng.State), new int[set.K][], Math.Min(batchSize, set.Count));
            int rest = set.Count % _batchSize;
            BatchesPerEpoch = (set.Count / _batchSize) + (rest > 0 ? 1 : 0);
            _full = Make(_batchSize);
            _last = rest > 0 ? Make(rest) : _full;
        }

        public int BatchesPerEpoch { get; }

        public Batch Draw(long step)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(step);
            if (step / BatchesPerEpoch != _epoch)
            {
                _epoch = step / BatchesPerEpoch;
                _rng.ForkInto(_epochRng, "epoch", _epoch);
                _set.DrawEpoch(_epochRng, _order);
            }

            int start = (int)(step % BatchesPerEpoch) * _batchSize;
            (Batch batch, Matrix image) = start + _batchSize <= _set.Count ? _full : _last;
            Span<int> labels = batch.LabelsToFill;
            labels.Clear();
            for (int i = 0; i < _set.K; i++)
            {
                ReadOnlySpan<int> chosen = _order[i].AsSpan(start, batch.Size);
                _set._images.Inputs.GatherSamples(chosen, image);
                Place(image, i, batch.X);
                for (int s = 0; s < chosen.Length; s++)
                {
                    labels[s] ^= _set._images.Labels![chosen[s]] & 1;
                }
            }

            for (int s = 0; s < labels.Length; s++)
            {
                batch.T[0, s] = labels[s] == 0 ? _set._targets.Low : _set._targets.High;
            }

            return batch;
        }

        // A row of pixels is a block of rows here, for samples are columns.
        private void Place(Matrix image, int place, Matrix x)
        {
            int row = _set._image.Width * x.Columns;
            for (int r = 0; r < _set._image.Channels * _set._image.Height; r++)
            {
                Copy(image, r * row, x, ((r * _set.K) + place) * row, row);
            }
        }

        private (Batch Batch, Matrix Image) Make(int size)
        {
            Precision precision = _set._images.Precision;
            return (
                new Batch(new Matrix(_set.Shape.Features, size, precision), new Matrix(1, size, precision), new int[size]),
                new Matrix(_set._image.Features, size, precision));
        }
    }
}
