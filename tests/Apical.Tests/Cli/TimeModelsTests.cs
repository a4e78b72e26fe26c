using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

/// <summary>What a person asks of models with dynamics that they cannot do, or can do only at some rates.</summary>
public sealed class TimeModelsTests
{
    /// <summary>Activities that run away at a rate are a rate that is too large, to the search as to a sweep.</summary>
    [Fact]
    public void A_rate_at_which_activities_run_away_is_one_that_failed()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        int code = terminal.Run(
        [
            "train", "--rule", "dynamical-dtp", "--activation", "leaky-relu:0.35", "--net", "784-60-60-10", "--train-samples", "600", "--test-samples", "100",
            "--lr", "auto", "--epochs", "1", "--out", folder["run"],
        ]);
        Assert.True(code == 0, terminal.Error);
        Assert.Contains("Learning rates found: dynamical-dtp", terminal.Output, StringComparison.Ordinal);
    }

    /// <summary>Before training, and without a folder.</summary>
    [Theory]
    [InlineData("dynamical-dtp:inverse=exact")]
    [InlineData("multiplexed-tp:inverse=exact")]
    [InlineData("tp-ei")]
    public void Exact_inverses_and_batches_are_refused(string rule)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        string[] net = ["--net", "784-10-10", "--activation", "leaky-relu:0.35"];
        Assert.Equal(2, terminal.Run(["train", "--rule", rule, .. net, "--lr", "0.01", "--out", folder["run"]]));
        Assert.Contains("use --batch 1", terminal.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void A_microcircuit_has_no_weight_decay()
    {
        var terminal = new Terminal();
        Assert.Equal(2, terminal.Run(["train", "--rule", "dendritic-microcircuit", "--data", "moons", "--net", "2-5-2", "--weight-decay", "0.1"]));
        Assert.Contains("leave --weight-decay out", terminal.Error, StringComparison.Ordinal);
    }

    /// <summary>What is measured before the first epoch is told with how many there are.</summary>
    [Fact]
    public void Epoch_0_is_of_all_that_are_to_come()
    {
        var run = new JobState("bp", 1);
        var recipe = new Recipe { Net = "2-3-2", Data = new() { Set = "moons", TrainSamples = 20, TestSamples = 20 }, Epochs = 3 };
        double size = 0;
        var training = new TrainingRun(recipe, recipe.LoadData(), run, [], 1, write: rows => size = size == 0 ? run.Size : size);
        training.Complete(TestContext.Current.CancellationToken);
        Assert.Equal(3, size);
    }

    /// <summary>A model's loss and units are its own: they are told, recorded for each rule, and a comparison that goes on has the same again.</summary>
    [Fact]
    public void A_comparison_of_several_losses_goes_on_with_each()
    {
        using var folder = new TemporaryFolder();
        var begun = new Terminal();
        string[] small = ["--train-samples", "200", "--test-samples", "50", "--net", "784-10-10", "--epochs", "1"];
        Assert.Equal(0, begun.Run(["compare", "--rules", "broadcast-fa,bp", "--runs", "1", .. small, "--out", folder["run"]]));
        Assert.Contains("of their own: relu, squared-error in broadcast-fa", begun.Output, StringComparison.Ordinal);
        Assert.Contains("784-10-10 tanh, cross-entropy", begun.Output, StringComparison.Ordinal);
        var goesOn = new Terminal();
        int code = goesOn.Run(["compare", "--resume", folder["run"], "--runs", "2"]);
        Assert.True(code == 0, goesOn.Error);
        RunDescription run = RunFolder.ReadRecord(folder["run"]).Description;
        Assert.Equal("squared-error", (string?)run.Settings["loss"]!["broadcast-fa"]);
        Assert.Equal("cross-entropy", (string?)run.Settings["loss"]!["bp"]);
        string page = File.ReadAllText(Path.Combine(folder["run"], RunFolder.ReportName));
        Assert.Contains("squared-error of broadcast-fa; cross-entropy of bp", page, StringComparison.Ordinal);

        var other = new Terminal();
        Assert.Equal(0, other.Run(["train", "--config", folder["run"], "--rule", "fa", "--out", folder["fa"]]));
        Assert.Equal("cross-entropy", (string?)RunFolder.ReadRecord(folder["fa"]).Description.Settings["loss"]);
        Assert.Equal("tanh", (string?)RunFolder.ReadRecord(folder["fa"]).Description.Settings["activation"]);
    }

    /// <summary>Its loss is of squares, and classes have units between 0 and 1: run.json says so.</summary>
    [Fact]
    public void A_microcircuit_has_its_own_loss_and_no_softmax()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        string[] small = ["--data", "moons", "--train-samples", "4", "--test-samples", "4", "--net", "2-5-2", "--epochs", "1"];
        Assert.Equal(0, terminal.Run(["train", "--rule", "dendritic-microcircuit:pattern=20:parallel=yes", .. small, "--out", folder["run"]]));
        RunDescription run = RunFolder.ReadRecord(folder["run"]).Description;
        Assert.Equal("squared-error", (string?)run.Settings["loss"]);
        Assert.Equal("sigmoid", (string?)run.Settings["output"]);
        Assert.Equal(0, terminal.Run("train", "--resume", folder["run"], "--epochs", "2"));
    }

    [Theory]
    [InlineData("dendritic-microcircuit:pattern=20:margin=0.5", "sigmoid")]
    [InlineData("dendritic-error:margin=3", "tanh")]
    public void A_margin_leaves_something_of_the_range(string rule, string output)
    {
        var terminal = new Terminal();
        string[] net = ["--data", "moons", "--net", "2-5-2", "--loss", "squared-error", "--output", output];
        Assert.Equal(2, terminal.Run(["train", "--rule", rule, .. net]));
        Assert.Contains("nothing of that is left", terminal.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whole", true)]
    [InlineData("unit", false)]
    public void Inputs_that_are_no_rates_are_told_of(string normalise, bool told)
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();
        string[] small = ["--train-samples", "20", "--test-samples", "10", "--net", "784-5-10", "--epochs", "1"];
        Assert.Equal(0, terminal.Run(["train", "--rule", "segregated-dendrites", .. small, "--normalise", normalise, "--out", folder["run"]]));
        Assert.Equal(told, terminal.Output.Contains("takes inputs as rates from 0 to 1", StringComparison.Ordinal));
    }
}
