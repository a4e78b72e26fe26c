namespace Apical.Tests.Rules;

/// <summary>A warmed-up step takes nothing from the managed heap.</summary>
public sealed class RuleAllocationTests
{
    public static TheoryData<string, Precision> NamesAndPrecisions => RuleCases.NamesAndPrecisions;

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void A_warmed_up_step_allocates_nothing(string name, Precision precision) => Check(name, precision, World.Deep, dropout: 0, new Workspace(), 8);

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void Nor_when_batch_sizes_alternate(string name, Precision precision) =>
        Check(name, precision, World.Deep, dropout: 0.2, new Workspace(), 8, 3, 1, 33);

    [Theory, MemberData(nameof(NamesAndPrecisions))]
    public void Nor_on_convolutions(string name, Precision precision) =>
        Check(name, precision, RuleConformanceTests.Images(name), dropout: 0, new Workspace(), 8, 3);

    [Fact]
    public void Nor_on_several_threads()
    {
        using var pool = new WorkerPool(2);
        Check("bp", Precision.Single, "150-220-180-10", dropout: 0, new Workspace(pool), 70, 10);
    }

    private static void Check(string name, Precision precision, string widths, double dropout, Workspace workspace, params int[] batchSizes)
    {
        var world = new World(1, widths, precision, dropout: dropout, of: RuleCases.All[name]);
        LearningRule rule = RuleCases.All[name].Make(world.Network, world.Rng);
        Batch[] batches = [.. batchSizes.Select((size, i) => World.Draw(world.Network, world.Rng.Fork("batch", i), size))];
        var signals = new TeachingSignals(world.Network.L);
        var updates = new Updates();
        // A collection that a test on another thread sets off may charge this thread with the rest of its allocation block (some kB, rarely).
        // A step that allocates does so in every round.
        int clean = 0;
        long taken = 0;
        for (int round = 0; round < 100 && clean < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Steps(world, rule, workspace, batches, signals, updates);
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
            clean = taken == 0 ? clean + 1 : 0;
        }

        Assert.True(clean == 5, $"No five rounds in a row without allocation; the last took {taken} bytes.");
        Assert.True(updates.Count > 0);
    }

    private static void Steps(World world, LearningRule rule, Workspace workspace, Batch[] batches, TeachingSignals signals, Updates updates)
    {
        for (int step = 0; step < batches.Length; step++)
        {
            (Batch batch, var moment) = (batches[step], new Moment(step));
            using (workspace.Enter())
            {
                world.Network.Forward(batch.X, world.Pass, moment.Step);
                rule.Teach(world.Pass, batch, moment, signals);
                updates.Clear();
                world.Network.AddUpdates(world.Pass, signals, updates);
                rule.LearnFeedback(world.Pass, signals, batch, moment, updates);
                rule.Constrain();
            }
        }
    }
}
