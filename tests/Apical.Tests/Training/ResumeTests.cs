using Apical.Learning;
using Apical.Optimizers;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>Two epochs, a file, two more epochs: the same bits as four epochs in one go.</summary>
public sealed class ResumeTests
{
    public static TheoryData<string, Precision> Rules => RuleCases.NamesAndPrecisions;

    public static TheoryData<string> RuleNames => RuleCases.Names;

    public static TheoryData<string, Precision> Optimizers
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (OptimizerInfo optimizer in OptimizerCatalog.All)
            {
                data.Add(optimizer.Name, Precision.Single);
                data.Add(optimizer.Name, Precision.Double);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_goes_on_where_it_was(string rule, Precision precision) =>
        Check(new Small(rule, precision) { Dropout = 0.2, Optimizer = "momentum", WeightDecay = 0.01 });

    [Theory, MemberData(nameof(RuleNames))]
    public void Every_rule_does_so_on_images(string rule) => Check(new Small(rule) { Widths = RuleConformanceTests.Images(rule), Optimizer = "momentum" });

    [Theory, MemberData(nameof(Rules))]
    public void Every_rule_goes_on_with_the_statistics_of_batch_normalisation(string rule, Precision precision) =>
        Check(new Small(rule, precision) { BatchNorm = BatchNorm.Learned, Optimizer = "momentum", WeightDecay = 0.01 });

    /// <summary>With a rule whose feedback learns, so that both optimizers have something to remember.</summary>
    [Theory, MemberData(nameof(Optimizers))]
    public void Every_optimizer_goes_on_where_it_was(string optimizer, Precision precision) =>
        Check(new Small("kolen-pollack", precision) { Dropout = 0.2, Optimizer = optimizer, WeightDecay = 0.01 });

    [Theory]
    [InlineData("step:1,3")]
    [InlineData("step:2:0.5")]
    [InlineData("linear:4")]
    [InlineData("cosine:4")]
    public void Every_schedule_goes_on_where_it_was(string schedule) => Check(new Small("fa") { Schedule = schedule });

    /// <summary>Stopped in the middle of an epoch: the same bits, and the same loss and accuracy of the epoch that was cut in two.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    public void It_goes_on_in_the_middle_of_an_epoch(int steps)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var small = new Small("node-perturbation") { Dropout = 0.2, Optimizer = "momentum" };
        var whole = new List<(double, double)>();
        NetworkLearner unbroken = small.MakeLearner();
        Trainer first = small.MakeTrainer(unbroken, 3);
        first.Callbacks.Add(new Log([], then: (what, trainer) => Note(what, trainer, whole)));
        first.Run(token);

        var parts = new List<(double, double)>();
        using var cancel = new CancellationTokenSource();
        Trainer second = small.MakeTrainer(small.MakeLearner(), 3);
        second.Callbacks.Add(new Checkpointing(folder["checkpoint"], every: 100));
        second.Callbacks.Add(new Log([], then: (what, trainer) =>
        {
            Note(what, trainer, parts);
            if (what == "step" && trainer.Step == steps)
            {
                cancel.Cancel();
            }
        }));
        Assert.Equal(TrainingEnd.Cancelled, second.Run(cancel.Token));
        NetworkLearner resumed = small.MakeLearner();
        Trainer third = small.MakeTrainer(resumed, 3);
        third.Callbacks.Add(new Log([], then: (what, trainer) => Note(what, trainer, parts)));
        Checkpoint.Read(folder["checkpoint"], third);
        Assert.Equal((steps / Small.StepsPerEpoch, (long)steps), (third.Epoch, third.Step));
        third.Run(token);

        Same(unbroken, resumed);
        Assert.Equal(3, whole.Count);
        Assert.Equal(whole, parts);

        static void Note(string what, Trainer trainer, List<(double, double)> epochs)
        {
            if (what == "epoch")
            {
                epochs.Add((trainer.EpochLoss, trainer.EpochAccuracy));
            }
        }
    }

    private static void Check(Small small)
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        NetworkLearner unbroken = small.MakeLearner();
        small.MakeTrainer(unbroken, 4).Run(token);

        Trainer first = small.MakeTrainer(small.MakeLearner(), 2);
        first.Callbacks.Add(new Checkpointing(folder["checkpoint"], every: 2));
        first.Run(token);

        NetworkLearner resumed = small.MakeLearner();
        foreach (Matrix value in resumed.State.Matrices.Values)
        {
            value.Fill(0.5);                            // nothing of the start may matter
        }

        Trainer second = small.MakeTrainer(resumed, 4);
        Checkpoint.Read(folder["checkpoint"], second);
        Assert.Equal((2, 2L * second.StepsPerEpoch), (second.Epoch, second.Step));
        Assert.InRange(second.Seconds, first.Seconds, first.Seconds);
        Assert.Equal(TrainingEnd.Completed, second.Run(token));

        Same(unbroken, resumed);
        double moved = unbroken.Network.Layers.Zip(small.MakeLearner().Network.Layers, (after, before) => after.W.Value.Minus(before.W.Value).Norm()).Max();
        Assert.True(moved > 1e-3, "nothing was learned");
    }

    private static void Same(NetworkLearner expected, NetworkLearner actual)
    {
        // In the order of the names: optimizers list parameters as they met them, which may be another layer first after a break.
        var (mine, theirs) = (expected.State.Matrices.OrderBy(entry => entry.Key, StringComparer.Ordinal),
            actual.State.Matrices.OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Equal(mine.Select(entry => entry.Key), theirs.Select(entry => entry.Key));
        foreach (((string name, Matrix e), (_, Matrix a)) in mine.Zip(theirs))
        {
            Matrices.SameBits(e, a, name);
        }
    }
}
