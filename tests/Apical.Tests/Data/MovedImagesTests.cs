namespace Apical.Tests.Data;

/// <summary>Crops and flips against their definition: rows and columns of the image, shifted by at most the border, beyond it black or as at the edge, turned
/// or not.</summary>
public sealed class MovedImagesTests
{
    private const int Border = 2;
    private static readonly ImageShape s_shape = new(2, 5, 7);

    [Theory]
    [InlineData("crop:4,flip", "crop:4,flip")]
    [InlineData("FLIP", "flip")]
    [InlineData("flip,crop:3:edge", "crop:3:edge,flip")]
    [InlineData("elastic:alpha=20,flip,crop:1", "crop:1,flip,elastic:alpha=20:sigma=4")]
    public void Augmentations_are_a_list(string written, string read) => Assert.Equal(read, Augmentation.Parse(written).ToString());

    [Theory]
    [InlineData("crop", "'crop' is not written so: crop:PIXELS[:edge], with a whole number from 1 to 1000.")]
    [InlineData("crop:0", "'crop:0' is not written so")]
    [InlineData("crop:1.5", "'crop:1.5' is not written so")]
    [InlineData("crop:2:rim", "'crop:2:rim' is not written so")]
    [InlineData("crop:2:edge:edge", "'crop:2:edge:edge' is not written so")]
    [InlineData("flip:2", "'flip:2' is not written so: flip.")]
    [InlineData("flip,crop:2,flip", "flip is there twice")]
    [InlineData("flop", "Unknown augmentation 'flop'; did you mean 'flip'?")]
    [InlineData("", "Unknown augmentation ''")]
    [InlineData("elastic:alpha=-1", "elastic:alpha=-1: Expected 0 or more.")]
    public void What_is_no_augmentation_is_refused(string written, string message) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Augmentation.Parse(written)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(Precision.Single, false)]
    [InlineData(Precision.Double, false)]
    [InlineData(Precision.Single, true)]
    public void An_image_is_shifted_by_at_most_the_border_and_turned_half_the_time(Precision precision, bool edge)
    {
        Dataset images = Make(40, precision);
        IBatchSource moved = new MovedImages(images, new() { Crop = Border, Edge = edge, Flip = true }).Batches(40, new Rng(7), shuffle: false);
        var seen = new Dictionary<(int, int, bool), int>();
        for (long epoch = 0; epoch < 50; epoch++)
        {
            Batch batch = moved.Draw(epoch);
            for (int n = 0; n < 40; n++)
            {
                var how = Ways().Single(way => Enumerable.Range(0, s_shape.Features).All(i => batch.X[i, n] == Moved(images, n, i, way, edge)));
                seen[how] = seen.GetValueOrDefault(how) + 1;
            }
        }

        // 2000 draws of 50 ways, 40 of each expected with an sd of 6.3; half are turned, with an sd of 22
        Assert.Equal(Ways().Count(), seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 12, 72));
        Assert.InRange(seen.Where(one => one.Key.Item3).Sum(one => one.Value), 890, 1110);
    }

    [Fact]
    public void What_becomes_of_an_image_hangs_on_the_epoch_and_not_on_batches_or_their_order()
    {
        Dataset images = Make(30, Precision.Single);
        var set = new MovedImages(images, new() { Crop = Border, Flip = true });
        double[][] Epoch(int batchSize, bool shuffle, long epoch)
        {
            IBatchSource batches = set.Batches(batchSize, new Rng(3), shuffle);
            var found = new double[30][];
            for (long step = 0; step < batches.BatchesPerEpoch; step++)
            {
                Batch batch = batches.Draw((epoch * batches.BatchesPerEpoch) + step);
                for (int i = 0; i < batch.Size; i++)
                {
                    found[batch.Numbers[i]] = [.. Enumerable.Range(0, s_shape.Features).Select(j => batch.X[j, i])];
                }
            }

            return found;
        }

        double[][] first = Epoch(30, shuffle: false, 1);
        Assert.Equal(first, Epoch(7, shuffle: true, 1));
        Assert.Equal(first, Epoch(1, shuffle: true, 1));
        Assert.NotEqual(first, Epoch(30, shuffle: false, 2));
    }

    /// <summary>What comes in from beyond the border is black before the images are normalised, with the numbers of the place where it comes to lie.</summary>
    [Theory]
    [InlineData("whole")]
    [InlineData("feature")]
    [InlineData("channel")]
    public void Images_are_normalised_after_they_are_moved(string method)
    {
        Dataset images = Make(20, Precision.Double);
        Normalisation fitted = Normalisation.Fit(NormalisationMethod.Parse(method), images);
        Batch plain = new MovedImages(images, new() { Crop = 1 }).Batches(20, new Rng(1)).Draw(0);
        Matrix expected = fitted.Apply(new Dataset("moved", plain.X.T.ToMatrix().Clone(), new Matrix(20, 1, Precision.Double))).Inputs;
        Assert.Equal(expected.T.ToMatrix().ToArray(), new MovedImages(images, new() { Crop = 1 }, fitted).Batches(20, new Rng(1)).Draw(0).X.ToArray());
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        Dataset images = Make(50, Precision.Single);
        IBatchSource batches = new MovedImages(images, new() { Crop = 1, Flip = true }, Normalisation.Fit(NormalisationMethod.Channel, images)).Batches(20,
            new Rng(4));
        for (long step = 0; step < 6; step++)
        {
            _ = batches.Draw(step);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long step = 6; step < 40; step++)
        {
            _ = batches.Draw(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Flips_do_not_change_crops_and_what_is_no_image_is_refused()
    {
        Dataset images = Make(30, Precision.Single);
        Matrix Drawn(bool flip) => new MovedImages(images, new() { Crop = 2, Flip = flip }).Batches(30, new Rng(5), shuffle: false).Draw(0).X;
        Matrix with = Drawn(true), without = Drawn(false);
        Assert.All(Enumerable.Range(0, 30), n => Assert.True(
            Enumerable.Range(0, s_shape.Features).All(i => with[i, n] == without[i, n])
                || Enumerable.Range(0, s_shape.Features).All(i => with[i, n] == without[Mirrored(i), n])));
        Assert.StartsWith(
            "xor holds no images", Assert.Throws<ArgumentException>(() => new MovedImages(Xor.Create(), new() { Flip = true })).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_get_mean_0_and_sd_1_each_by_itself()
    {
        Dataset images = Make(30, Precision.Double);
        Dataset ready = Normalisation.Fit(NormalisationMethod.Channel, images).Apply(images);
        for (int channel = 0; channel < 2; channel++)
        {
            double[] all = [.. from n in Enumerable.Range(0, 30) from i in Enumerable.Range(channel * 35, 35) select ready.Inputs[n, i]];
            Assert.Equal(0, all.Average(), 1e-12);
            Assert.Equal(1, all.Select(x => x * x).Average(), 1e-12);
        }

        // one centre and scale for all pixels of a channel: differences keep their ratio
        double Ratio(Dataset set) => (set.Inputs[0, 3] - set.Inputs[4, 20]) / (set.Inputs[7, 11] - set.Inputs[2, 30]);
        Assert.Equal(Ratio(images), Ratio(ready), 1e-9);
        Assert.Contains("no channels to normalise", Assert.Throws<ArgumentException>(() =>
            Normalisation.Fit(NormalisationMethod.Channel, Xor.Create())).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Down, int Right, bool Turned)> Ways() =>
        from down in Enumerable.Range(-Border, (2 * Border) + 1)
        from right in Enumerable.Range(-Border, (2 * Border) + 1)
        from turned in new[] { false, true }
        select (down, right, turned);

    private static double Moved(Dataset images, int image, int place, (int Down, int Right, bool Turned) how, bool edge)
    {
        (int channel, int y, int x) = (place / 35, place % 35 / 7, place % 7);
        (y, x) = (y + how.Down, (how.Turned ? 6 - x : x) + how.Right);
        (y, x) = edge ? (Math.Min(Math.Max(y, 0), 4), Math.Min(Math.Max(x, 0), 6)) : (y, x);
        return y is >= 0 and < 5 && x is >= 0 and < 7 ? images.Inputs[image, (channel * 35) + (y * 7) + x] : 0;
    }

    private static int Mirrored(int place) => place - (place % 7) + (6 - (place % 7));

    private static Dataset Make(int count, Precision precision)
    {
        var inputs = new Matrix(count, s_shape.Features, precision);
        InputDistribution.Uniform(0.1, 1).Fill(inputs, new Rng(9));
        for (int n = 0; n < count; n++)
        {
            for (int i = 0; i < 35; i++)
            {
                inputs[n, i] *= 3;                  // channels differ
            }
        }

        int[] labels = [.. Enumerable.Range(0, count).Select(n => n % 2)];
        return new("images", inputs, OneHot.Encode(labels, 2, precision: precision), labels, 2, s_shape);
    }
}
