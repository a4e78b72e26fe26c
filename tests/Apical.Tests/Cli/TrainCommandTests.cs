using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

public sealed class TrainCommandTests
{
    private static readonly string[] s_moons = ["train", "--data", "moons", "--train-samples", "70", "--test-samples", "40", "--net", "2-10-6-2", "--batch",
        "16", "--seed", "3"];

    [Theory]
    [InlineData("bp", "sgd")]
    [InlineData("fa", "sgd")]
    [InlineData("fa", "momentum")]
    [InlineData("fa", "adam")]
    [InlineData("kolen-pollack", "sgd")]
    [InlineData("kolen-pollack", "momentum")]
    [InlineData("kolen-pollack", "adam")]
    [InlineData("weight-mirror", "adam")]
    [InlineData("node-perturbation", "momentum")]
    [InlineData("sign-symmetry:magnitude=redrawn", "sgd")]
    [InlineData("fa", "adam", "--dropout", "0.3")]
    [InlineData("weight-mirror", "sgd", "--dropout", "0.3", "--schedule", "step:2,4")]
    [InlineData("dfa", "adam", "--precision", "double", "--weight-decay", "0.01")]
    public void A_resumed_run_gives_the_bits_of_an_unbroken_one(string rule, string optimizer, params string[] more)
    {
        using var folder = new TemporaryFolder();
        string[] settings = [.. s_moons, "--rule", rule, "--optimizer", optimizer, "--lr", "0.01", .. more];
        new Terminal().Do([.. settings, "--epochs", "5", "--out", folder["unbroken"]]);

        // Stopped in epoch 4, when the last checkpoint that was due is of epoch 2: one of where it stopped is written.
        var broken = new Terminal { TimeFlies = true, InterruptAt = "epoch   3/5" };
        Assert.Equal(75, broken.Run([.. settings, "--epochs", "5", "--checkpoint-every", "2", "--out", folder["broken"]]));
        Assert.Contains($"apical train --resume {folder["broken"]}", broken.Error);
        Assert.Equal(3, MetricsTable.Read(folder["broken/metrics.csv"]).Rows[^1].Epoch);
        var resumed = new Terminal().Do("train", "--resume", folder["broken"]);

        Assert.Contains("5 epochs, 3 of them done", resumed.Output);
        AssertSame(folder["unbroken"], folder["broken"]);
    }

    [Fact]
    public void More_epochs_give_the_bits_of_a_longer_run()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--rule", "fa", "--optimizer", "adam", "--epochs", "6", "--out", folder["long"]]);
        new Terminal().Do([.. s_moons, "--rule", "fa", "--optimizer", "adam", "--epochs", "2", "--out", folder["short"]]);
        new Terminal().Do("train", "--resume", folder["short"], "--epochs", "4", "--threads", "2");
        new Terminal().Do("train", "--resume", folder["short"], "--epochs", "6", "--threads", "1");

        AssertSame(folder["long"], folder["short"]);
        Assert.Equal(6, (int)RunFolder.ReadRecord(folder["short"]).Description.Settings["epochs"]!);
    }

    [Fact]
    public void A_run_stopped_before_its_first_checkpoint_begins_again()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "3", "--out", folder["unbroken"]]);
        var broken = new Terminal { TimeFlies = true, InterruptAt = "epoch   1/3" };
        Assert.Equal(75, broken.Run([.. s_moons, "--epochs", "3", "--checkpoint-every", "2", "--out", folder["broken"]]));
        new Terminal().Do("train", "--resume", folder["broken"]);

        AssertSame(folder["unbroken"], folder["broken"]);
    }

    /// <summary>As after a power cut: measurements are fewer than the checkpoint takes for granted. Early stop would decide on what is left.</summary>
    [Fact]
    public void Measurements_that_are_missing_before_a_checkpoint_are_named()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "4", "--out", folder["run"]]);
        string metrics = folder["run/metrics.csv"];
        string[] lines = File.ReadAllLines(metrics);
        string kept = string.Join(
            '\n', lines.Where(line => !line.Contains(",3,") && !line.Contains(",4,"))) + "\n";
        File.WriteAllText(metrics, kept);
        byte[] checkpoint = File.ReadAllBytes(folder["run/checkpoint.safetensors"]);
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run("train", "--resume", folder["run"], "--epochs", "8"));
        Assert.Contains("was written after epoch 4, but what was measured in epoch 3 is not in metrics.csv", terminal.Error);
        Assert.Equal(kept, File.ReadAllText(metrics));
        Assert.Equal(checkpoint, File.ReadAllBytes(folder["run/checkpoint.safetensors"]));
    }

    [Fact]
    public void Early_stop_watches_samples_held_out_and_remembers_across_an_interruption()
    {
        using var folder = new TemporaryFolder();
        string[] settings = [.. s_moons, "--validation", "20", "--early-stop", "2", "--optimizer", "adam", "--lr", "0.3", "--epochs", "60"];
        new Terminal().Do([.. settings, "--out", folder["unbroken"]]);
        double[] losses = [.. MetricsTable.Read(folder["unbroken/metrics.csv"]).Series("bp", MetricNames.ValidationLoss)!.Points.Skip(1).Select(point =>
            point.Over.Mean)];

        // It ends at the first epoch that is the second in a row without a new best.
        int since = 0, end = 0;
        for (double best = double.PositiveInfinity; since < 2 && end < 60; end++)
        {
            since = losses[end] < best ? 0 : since + 1;
            best = Math.Min(best, losses[end]);
        }

        Assert.Equal(end, losses.Length);
        Assert.InRange(end, 4, 59);
        Assert.True(File.Exists(folder["unbroken/model.safetensors"]));

        var broken = new Terminal { TimeFlies = true, InterruptAt = $"epoch {end - 1,3}/60" };
        Assert.Equal(75, broken.Run([.. settings, "--out", folder["broken"]]));
        new Terminal().Do("train", "--resume", folder["broken"]);
        AssertSame(folder["unbroken"], folder["broken"]);

        // It would end again at once: said, and not advised.
        var longer = new Terminal();
        Assert.Equal(2, longer.Run("train", "--resume", folder["broken"], "--epochs", "80"));
        Assert.Contains($"ended by --early-stop 2 after {end} epochs", longer.Error, StringComparison.Ordinal);
        string said = new Terminal().Do([.. settings, "--out", folder["again"]]).Output;
        Assert.DoesNotContain("train longer", said, StringComparison.Ordinal);
        Assert.Contains($"apical compare --config {folder["again"]} --rules bp,fa,dfa", said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_run_has_nothing_to_resume()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "2", "--out", folder["run"]]);
        byte[] model = File.ReadAllBytes(folder["run/model.safetensors"]);

        Assert.Contains("All 2 epochs", new Terminal().Do("train", "--resume", folder["run"]).Output);
        Assert.Equal(model, File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);

        var fewer = new Terminal();
        Assert.Equal(2, fewer.Run("train", "--resume", folder["run"], "--epochs", "1"));
        Assert.Contains("has 2 epochs already", fewer.Error);
    }

    [Fact]
    public void A_resumed_run_keeps_its_settings()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "1", "--out", folder["run"]]);
        var terminal = new Terminal();

        Assert.Equal(2, terminal.Run("train", "--resume", folder["run"], "--epochs", "2", "--lr", "0.5"));
        Assert.Contains("--lr cannot be given with --resume", terminal.Error);
        Assert.Contains("Allowed: --epochs", terminal.Error);
    }

    [Fact]
    public void A_comparison_cannot_be_resumed()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do("compare", "--data", "xor", "--rules", "bp", "--runs", "1", "--epochs", "1", "--out", folder["run"]);
        var terminal = new Terminal();

        Assert.Equal(2, terminal.Run("train", "--resume", folder["run"]));
        Assert.Contains("is not a run of 'apical train'", terminal.Error);
    }

    [Fact]
    public void A_damaged_checkpoint_is_told_and_the_run_left_alone()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "1", "--out", folder["run"]]);
        File.Copy(folder["run/model.safetensors"], folder["run/checkpoint.safetensors"], overwrite: true);
        string before = File.ReadAllText(folder["run/metrics.csv"]);
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("train", "--resume", folder["run"], "--epochs", "2"));
        Assert.Contains("not a checkpoint", terminal.Error);
        Assert.Equal(before, File.ReadAllText(folder["run/metrics.csv"]));
    }

    [Fact]
    public void A_run_that_diverges_fails()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        Assert.Equal(1,
            terminal.Run([.. s_moons, "--loss", "squared-error", "--activation", "identity", "--epochs", "2", "--lr", "1e20", "--out", folder["run"]]));
        Assert.Contains("learning rate", terminal.Error);
        Assert.Equal(RunStatus.Failed, RunFolder.ReadRecord(folder["run"]).Status);
        Assert.False(File.Exists(folder["run/model.safetensors"]));
    }

    private static void AssertSame(string expected, string actual)
    {
        SafetensorsFile a = Safetensors.Read(Path.Combine(expected, "checkpoint.safetensors")),
            b = Safetensors.Read(Path.Combine(actual, "checkpoint.safetensors"));
        Assert.Equal(a.Tensors.Keys.Order(), b.Tensors.Keys.Order());
        Assert.All(a.Tensors, tensor => Assert.Equal(Bits(tensor.Value), Bits(b[tensor.Key])));
        Assert.Equal(File.ReadAllBytes(Path.Combine(expected, "model.safetensors")), File.ReadAllBytes(Path.Combine(actual, "model.safetensors")));
        Assert.Equal(Lines(expected), Lines(actual));
    }

    private static double[] Bits(StoredTensor tensor) =>
        tensor.Type == StoredType.F32 ? [.. tensor.AsSpan<float>().ToArray().Select(x => (double)x)] : tensor.AsSpan<double>().ToArray();

    /// <summary>Everything measured but time.</summary>
    private static string[] Lines(string folder) => [.. File.ReadAllLines(Path.Combine(folder, "metrics.csv")).Where(line => !line.Contains(",seconds,"))];
}
