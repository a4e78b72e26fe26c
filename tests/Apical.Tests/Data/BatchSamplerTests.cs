using Apical.Learning;
using Apical.Tests.Rules;
using Apical.Tests.Training;
using Apical.Training;

namespace Apical.Tests.Data;

public sealed class BatchSamplerTests
{
    [Fact]
    public void Samples_become_columns_with_their_targets_and_labels()
    {
        Batch batch = new BatchSampler(DatasetTests.Numbered(10), 4, new Rng(1)).Draw(1);

        Assert.Equal((2, 4), (batch.X.Rows, batch.X.Columns));
        Assert.Equal((3, 4), (batch.T.Rows, batch.T.Columns));
        Assert.Equal(4, batch.Size);
        for (int i = 0; i < 4; i++)
        {
            int sample = (int)batch.X[0, i];
            Assert.Equal(10 * sample, batch.X[1, i]);
            Assert.Equal(sample % 3, batch.Labels[i]);
            Assert.Equal(1, batch.T[sample % 3, i]);
            Assert.Equal(0, batch.T[(sample + 1) % 3, i]);
        }
    }

    [Theory]
    [InlineData(3, false, 4)]
    [InlineData(5, false, 2)]
    [InlineData(100, false, 1)]
    [InlineData(3, true, 3)]
    [InlineData(10, true, 1)]
    public void An_epoch_holds_each_sample_at_most_once_and_all_unless_the_last_batch_is_dropped(int batchSize, bool dropLast, int batches)
    {
        var sampler = new BatchSampler(DatasetTests.Numbered(10), batchSize, new Rng(2), dropLast: dropLast);
        Assert.Equal(batches, sampler.BatchesPerEpoch);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            double[] seen = Epoch(sampler, epoch);
            Assert.Equal(dropLast ? batches * batchSize : 10, seen.Length);
            Assert.Distinct(seen);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Some_samples_of_a_batch_are_those_of_the_whole_whether_it_was_looked_at_or_not(bool looked)
    {
        Batch whole = new BatchSampler(DatasetTests.Numbered(20), 10, new Rng(1)).Draw(1);
        Batch other = new BatchSampler(DatasetTests.Numbered(20), 10, new Rng(1)).Draw(1);
        _ = looked ? other.X : null;
        Batch some = other.RoomFor(3);
        other.CopyTo(4, some);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(whole.X[1, 4 + i], some.X[1, i]);
            Assert.Equal(whole.T[2, 4 + i], some.T[2, i]);
            Assert.Equal((whole.Labels[4 + i], whole.Numbers[4 + i]), (some.Labels[i], some.Numbers[i]));
        }

        Assert.Equal(First(whole), First(other));
        Assert.Contains("Samples 8 to 10 of a batch of 10", Assert.Throws<ArgumentException>(() => other.CopyTo(8, some)).Message);
    }

    [Fact]
    public void Epochs_have_different_orders_and_seeds_do()
    {
        var sampler = new BatchSampler(DatasetTests.Numbered(50), 7, new Rng(3));
        Assert.NotEqual(Epoch(sampler, 0), Epoch(sampler, 1));
        Assert.NotEqual(Epoch(sampler, 0), Epoch(new BatchSampler(DatasetTests.Numbered(50), 7, new Rng(4)), 0));
    }

    /// <summary>Exact resume: a new sampler, asked for step 12 first, with an Rng that has moved on.</summary>
    [Fact]
    public void A_step_gets_the_same_batch_whether_or_not_earlier_ones_were_drawn()
    {
        var rng = new Rng(5);
        var unbroken = new BatchSampler(DatasetTests.Numbered(20), 6, rng);
        double[][] all = [.. Enumerable.Range(0, 16).Select(step => First(unbroken.Draw(step)))];

        _ = rng.NextUInt64();
        var resumed = new BatchSampler(DatasetTests.Numbered(20), 6, rng);
        foreach (int step in new[] { 12, 13, 14, 15, 3, 0 })
        {
            Assert.Equal(all[step], First(resumed.Draw(step)));
        }
    }

    [Fact]
    public void Without_shuffling_the_order_is_that_of_the_set_in_every_epoch()
    {
        var sampler = new BatchSampler(DatasetTests.Numbered(7), 3, new Rng(6), shuffle: false);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Epoch(sampler, 0));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], Epoch(sampler, 5));
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var sampler = new BatchSampler(DatasetTests.Numbered(100), 30, new Rng(7));
        _ = Epoch(sampler, 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (long step = 4; step < 40; step++)
        {
            _ = sampler.Draw(step);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Sets_without_labels_give_batches_without_labels()
    {
        var data = new Dataset("r", new Matrix(3, 2, Precision.Double), new Matrix(3, 1, Precision.Double));
        Batch batch = new BatchSampler(data, 2, new Rng(0)).Draw(0);
        Assert.False(batch.HasLabels);
        Assert.True(batch.Labels.IsEmpty);
        Assert.Equal(Precision.Double, batch.X.Precision);
    }

    [Fact]
    public void Impossible_batches_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(DatasetTests.Numbered(3), 0, new Rng(0)));
        Assert.Throws<ArgumentException>(() => new BatchSampler(DatasetTests.Numbered(3), 4, new Rng(0), dropLast: true));
        Assert.Throws<ArgumentException>(() => new BatchSampler(DatasetTests.Numbered(3).Take(0), 4, new Rng(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchSampler(DatasetTests.Numbered(3), 1, new Rng(0)).Draw(-1));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Batch(new Matrix(5, 2), new Matrix(3, 4)));
        Assert.Equal("Expected the same number of samples everywhere, got inputs [5, 2], targets [3, 4].", error.Message);
    }

    /// <summary>A source that another project could have written, with the samples in their order: training is that on the set, to the bit.</summary>
    [Fact]
    public void Training_draws_from_a_source_of_ones_own()
    {
        var small = new Small("fa");
        NetworkLearner one = small.MakeLearner(), other = small.MakeLearner();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 5, Shuffle = false };
        Assert.Equal(TrainingEnd.Completed, new Trainer(one, small.Data, new Rng(1), options).Run(TestContext.Current.CancellationToken));
        Assert.Equal(TrainingEnd.Completed, new Trainer(other, new InOrder(small.Data), new Rng(1), options).Run(TestContext.Current.CancellationToken));
        foreach (((string name, Matrix a), (_, Matrix b)) in one.State.Matrices.Zip(other.State.Matrices))
        {
            Matrices.SameBits(a, b, name);
        }
    }

    [Fact]
    public void What_could_not_be_gathered_is_gathered_by_the_next_who_asks()
    {
        var data = new FailsOnce(DatasetTests.Numbered(10));
        Batch batch = new BatchSampler(data, 4, new Rng(1), shuffle: false).Draw(0);
        Assert.Throws<IOException>(() => batch.X);
        Assert.Equal([0, 1, 2, 3], First(batch));
    }

    private static double[] Epoch(BatchSampler sampler, int epoch) =>
        [.. Enumerable.Range(0, sampler.BatchesPerEpoch).SelectMany(i => First(sampler.Draw((long)epoch * sampler.BatchesPerEpoch + i)))];

    private static double[] First(Batch batch) => [.. Enumerable.Range(0, batch.Size).Select(i => batch.X[0, i])];

    private sealed class InOrder(Dataset data) : ITrainingData, IBatchSource
    {
        public int Count => data.Count;

        public int BatchesPerEpoch => (data.Count + 4) / 5;

        public IBatchSource Batches(int batchSize, Rng rng, bool shuffle = true) => this;

        public Batch Draw(long step)
        {
            int first = 5 * (int)(step % BatchesPerEpoch);
            Dataset some = data.Select([.. Enumerable.Range(first, Math.Min(5, data.Count - first))]);
            return new Batch(some.Inputs.T.ToMatrix(), some.Targets.T.ToMatrix(), some.Labels);
        }
    }

    private sealed class FailsOnce(ISamples data) : ISamples
    {
        private bool _failed;

        public string Name => data.Name;

        public int Count => data.Count;

        public int Features => data.Features;

        public int Outputs => data.Outputs;

        public int Classes => data.Classes;

        public ImageShape? Shape => data.Shape;

        public Precision Precision => data.Precision;

        public TargetSummary Summary => data.Summary;

        public void Gather(ReadOnlySpan<int> numbers, Matrix? x, Matrix? t, Span<int> labels)
        {
            if (!_failed)
            {
                _failed = true;
                throw new IOException("the disk is gone for a moment");
            }

            data.Gather(numbers, x, t, labels);
        }
    }
}
