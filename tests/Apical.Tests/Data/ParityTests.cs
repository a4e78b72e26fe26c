namespace Apical.Tests.Data;

public sealed class ParityTests
{
    /// <summary>Image n has 2×3 pixels n + 0.1 · pixel and the label n % 10, so a sample tells what it was made of.</summary>
    private static Dataset Images(int count, Precision precision = Precision.Double)
    {
        var inputs = new Matrix(count, 6, precision);
        int[] labels = new int[count];
        for (int n = 0; n < count; n++)
        {
            labels[n] = n % 10;
            for (int i = 0; i < 6; i++)
            {
                inputs[n, i] = n + (0.1 * i);
            }
        }

        return new Dataset("numbers", inputs, OneHot.Encode(labels, 10, precision: precision), labels, 10, new ImageShape(1, 2, 3));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Samples_are_images_side_by_side_and_the_target_the_parity_of_their_labels(int k)
    {
        foreach (Precision precision in new[] { Precision.Single, Precision.Double })
        {
            var parity = new Parity(Images(50, precision), k, -0.9, 0.9);
            Assert.Equal(new ImageShape(1, 2, 3 * k), parity.Shape);
            IBatchSource source = parity.Batches(20, new Rng(1));
            Assert.Equal(3, source.BatchesPerEpoch);
            foreach (int size in new[] { 20, 20, 10 })
            {
                Batch batch = source.Draw(size == 10 ? 2 : 0);
                Assert.Equal(size, batch.Size);
                for (int s = 0; s < size; s++)
                {
                    Check(k, i => batch.X[i, s], batch.Labels[s], batch.T[0, s]);
                }
            }

            Dataset set = parity.Create(30, new Rng(2)).InMemory();
            for (int s = 0; s < 30; s++)
            {
                Check(k, i => set.Inputs[s, i], set.Labels![s], set.Targets[s, 0]);
            }
        }
    }

    [Fact]
    public void An_epoch_holds_each_image_once_in_each_place_and_the_next_is_another_draw()
    {
        IBatchSource source = new Parity(Images(64), 2).Batches(16, new Rng(3));
        double[][] left = new double[2][], right = new double[2][];
        for (int epoch = 0; epoch < 2; epoch++)
        {
            var all = Enumerable.Range(4 * epoch, 4).SelectMany(step =>
            {
                Batch batch = source.Draw(step);
                return Enumerable.Range(0, 16).Select(s => (batch.X[0, s], batch.X[3, s])).ToArray();
            }).ToArray();
            (left[epoch], right[epoch]) = ([.. all.Select(x => x.Item1)], [.. all.Select(x => x.Item2)]);
            Assert.Equal(Enumerable.Range(0, 64).Select(n => (double)n), left[epoch].Order());
            Assert.Equal(Enumerable.Range(0, 64).Select(n => (double)n), right[epoch].Order());
        }

        Assert.NotEqual(left[0], right[0]);
        Assert.NotEqual(left[0], left[1]);
        Assert.NotEqual(left[0].Zip(right[0]).Order(), left[1].Zip(right[1]).Order());
    }

    /// <summary>Half of the labels are odd, and labels in different places are independent: an odd sum has the probability ½, sd ½/√n.</summary>
    [Fact]
    public void Classes_are_balanced()
    {
        const int n = 4000;
        Dataset set = new Parity(Images(n), 3).Create(n, new Rng(4)).InMemory();
        Assert.InRange(set.Labels!.Average(), 0.5 - (4 * 0.5 / Math.Sqrt(n)), 0.5 + (4 * 0.5 / Math.Sqrt(n)));
    }

    [Fact]
    public void A_step_gets_the_same_batch_whether_or_not_earlier_ones_were_drawn()
    {
        var parity = new Parity(Images(50), 3);
        var rng = new Rng(5);
        IBatchSource unbroken = parity.Batches(8, rng);
        double[][] all = [.. Enumerable.Range(0, 20).Select(step => unbroken.Draw(step).X.ToArray())];
        _ = rng.NextUInt64();
        IBatchSource resumed = parity.Batches(8, rng);
        foreach (int step in new[] { 11, 12, 19, 3 })
        {
            Assert.Equal(all[step], resumed.Draw(step).X.ToArray());
        }

        Assert.NotEqual(all[0], parity.Batches(8, new Rng(6)).Draw(0).X.ToArray());
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        IBatchSource source = new Parity(Images(100, Precision.Single), 3).Batches(30, new Rng(7));
        for (long step = 0; step < 5; step++)
        {
            _ = source.Draw(step);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long step = 4; step < 40; step++)
        {
            _ = source.Draw(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parts_keep_to_their_own_images_and_cannot_be_changed_afterwards()
    {
        Dataset all = Images(60);
        DataSplits splits = Parity.Of(all.SplitByCount(40, 5, 15), 2, new Rng(8));
        Assert.Equal((40, 5, 15), (splits.Training.Count, splits.Validation!.Count, splits.Test.Count));
        Assert.All(Enumerable.Range(0, 15), s => Assert.InRange(splits.Test.InMemory().Inputs[s, 0], 45, 59));
        Assert.Throws<InvalidOperationException>(() => splits.Limit(10, 10));
        Assert.Throws<InvalidOperationException>(() => splits.HoldOut(3));
        Assert.Throws<InvalidOperationException>(() => splits.Normalised(NormalisationMethod.Whole, out _));
    }

    [Fact]
    public void Sets_without_labels_or_images_are_refused()
    {
        Dataset images = Images(10);
        Assert.Throws<ArgumentException>(() => new Parity(new Dataset("x", images.Inputs, images.Targets, shape: images.Shape), 2));
        Assert.Throws<ArgumentException>(() => new Parity(new Dataset("x", images.Inputs, images.Targets, images.Labels, 10), 2));
    }

    private static void Check(int k, Func<int, double> pixel, int label, double target)
    {
        int sum = 0;
        for (int i = 0; i < k; i++)
        {
            double n = Math.Round(pixel(3 * i));
            sum += (int)n % 10;
            for (int y = 0; y < 2; y++)
            {
                for (int x = 0; x < 3; x++)
                {
                    Assert.Equal(n + (0.1 * ((3 * y) + x)), pixel((y * 3 * k) + (3 * i) + x), 1e-5);
                }
            }
        }

        Assert.Equal(sum % 2, label);
        Assert.Equal(sum % 2 == 1 ? 0.9 : -0.9, target, 1e-6);
    }
}
