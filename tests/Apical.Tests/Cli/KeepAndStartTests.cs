using Apical.Models;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

/// <summary>Which weights of a run are kept, and with which it begins.</summary>
public sealed class KeepAndStartTests
{
    private static readonly string[] s_moons =
        ["train", "--data", "moons", "--train-samples", "90", "--test-samples", "40", "--validation", "20", "--net", "2-10-6-2", "--batch", "8", "--lr", "1.5",
            "--probes", "none", "--seed", "3"];

    /// <summary>The best epoch is the first with the highest validation accuracy, of those alike the one with the lowest validation loss.</summary>
    [Fact]
    public void The_best_epoch_is_kept_named_and_found_again()
    {
        using var folder = new TemporaryFolder();
        Terminal terminal = new Terminal().Do([.. s_moons, "--epochs", "9", "--keep", "both", "--out", folder["both"]]);
        MetricsTable metrics = MetricsTable.Read(folder["both/metrics.csv"]);
        int best = Epochs(metrics, MetricNames.ValidationAccuracy).Where(epoch => epoch.Epoch > 0)
            .OrderByDescending(epoch => epoch.Value).ThenBy(epoch => At(metrics, MetricNames.ValidationLoss,
                epoch.Epoch)).ThenBy(epoch => epoch.Epoch).First().Epoch;
        Assert.InRange(best, 1, 8);                     // else this shows nothing

        TrainedModel last = TrainedModel.Load(folder["both"]), kept = TrainedModel.Load(folder["both/model-best.safetensors"]);
        Assert.Equal((9, best), (last.Card.Epoch!.Value, kept.Card.Epoch!.Value));
        Assert.Equal(At(metrics, MetricNames.ValidationAccuracy, best), Accuracy(folder["both/model-best.safetensors"], "validation"));
        Assert.Equal(At(metrics, MetricNames.TestAccuracy, best), Accuracy(folder["both/model-best.safetensors"], "test"));
        Assert.Equal(At(metrics, MetricNames.TestAccuracy, 9), Accuracy(folder["both"], "test"));

        Assert.Contains($"Best epoch  {best} by validation accuracy", terminal.Output.Replace("   ", "  ", StringComparison.Ordinal), StringComparison.Ordinal);
        var named = RunFolder.ReadRecord(folder["both"]).Summary!["rules"]![0]!["bestEpochs"]![0]!;
        Assert.Equal((best, "validationAccuracy"), ((int)named["epoch"]!, (string)named["by"]!));
        Assert.Contains("Best epoch", File.ReadAllText(folder["both/report.html"]), StringComparison.Ordinal);

        // Alone it takes the place of the last.
        new Terminal().Do([.. s_moons, "--epochs", "9", "--keep", "best", "--out", folder["best"]]);
        Assert.False(File.Exists(folder["best/model-best.safetensors"]));
        Assert.Equal(File.ReadAllBytes(folder["both/model-best.safetensors"]), File.ReadAllBytes(folder["best/model.safetensors"]));

        new Terminal().Do([.. s_moons, "--epochs", "2", "--keep", "none", "--out", folder["none"]]);
        Assert.Empty(Directory.GetFiles(folder["none"], "model*"));
        new Terminal().Do([.. s_moons, "--epochs", "2", "--out", folder["last"]]);
        Assert.Equal(2, TrainedModel.Load(folder["last"]).Card.Epoch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_run_that_is_cut_and_goes_on_keeps_the_best_so_far(int every)
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--epochs", "9", "--keep", "both", "--out", folder["whole"]]);
        int best = TrainedModel.Load(folder["whole/model-best.safetensors"]).Card.Epoch!.Value;
        for (int cut = Math.Max(1, best - 1); cut <= Math.Min(8, best + 2); cut++)
        {
            string path = folder[$"cut{cut}"];
            var broken = new Terminal { TimeFlies = true, InterruptAt = $"epoch {cut,3}/9" };
            Assert.Equal(75, broken.Run([.. s_moons, "--epochs", "9", "--keep", "both", "--checkpoint-every", $"{every}", "--out", path]));
            Assert.Empty(Directory.GetFiles(path, "model*"));
            new Terminal().Do("train", "--resume", path);
            foreach (string model in new[] { "model.safetensors", "model-best.safetensors" })
            {
                Assert.Equal(File.ReadAllBytes(Path.Combine(folder["whole"], model)), File.ReadAllBytes(Path.Combine(path, model)));
            }
        }
    }

    [Fact]
    public void A_run_that_stops_early_ends_with_its_best_epoch_if_asked()
    {
        using var folder = new TemporaryFolder();
        Terminal terminal = new Terminal().Do([.. s_moons, "--epochs", "60", "--early-stop", "2", "--keep", "best", "--out", folder["run"]]);
        int ended = MetricsTable.Read(folder["run/metrics.csv"]).Rows[^1].Epoch, best = TrainedModel.Load(folder["run"]).Card.Epoch!.Value;
        Assert.True(best < ended && ended < 60, $"{best} {ended}");
        Assert.Contains("model.safetensors has its weights", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Comparisons_keep_the_best_of_each_run()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["compare", .. s_moons[1..], "--rules", "bp,fa", "--runs", "2", "--epochs", "4", "--keep", "both", "--out", folder["run"]]);
        Assert.Equal(8, Directory.GetFiles(folder["run/models"]).Length);
        MetricsTable metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        foreach (string rule in new[] { "bp", "fa" })
        {
            int best = BestEpoch.Among(metrics.Rows.Where(row => row.Rule == rule && row.Run == 2))!.Epoch;
            Assert.Equal((best, 2), (TrainedModel.Load(folder[$"run/models/{rule}-2-best.safetensors"]).Card.Epoch!.Value,
                TrainedModel.Load(folder[$"run/models/{rule}-2-best.safetensors"]).Card.Run));
        }

        var other = new Terminal();
        Assert.Equal(2, other.Run(["compare", .. s_moons[1..], "--rules", "bp,fa", "--runs", "2", "--epochs", "4", "--keep", "last", "--out", folder["run"]]));
        Assert.Contains("other keep", other.Error, StringComparison.Ordinal);
        new Terminal().Do("compare", "--resume", folder["run"], "--runs", "3");
        Assert.True(File.Exists(folder["run/models/fa-3-best.safetensors"]));
    }

    [Fact]
    public void A_run_begins_where_another_ended_and_says_so()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--rule", "fa", "--epochs", "3", "--out", folder["first"]]);
        double before = At(MetricsTable.Read(folder["first/metrics.csv"]), MetricNames.TestLoss, 3);
        Terminal terminal = new Terminal().Do([.. s_moons, "--rule", "fa", "--epochs", "4", "--start-from", folder["first"], "--out", folder["second"]]);

        Assert.Equal(before, At(MetricsTable.Read(folder["second/metrics.csv"]), MetricNames.TestLoss, 0));
        string from = $"layer1, layer2, layer3 and feedback B1, B2 of {folder["first/model.safetensors"]}";
        Assert.Contains($"begins with {from}", terminal.Output, StringComparison.Ordinal);
        Assert.Equal([from], RunFolder.ReadRecord(folder["second"]).Description.StartedFrom);
        Assert.Equal(folder["first/model.safetensors"], (string)RunFolder.ReadRecord(folder["second"]).Description.Settings["startFrom"]!["file"]!);

        // Cut and gone on with, also when the other model is gone: the checkpoint has all.
        var broken = new Terminal { TimeFlies = true, InterruptAt = "epoch   2/4" };
        Assert.Equal(75, broken.Run([.. s_moons, "--rule", "fa", "--epochs", "4", "--start-from", folder["first"], "--out", folder["cut"]]));
        File.Move(folder["first/model.safetensors"], folder["moved"]);
        new Terminal().Do("train", "--resume", folder["cut"]);
        Assert.Equal(Tensors(folder["second/model.safetensors"]), Tensors(folder["cut/model.safetensors"]));
        Assert.Equal(from, Assert.Single(RunFolder.ReadRecord(folder["cut"]).Description.StartedFrom));
    }

    [Fact]
    public void Every_rule_of_a_comparison_begins_there()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--rule", "fa", "--epochs", "3", "--out", folder["first"]]);
        new Terminal().Do(["compare", .. s_moons[1..], "--rules", "bp,fa", "--runs", "2", "--epochs", "1", "--start-from", folder["first"], "--out",
            folder["run"]]);
        MetricsTable metrics = MetricsTable.Read(folder["run/metrics.csv"]);
        Assert.Single(metrics.Rows.Where(row => row.Epoch == 0 && row.Metric == MetricNames.TestLoss).Select(row => row.Value).Distinct());
        Assert.Equal(["bp: layer1", "fa: layer1"], RunFolder.ReadRecord(folder["run"]).Description.StartedFrom.Select(text => text[..10]));

        var other = new Terminal();
        Assert.Equal(2, other.Run([.. s_moons.Select(word => word == "2-10-6-2" ? "2-9-6-2" : word), "--start-from", folder["first"], "--out", folder["no"]]));
        Assert.Contains("Only the output layer may differ", other.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["no"]));
    }

    private static IEnumerable<(int Epoch, double Value)> Epochs(MetricsTable metrics, string metric) =>
        metrics.Rows.Where(row => row.Metric == metric).Select(row => (row.Epoch, row.Value));

    private static double At(MetricsTable metrics, string metric, int epoch) => Epochs(metrics, metric).Single(one => one.Epoch == epoch).Value;

    private static double Accuracy(string run, string part) => (double)new Terminal().Do("evaluate", run, "--part", part, "--json").Json["accuracy"]!;

    private static byte[] Tensors(string path) => [.. Safetensors.Read(path).Tensors.SelectMany(tensor => tensor.Value.Bytes.ToArray())];
}
