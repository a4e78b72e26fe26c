namespace Apical.Tests.Data;

/// <summary>Images that are kept as bytes are what a set in memory is, to the bit.</summary>
public sealed class ImageSamplesTests
{
    private static readonly ImageShape s_shape = new(3, 7, 9);

    [Theory]
    [InlineData(Precision.Single)]
    [InlineData(Precision.Double)]
    public void A_batch_has_each_byte_over_255_one_image_in_each_column(Precision precision)
    {
        ImageSamples images = Make(50, precision);
        int[] numbers = [.. Enumerable.Range(0, 33).Select(i => 7 * i % 50)], labels = new int[33];
        Matrix x = new(s_shape.Features, 33, precision), t = new(4, 33, precision);
        images.Gather(numbers, x, t, labels);
        for (int i = 0; i < 33; i++)
        {
            for (int j = 0; j < s_shape.Features; j++)
            {
                Assert.Equal(precision == Precision.Single ? Byte(numbers[i], j) / 255f : Byte(numbers[i], j) / 255.0, x[j, i]);
            }

            Assert.Equal(numbers[i] % 4, labels[i]);
            Assert.Equal([.. Enumerable.Range(0, 4).Select(k => k == labels[i] ? 1.0 : 0)], Enumerable.Range(0, 4).Select(k => t[k, i]));
        }
    }

    [Theory]
    [InlineData("whole")]
    [InlineData("feature")]
    [InlineData("unit")]
    public void Normalised_they_are_the_set_in_memory(string method)
    {
        DataSplits Prepared(ISamples train) => new DataSplits(train, null, train).HoldOut(11, new Rng(3)).Normalised(NormalisationMethod.Parse(method), out _);
        ImageSamples images = Make(60, Precision.Single);
        DataSplits bytes = Prepared(images), numbers = Prepared(((ISamples)images).InMemory());
        Assert.Equal(numbers.Train.InMemory().Inputs.ToArray(), bytes.Train.InMemory().Inputs.ToArray());
        Assert.Equal(numbers.Validation!.InMemory().Targets.ToArray(), bytes.Validation!.InMemory().Targets.ToArray());
    }

    [Fact]
    public void Names_of_classes_go_through_all_that_stands_before_a_set()
    {
        string[] names = ["a", "b", "c", "d"];
        ISamples images = Make(20, Precision.Single);
        Assert.Equal(names, images.Select([1, 5]).Normalised(Normalisation.Fit(NormalisationMethod.Unit, images)).WithTargets(-1, 1).ClassNames);
        Dataset stored = images.InMemory();
        Assert.Equal(names, stored.Take(3).To(Precision.Double).WithTargets(-1, 1).WithInputs(new Matrix(3, 189, Precision.Double)).ClassNames);
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        IBatchSource batches = ((ISamples)Make(90, Precision.Single)).Batches(20, new Rng(4));
        for (long step = 0; step < 10; step++)
        {
            _ = batches.Draw(step);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long step = 10; step < 40; step++)
        {
            _ = batches.Draw(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal static ImageSamples Make(int count, Precision precision)
    {
        byte[] pixels = [.. from n in Enumerable.Range(0, count) from j in Enumerable.Range(0, s_shape.Features) select Byte(n, j)];
        return new("images", s_shape, new PixelBlock(pixels, s_shape.Features), [.. Enumerable.Range(0, count).Select(n => n % 4)], ["a", "b", "c", "d"],
            precision);
    }

    internal static byte Byte(int image, int place) => (byte)(new Rng((ulong)image).Fork("byte", place).NextInt(256));
}
