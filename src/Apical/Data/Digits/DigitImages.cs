namespace Apical.Data;

/// <summary>Images of handwritten-looking digits, made by a program: no download, the same everywhere.</summary>
public static class DigitImages
{
    /// <summary>Height and width of an image in pixels.</summary>
    public const int Side = DigitPainter.Side;

    /// <summary>The seed of the set that goes by the name of <c>digits</c>.</summary>
    public const ulong StandardSeed = 20160908;

    /// <summary>Images to train with in the set that goes by the name of <c>digits</c>.</summary>
    public const int StandardTrainCount = 5000;

    /// <summary>Images to test with in the set that goes by the name of <c>digits</c>.</summary>
    public const int StandardTestCount = 1000;

    // Painted once: 4.7 MB, which takes a third of a second.
    private static readonly Lazy<(IdxSet Train, IdxSet Test)> s_standard = new(() => Paint(StandardSeed, StandardTrainCount, StandardTestCount, null));

    /// <summary>Paints a training and a test set, which share no image.</summary>
    /// <param name="seed">Chooses the images.</param>
    /// <param name="train">Images to train with.</param>
    /// <param name="test">Images to test with.</param>
    /// <param name="options">How much the images vary.</param>
    /// <param name="precision">Of the set.</param>
    /// <returns>Inputs in [0, 1], 784 features; one-hot targets.</returns>
    public static DataSplits Load(
        ulong seed = StandardSeed, int train = StandardTrainCount, int test = StandardTestCount, DigitOptions? options = null,
        Precision precision = Precision.Single)
    {
        bool standard = (seed, train, test, options) == (StandardSeed, StandardTrainCount, StandardTestCount, null);
        (IdxSet toTrain, IdxSet toTest) = standard ? s_standard.Value : Paint(seed, train, test, options);
        return new DataSplits(
            Dataset.OfImages("digits/train", toTrain, classes: 10, precision), null, Dataset.OfImages("digits/test", toTest, classes: 10, precision));
    }

    /// <summary>Paints <paramref name="count"/> digits.</summary>
    /// <param name="count">Number of images. Image i is the same in a longer series.</param>
    /// <param name="rng">Where the randomness comes from: every image has its own fork.</param>
    /// <param name="options">How much the images vary.</param>
    /// <returns>Pixels from 0 (background) to 255, and labels; each run of ten images holds each digit once.</returns>
    public static IdxSet Paint(int count, Rng rng, DigitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentNullException.ThrowIfNull(rng);
        byte[] pixels = new byte[count * Side * Side];
        byte[] labels = new byte[count];
        options ??= new();
        options.Check();
        var painter = new DigitPainter(options);
        var draw = new Rng(0);
        Span<int> order = stackalloc int[10];
        for (int i = 0; i < count; i++)
        {
            if (i % 10 == 0)
            {
                rng.ForkInto(draw, "order", i / 10);
                draw.FillPermutation(order);
            }

            labels[i] = (byte)order[i % 10];
            rng.ForkInto(draw, "image", i);
            painter.Paint(labels[i], draw, pixels.AsSpan(i * Side * Side, Side * Side));
        }

        return new IdxSet(new IdxArray([count, Side, Side], pixels), new IdxArray([count], labels));
    }

    private static (IdxSet Train, IdxSet Test) Paint(ulong seed, int train, int test, DigitOptions? options)
    {
        var rng = new Rng(seed);
        return (Paint(train, rng.Fork("train"), options), Paint(test, rng.Fork("test"), options));
    }
}
