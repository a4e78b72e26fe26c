using Apical.Learning;
using Apical.Tests.Rules;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>A warmed-up training step takes nothing from the managed heap: forward, signals, updates, both optimizers, constraints, accuracy.</summary>
public sealed class LearnerAllocationTests
{
    public static TheoryData<string, Precision> Rules => RuleCases.NamesAndPrecisions;

    public static TheoryData<string, Precision> Optimizers => ResumeTests.Optimizers;

    [Theory, MemberData(nameof(Rules))]
    public void No_rule_allocates(string rule, Precision precision)
    {
        Check(new Small(rule, precision), 8);
        Check(new Small(rule, precision) { Dropout = 0.2 }, 8, 3, 1, 33);
        Check(new Small(rule, precision) { BatchNorm = BatchNorm.Learned }, 8, 3, 33);
    }

    [Fact]
    public void Nor_does_batch_normalisation_of_maps()
    {
        using var pool = new WorkerPool(2);
        foreach (BatchNorm form in new[] { BatchNorm.Plain, BatchNorm.Learned, BatchNorm.Batch })
        {
            Check(new Small("fa") { Widths = "3x9x9-conv20@3x3/2+same:mean2-conv30@2x2-3", BatchNorm = form }, pool, 60, 5);
        }
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void No_optimizer_allocates(string optimizer, Precision precision) =>
        Check(new Small("kolen-pollack", precision) { Dropout = 0.2, Optimizer = optimizer, WeightDecay = 0.01, Schedule = "cosine:4" }, 8, 3, 1, 33);

    [Fact]
    public void Nor_do_several_threads()
    {
        using var pool = new WorkerPool(2);
        Check(new Small("kolen-pollack") { Widths = "5-300-250-3", Optimizer = "adam" }, pool, 64, 5);
    }

    /// <summary>Sampler, trainer and learner together, with a last batch that is not full.</summary>
    [Fact]
    public void Nor_do_later_epochs_of_a_trainer()
    {
        var small = new Small("dfa") { Dropout = 0.2, Optimizer = "adam" };
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 30);
        var allocated = new Allocations();
        trainer.Callbacks.Add(allocated);
        trainer.Run(TestContext.Current.CancellationToken);
        CheckClean(allocated.PerEpoch);
    }

    private static void Check(Small small, params int[] batchSizes) => Check(small, null, batchSizes);

    private static void Check(Small small, WorkerPool? pool, params int[] batchSizes)
    {
        NetworkLearner learner = small.MakeLearner(pool);
        Batch[] batches = [.. batchSizes.Select((size, i) => World.Draw(learner.Network, new Rng(3).Fork("batch", i), small.FitBatch(size)))];
        Assert.True(batches[0].HasLabels);
        var taken = new List<long>(capacity: 100);
        for (int round = 0; round < 30; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Learn(learner, batches);
            taken.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        CheckClean(taken);
    }

    /// <summary>
    /// A step that allocates does so in every round. But a collection that a test on another thread sets off may charge this thread with the rest of
    /// its allocation block, so five rounds in a row without allocation are asked for, not all of them.
    /// </summary>
    private static void CheckClean(List<long> taken)
    {
        int clean = 0, best = 0;
        foreach (long bytes in taken)
        {
            clean = bytes == 0 ? clean + 1 : 0;
            best = Math.Max(best, clean);
        }

        Assert.True(best >= 5, $"No five rounds in a row without allocation: {string.Join(' ', taken)} bytes.");
    }

    private static void Learn(NetworkLearner learner, Batch[] batches)
    {
        for (int step = 0; step < batches.Length; step++)
        {
            learner.Learn(batches[step], new Moment(step));
        }
    }

    private sealed class Allocations : TrainerCallback
    {
        private long _before;

        public List<long> PerEpoch { get; } = new(capacity: 100);

        public override void OnStart(Trainer trainer) => _before = GC.GetAllocatedBytesForCurrentThread();

        public override void OnEpoch(Trainer trainer)
        {
            PerEpoch.Add(GC.GetAllocatedBytesForCurrentThread() - _before);
            _before = GC.GetAllocatedBytesForCurrentThread();
        }
    }
}
