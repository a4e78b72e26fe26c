using Apical.Learning;
using Apical.Runs;
using Apical.Tests.Rules;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["checkpoint.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Another_network_is_refused()
    {
        Write(new Small("bp"));
        Assert.Equal(
            "The saved layer1/W is [7, 5] in Single precision; this learner needs layer1/W [8, 5] in Single.",
            Refused(new Small("bp") { Widths = "5-8-6-3" }));
        Assert.Equal(
            "The saved state has no layer4/W [3, 3]: it belongs to another network or rule.",
            Refused(new Small("bp") { Widths = "5-7-6-3-3" }));
        Assert.Equal(
            "The saved state has layer3/W, layer3/b, for which this learner has no use: it belongs to another network or rule.",
            Refused(new Small("bp") { Widths = "5-7-6" }));
        Assert.Equal(
            "The saved layer1/W is [7, 5] in Single precision; this learner needs layer1/W [7, 5] in Double.",
            Refused(new Small("bp", Precision.Double)));
    }

    [Fact]
    public void Another_rule_is_refused()
    {
        Write(new Small("fa"));
        Assert.Equal("The saved state has B1, B2, for which this learner has no use: it belongs to another network or rule.", Refused(new Small("bp")));
        Assert.Equal("The saved B1 is [7, 6] in Single precision; this learner needs B1 [7, 3] in Single.", Refused(new Small("dfa")));

        Write(new Small("bp"));
        Assert.Equal("The saved state has no B1 [7, 6]: it belongs to another network or rule.", Refused(new Small("fa")));
    }

    [Fact]
    public void Another_optimizer_is_refused()
    {
        Write(new Small("bp") { Optimizer = "adam" });
        Assert.StartsWith("sgd cannot use layer1/W/mean, layer1/W/mean-square, layer1/W/steps", Refused(new Small("bp")), StringComparison.Ordinal);
        Assert.StartsWith("The saved state has no entry layer1/W/velocity", Refused(new Small("bp") { Optimizer = "momentum" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_is_no_checkpoint()
    {
        Safetensors.Write(File, new Dictionary<string, StoredTensor> { ["layer1/W"] = StoredTensor.Of(new Matrix(2, 3)) });
        Assert.Equal($"'{File}' does not say which epoch it is from: it is a model, not a checkpoint.", Refused<InvalidDataException>(new Small("bp")));
    }

    [Fact]
    public void A_damaged_file_is_refused()
    {
        Write(new Small("bp"));
        byte[] whole = System.IO.File.ReadAllBytes(File);
        foreach (int length in new[] { 0, 7, 100, whole.Length / 2, whole.Length - 1 })
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Contains(File, Refused<InvalidDataException>(new Small("bp")), StringComparison.Ordinal);
        }

        System.IO.File.Delete(File);
        Refused<FileNotFoundException>(new Small("bp"));
    }

    /// <summary>What it is of, and which measurements it goes with, come back; of another training it is refused before anything changes.</summary>
    [Fact]
    public void It_says_what_it_is_of_and_what_was_measured()
    {
        var small = new Small("bp");
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 1);
        (trainer.Of, trainer.Measured) = ("bp, run 1", "0a1b2c3d");
        trainer.Run(TestContext.Current.CancellationToken);
        Checkpoint.Write(File, trainer);
        Trainer mine = small.MakeTrainer(small.MakeLearner(), 2), other = small.MakeTrainer(small.MakeLearner(), 2);
        Trainer silent = small.MakeTrainer(small.MakeLearner(), 2);
        (mine.Of, other.Of) = ("bp, run 1", "bp, run 2");
        Checkpoint.Read(File, mine);
        Checkpoint.Read(File, silent);
        Assert.Equal(("0a1b2c3d", 1), (mine.Measured, mine.Epoch));
        Assert.Equal("0a1b2c3d", silent.Measured);
        Assert.Contains("is of bp, run 1, but this is bp, run 2", Assert.Throws<InvalidDataException>(() => Checkpoint.Read(File, other)).Message,
            StringComparison.Ordinal);
        Assert.Equal(0, other.Epoch);
    }

    [Fact]
    public void One_from_the_middle_of_the_last_epoch_and_more_needs_that_epoch()
    {
        var small = new Small("bp");
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 3);
        trainer.Callbacks.Add(new Log([], then: (what, t) => Stop(what, t)));
        trainer.Run(TestContext.Current.CancellationToken);
        Checkpoint.Write(File, trainer);
        Assert.Contains("in the middle of epoch 2: go on to 2 epochs or more",
            Assert.Throws<InvalidDataException>(() => Checkpoint.Read(File, small.MakeTrainer(small.MakeLearner(), 1))).Message, StringComparison.Ordinal);
        Checkpoint.Read(File, small.MakeTrainer(small.MakeLearner(), 2));

        static void Stop(string what, Trainer t)
        {
            if (what == "step" && t.Step == 7)          // five steps an epoch
            {
                t.Stop();
            }
        }
    }

    [Theory]
    [InlineData(1, "1 2 3 4 5")]
    [InlineData(2, "- 2 2 4 5")]
    [InlineData(9, "- - - - 5")]
    public void It_is_written_every_so_many_epochs_and_after_the_last(int every, string expected)
    {
        var small = new Small("bp");
        var found = new List<string>();
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 5);
        trainer.Callbacks.Add(new Checkpointing(File, every));
        trainer.Callbacks.Add(new Log([], then: (what, _) => Look(what)));
        trainer.Run(TestContext.Current.CancellationToken);
        Assert.Equal(expected, string.Join(' ', found));

        void Look(string what)
        {
            if (what == "epoch")
            {
                found.Add(System.IO.File.Exists(File) ? Safetensors.Read(File).Metadata["epoch"] : "-");
            }
        }
    }

    /// <summary>Between epochs and in the middle of one; steps of it are kept beside the whole epochs.</summary>
    [Theory]
    [InlineData("epoch", 15, "3")]
    [InlineData("step", 17, "3")]
    [InlineData("step", 1, "0")]
    public void It_is_written_wherever_training_is_stopped(string when, int step, string expected)
    {
        var small = new Small("bp");
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 5);
        trainer.Callbacks.Add(new Checkpointing(File, every: 2));
        trainer.Callbacks.Add(new Log([], then: Stop));
        Assert.Equal(TrainingEnd.Stopped, trainer.Run(TestContext.Current.CancellationToken));
        Assert.Equal(expected, Safetensors.Read(File).Metadata["epoch"]);
        Assert.Equal(int.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), Checkpoint.EpochOf(File));

        void Stop(string what, Trainer t)
        {
            if (what == when && t.Step == step)
            {
                t.Stop();
            }
        }
    }

    [Fact]
    public void Every_no_epochs_makes_no_sense() =>
        Assert.Contains("every 1 or more epochs", Assert.Throws<ArgumentOutOfRangeException>(() => new Checkpointing(File, 0)).Message,
            StringComparison.Ordinal);

    private void Write(Small small)
    {
        Trainer trainer = small.MakeTrainer(small.MakeLearner(), 1);
        trainer.Run(TestContext.Current.CancellationToken);
        Checkpoint.Write(File, trainer);
    }

    private string Refused(Small small) => Refused<ArgumentException>(small);

    /// <summary>The message; nothing may have changed when it comes.</summary>
    private string Refused<TException>(Small small)
        where TException : Exception
    {
        NetworkLearner learner = small.MakeLearner();
        Trainer trainer = small.MakeTrainer(learner, 1);
        Matrix[] before = [.. learner.State.Matrices.Values.Select(value => value.Clone())];

        string message = Assert.Throws<TException>(() => Checkpoint.Read(File, trainer)).Message;

        Assert.Equal((0, 0L), (trainer.Epoch, trainer.Step));
        foreach ((Matrix was, var (name, now)) in before.Zip(learner.State.Matrices))
        {
            Matrices.SameBits(was, now, name);
        }

        return message.Split(" (Parameter")[0];
    }
}
