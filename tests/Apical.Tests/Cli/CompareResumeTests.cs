using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>What is kept of a comparison that was stopped, and what going on with it gives.</summary>
public sealed class CompareResumeTests
{
    [Fact]
    public void Interrupted_it_keeps_finished_epochs_and_draws_the_page()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal { TimeFlies = true, InterruptAt = "fa       run 1/2  epoch   2/1000" };

        int code = terminal.Run("compare", "--data", "xor", "--net", "2-8-1", "--epochs", "1000", "--runs", "2", "--rules", "shallow,fa", "--threads", "1",
            "--lr", "0.01", "--out", folder["run"]);

        Assert.Equal(75, code);
        Assert.Contains("interrupted", terminal.Error);
        Assert.Contains($"apical report {folder["run"]}", terminal.Output);
        Assert.Contains("1 of 2", terminal.Output);
        RunRecord record = RunFolder.ReadRecord(folder["run"]);
        Assert.Equal(RunStatus.Interrupted, record.Status);
        Assert.Contains("</html>", File.ReadAllText(folder["run/report.html"]));
        Assert.Equal(2, MetricsTable.Read(folder["run/metrics.csv"]).Series("fa", MetricNames.TestLoss)!.Points[^1].Epoch);
        Assert.Equal("shallow-1.safetensors", Path.GetFileName(Assert.Single(Directory.GetFiles(folder["run/models"]))));
    }

    [Theory]
    [InlineData("shallow  run 1/2  epoch   3/3", false)]
    [InlineData("fa       run 2/2  epoch   1/3", true)]
    [InlineData("bp       run 1/2  epoch   2/3", true)]
    public void Goes_on_after_an_interruption_and_leaves_the_same_files(string at, bool withResume)
    {
        using var folder = new TemporaryFolder();
        string[] Line(string name) => CompareCommandTests.Xor("bp,fa,shallow", folder[name], more: ["--threads", "1", "--probes", "signals,norms"]);
        new Terminal().Do(Line("whole"));
        var interrupted = new Terminal { TimeFlies = true, InterruptAt = at };
        Assert.Equal(75, interrupted.Run(Line("parts")));
        Assert.Contains($"Go on with: apical compare --resume {folder["parts"]}", interrupted.Error);

        var second = new Terminal().Do(withResume ? ["compare", "--resume", folder["parts"]] : Line("parts"));

        Assert.Equal(!at.StartsWith("bp"), second.Output.Contains("done already"));
        Assert.Equal(Rows("whole"), Rows("parts"));
        Assert.All(Directory.GetFiles(folder["whole/models"]), path =>
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(folder[$"parts/models/{Path.GetFileName(path)}"])));
        Assert.Equal(6, Directory.GetFiles(folder["parts/jobs"]).Length);
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["parts"]).Status);

        // More runs can be asked for, and a finished comparison has nothing left to do.
        Assert.Empty(new Terminal().Do("compare", "--resume", folder["parts"]).Error);
        var before = Directory.GetFiles(folder["parts/jobs"]).Concat(Directory.GetFiles(folder["parts/models"])).ToDictionary(path => path, File.ReadAllBytes);
        Assert.Contains("shallow  run 3/3", new Terminal().Do("compare", "--resume", folder["parts"], "--runs", "3").Error);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));

        string[] Rows(string name) =>
            [.. File.ReadAllLines(folder[$"{name}/metrics.csv"]).Where(line => !line.Contains(",seconds,")).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Another_comparison_does_not_go_on_in_its_folder()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(CompareCommandTests.Xor("bp,fa", folder["run"], more: ["--lr", "fa=0.1"]));
        foreach ((string complaint, string[] line) in new[]
        {
            ("holds another run (other learningRate)", CompareCommandTests.Xor("bp,fa", folder["run"], more: ["--lr", "fa=0.2"])),
            ("holds another run (other probes)", CompareCommandTests.Xor("bp,fa", folder["run"], more: ["--lr", "fa=0.1", "--probes", "all"])),
            ("--seed cannot be given with --resume", ["compare", "--resume", folder["run"], "--seed", "3"]),
        })
        {
            var terminal = new Terminal();
            Assert.Equal(ExitCode.Usage, terminal.Run(line));
            Assert.Contains(complaint, terminal.Error);
        }
    }

    [Fact]
    public void A_folder_has_one_writer()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(CompareCommandTests.Xor("bp", folder["run"]));
        using var other = MetricsFile.Open(folder["run/metrics.csv"]);
        string before = File.ReadAllText(folder["run/metrics.csv"]);
        var terminal = new Terminal();

        Assert.Equal(ExitCode.Failed, terminal.Run("compare", "--resume", folder["run"], "--runs", "3"));
        Assert.Contains("another run is writing it", terminal.Error);
        Assert.Equal(before, File.ReadAllText(folder["run/metrics.csv"]));
    }
}
