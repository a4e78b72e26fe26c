using Apical.Probes;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

/// <summary>A run that is cut and taken up again: the same bits, the same rows, and the same end as in one go.</summary>
public sealed class TrainingRunTests
{
    private static readonly Recipe s_recipe = new()
    {
        Net = "2-6-5-2",
        Rule = "kolen-pollack",
        Optimizer = "adam",
        LearningRate = 0.1,
        Dropout = 0.2,
        Batch = 16,
        Epochs = 40,
        EarlyStop = 3,
    };

    private static DataSplits Data { get; } = new(TwoMoons.Create(70, new Rng(1)), TwoMoons.Create(20, new Rng(3)), TwoMoons.Create(40, new Rng(2)));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]                                   // more than there are: cut when it had stopped by itself
    public void Taken_up_again_it_ends_as_in_one_go(int cut)
    {
        using var folder = new TemporaryFolder();
        List<MetricRow> whole = [], parts = [];
        TrainingRun unbroken = Make(whole);
        Assert.Equal(TrainingEnd.Stopped, unbroken.Run(Token));
        Assert.InRange(unbroken.Trainer.Epoch, 5, 39);

        TrainingRun first = Make(parts);
        first.Trainer.Callbacks.Add(new Checkpointing(folder["checkpoint"]));
        first.Trainer.Callbacks.Add(new Log([], then: (what, t) => StopAt(what == "epoch" && t.Epoch == cut, t)));
        first.Run(Token);

        TrainingRun second = Make(parts);
        second.ContinueFrom(folder["checkpoint"], [.. parts]);
        Assert.Equal(TrainingEnd.Stopped, second.Run(Token));

        Assert.Equal(unbroken.Trainer.Epoch, second.Trainer.Epoch);
        Assert.Equal(Timeless(whole), Timeless(parts));
        Assert.Equal(Timeless(unbroken.State.Last), Timeless(second.State.Last));
        Assert.Equal((unbroken.Result.TestAccuracy, unbroken.Result.TestLoss), (second.Result.TestAccuracy, second.Result.TestLoss));
        foreach (((string name, Matrix one), (_, Matrix other)) in unbroken.Learner.State.Matrices.Zip(second.Learner.State.Matrices))
        {
            Matrices.SameBits(one, other, name);
        }
    }

    private static TrainingRun Make(List<MetricRow> rows) =>
        new(s_recipe, Data, new JobState(s_recipe.Rule.Text, 1), [new SignalAngleProbe()], probeSamples: 10, write: rows.AddRange);

    private static IEnumerable<MetricRow> Timeless(IEnumerable<MetricRow> rows) => rows.Where(row => row.Metric != MetricNames.Seconds);

    private static void StopAt(bool now, Trainer trainer)
    {
        if (now)
        {
            trainer.Stop();
        }
    }
}
