using Apical.Training;

namespace Apical.Tests.Training;

public sealed class TrainerTests
{
    private readonly Small _small = new("bp");
    private readonly List<string> _lines = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_sample_comes_once_per_epoch_and_the_last_batch_is_what_is_left()
    {
        var learner = new ScriptedLearner();
        Trainer trainer = _small.MakeTrainer(learner, 3);

        Assert.Equal(TrainingEnd.Completed, trainer.Run(Token));

        Assert.Equal((3, 15L, 5), (trainer.Epoch, trainer.Step, trainer.StepsPerEpoch));
        Assert.Equal(Enumerable.Range(0, 15).Select(step => (long)step), learner.Seen.Select(seen => seen.Step));
        Assert.Equal(Enumerable.Range(0, 15).Select(step => step / 5.0), learner.Seen.Select(seen => seen.Epoch));
        foreach (var epoch in learner.Seen.Chunk(5))
        {
            Assert.Equal([5, 5, 5, 5, 3], epoch.Select(seen => seen.Samples.Length));
            Assert.Equal(Enumerable.Range(0, 23), epoch.SelectMany(seen => seen.Samples).Order());
        }

        Assert.NotEqual(learner.Seen[0].Samples, learner.Seen[5].Samples);
    }

    [Fact]
    public void Without_shuffling_samples_come_in_their_order()
    {
        var learner = new ScriptedLearner();
        new Trainer(learner, _small.Data, new(1), new() { Epochs = 2, BatchSize = 5, Shuffle = false }).Run(Token);
        Assert.Equal([.. Enumerable.Range(0, 23), .. Enumerable.Range(0, 23)], learner.Seen.SelectMany(seen => seen.Samples));
    }

    /// <summary>Four batches of 5 with loss 1 and 2 right, one of 3 with loss 10 and 3 right.</summary>
    [Fact]
    public void Loss_and_accuracy_of_an_epoch_count_every_sample_alike()
    {
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner((batch, _) => batch.Size == 5 ? new(1, 2) : new(10, 3)), 2);
        Assert.Equal((double.NaN, double.NaN), (trainer.EpochLoss, trainer.EpochAccuracy));
        trainer.Run(Token);
        Assert.Equal(50 / 23.0, trainer.EpochLoss, 1e-12);
        Assert.Equal(11 / 23.0, trainer.EpochAccuracy, 1e-12);
    }

    [Fact]
    public void Accuracy_is_unknown_when_the_learner_does_not_tell()
    {
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner((_, _) => new(1, -1)), 1);
        trainer.Run(Token);
        Assert.Equal(double.NaN, trainer.EpochAccuracy);
    }

    [Fact]
    public void Callbacks_are_told_in_order()
    {
        Trainer trainer = new(new ScriptedLearner(), _small.Data, new(1), new() { Epochs = 2, BatchSize = 12 });
        trainer.Callbacks.Add(new Log(_lines, "a "));
        trainer.Callbacks.Add(new Log(_lines, "b "));
        trainer.Run(Token);
        Assert.Equal(
        [
            "a start 0/0", "b start 0/0",
            "a step 0/1", "b step 0/1", "a step 0/2", "b step 0/2", "a epoch 1/2", "b epoch 1/2",
            "a step 1/3", "b step 1/3", "a step 1/4", "b step 1/4", "a epoch 2/4", "b epoch 2/4",
            "a end Completed 2/4", "b end Completed 2/4",
        ], _lines);
    }

    [Theory]
    [InlineData("start", 0, "end Stopped 0/0")]
    [InlineData("step", 3, "end Stopped 0/3")]
    [InlineData("step", 5, "end Stopped 1/5")]          // the last step makes the epoch whole
    [InlineData("epoch", 5, "end Stopped 1/5")]
    [InlineData("step", 7, "end Stopped 1/7")]
    public void A_callback_can_stop_training(string when, int step, string end)
    {
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner(), 3);
        trainer.Callbacks.Add(new Log(_lines, then: (what, t) => StopAt(what == when && t.Step == step, t)));
        Assert.Equal(TrainingEnd.Stopped, trainer.Run(Token));
        Assert.Equal(end, _lines[^1]);
        Assert.Equal(trainer.Epoch, _lines.Count(line => line.StartsWith("epoch", StringComparison.Ordinal)));
    }

    [Fact]
    public void Cancelled_before_the_start_no_step_is_made()
    {
        var learner = new ScriptedLearner();
        Trainer trainer = _small.MakeTrainer(learner, 3);
        trainer.Callbacks.Add(new Log(_lines));
        Assert.Equal(TrainingEnd.Cancelled, trainer.Run(new CancellationToken(canceled: true)));
        Assert.Empty(learner.Seen);
        Assert.Equal(["start 0/0", "end Cancelled 0/0"], _lines);
    }

    [Fact]
    public void Cancelled_on_the_way_the_current_step_is_the_last()
    {
        using var cancel = new CancellationTokenSource();
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner(), 3);
        trainer.Callbacks.Add(new Log(_lines, then: (_, t) => CancelAt(t.Step == 7, cancel)));
        Assert.Equal(TrainingEnd.Cancelled, trainer.Run(cancel.Token));
        Assert.Equal("end Cancelled 1/7", _lines[^1]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_not_finite_ends_training(double loss)
    {
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner((_, moment) => new(moment.Step == 6 ? loss : 1, 0)), 3);
        trainer.Callbacks.Add(new Log(_lines));
        Assert.Equal(TrainingEnd.Diverged, trainer.Run(Token));
        Assert.Equal(["epoch 1/5", "step 1/6", "end Diverged 1/7"], _lines[^3..]);
        Assert.Equal(1, trainer.EpochLoss);             // of the whole epoch before
    }

    [Fact]
    public void Continued_from_an_epoch_it_draws_the_batches_that_would_have_followed()
    {
        ScriptedLearner unbroken = new(), resumed = new();
        _small.MakeTrainer(unbroken, 4).Run(Token);
        Trainer trainer = _small.MakeTrainer(resumed, 4);
        trainer.ContinueFrom(2, 100);
        trainer.Callbacks.Add(new Log(_lines));
        trainer.Run(Token);

        Same(unbroken.Seen[10..], resumed.Seen);
        Assert.Equal("start 2/10", _lines[0]);
        Assert.Equal("epoch 3/15", _lines[6]);
        Assert.InRange(trainer.Seconds, 100, 100 + 60);
    }

    [Fact]
    public void Cut_in_the_middle_of_an_epoch_and_run_again_it_makes_the_steps_that_are_left()
    {
        ScriptedLearner unbroken = new(), cut = new((_, moment) => new(moment.Step, 1));
        _small.MakeTrainer(unbroken, 2).Run(Token);
        Trainer trainer = _small.MakeTrainer(cut, 2);
        trainer.Callbacks.Add(new Log(_lines, then: (what, t) => StopAt(what == "step" && t.Step == 3, t)));

        Assert.Equal(TrainingEnd.Stopped, trainer.Run(Token));
        Assert.Equal(TrainingEnd.Completed, trainer.Run(Token));

        Same(unbroken.Seen, cut.Seen);
        Assert.Equal((2, 10L), (trainer.Epoch, trainer.Step));
        Assert.Equal(["epoch 1/5", "epoch 2/10"], _lines.Where(line => line.StartsWith("epoch", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_epochs_are_done_at_once()
    {
        Trainer trainer = _small.MakeTrainer(new ScriptedLearner(), 0);
        trainer.Callbacks.Add(new Log(_lines));
        Assert.Equal(TrainingEnd.Completed, trainer.Run(Token));
        Assert.Equal(["start 0/0", "end Completed 0/0"], _lines);
    }

    [Fact]
    public void Settings_out_of_range_say_what_is_allowed()
    {
        Assert.Contains("epochs is 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { Epochs = -1 }).Message,
            StringComparison.Ordinal);
        Assert.Contains("at least one sample", Assert.Throws<ArgumentOutOfRangeException>(() => new TrainerOptions { BatchSize = 0 }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _small.MakeTrainer(new ScriptedLearner(), 1).ContinueFrom(-1, 0));
    }

    private static void StopAt(bool now, Trainer trainer)
    {
        if (now)
        {
            trainer.Stop();
        }
    }

    private static void CancelAt(bool now, CancellationTokenSource cancel)
    {
        if (now)
        {
            cancel.Cancel();
        }
    }

    private static void Same(IReadOnlyList<(long Step, double Epoch, int[] Samples)> expected, IReadOnlyList<(long Step, double Epoch, int[] Samples)> actual)
    {
        Assert.Equal(expected.Select(seen => (seen.Step, seen.Epoch)), actual.Select(seen => (seen.Step, seen.Epoch)));
        Assert.Equal(expected.Select(seen => seen.Samples), actual.Select(seen => seen.Samples));
    }
}
