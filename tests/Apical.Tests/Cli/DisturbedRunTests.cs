using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Somebody else deletes, moves or replaces what a run is writing: it stops with one line and exit code 1, and nothing else is lost.</summary>
public sealed class DisturbedRunTests
{
    private static readonly string[] s_train =
        ["--data", "moons", "--net", "2-4-2", "--train-samples", "100", "--test-samples", "50", "--probes", "none", "--epochs", "100000", "--quiet"];

    [Theory]
    [InlineData("metrics.csv", "train", "--rule", "bp")]
    [InlineData("metrics.csv", "compare", "--rules", "bp,fa", "--runs", "2")]
    [InlineData("metrics.csv", "train", "--rule", "bp", "--checkpoint-every", "100000")]
    public async Task A_folder_that_is_deleted_ends_its_run(string begun, string command, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        (int code, string error) = await Disturbed(
            [command, .. settings, .. s_train, "--out", folder["run"]], folder[$"run/{begun}"], 300, () => Delete(folder["run"]));
        Assert.True(code == ExitCode.Failed, error);
        Assert.StartsWith("apical: '", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
        Assert.Contains("not there", error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]), "it came back, without what was in it");
    }

    [Fact]
    public async Task A_folder_that_is_deleted_ends_an_experiment()
    {
        using var folder = new TemporaryFolder();
        (int code, string error) = await Disturbed(
            ["reproduce", "meulemans2019/fig5.5", "--quiet", "--threads", "1", "--out", folder["run"]], folder["run/reproduction.json"], 1,
            () => Delete(folder["run"]));
        Assert.True(code == ExitCode.Failed, error);
        Assert.Contains("not there any more", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]), "it came back, without what was in it");
    }

    [Fact]
    public async Task A_folder_that_is_moved_goes_on_where_it_is_now()
    {
        using var folder = new TemporaryFolder();
        (int code, string error) = await Disturbed(
            ["train", .. s_train, "--out", folder["run"]], folder["run/checkpoint.safetensors"], 1, () => Directory.Move(folder["run"], folder["moved"]));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("where it is now", error, StringComparison.Ordinal);
        int last = MetricsTable.Read(folder["moved/metrics.csv"]).Rows[^1].Epoch;
        new Terminal().Do("train", "--resume", folder["moved"], "--epochs", $"{last + 2}", "--quiet");
    }

    /// <summary>An editor or a spreadsheet saves a file under the name, or somebody deletes it: what was measured is put back, and the run can go on.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Measurements_that_are_replaced_or_deleted_are_put_back(bool replaced)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "an open file cannot be replaced there");
        using var folder = new TemporaryFolder();
        string metrics = folder["run/metrics.csv"];
        (int code, string error) = await Disturbed(["train", .. s_train, "--out", folder["run"]], metrics, 1000, () =>
        {
            if (replaced)
            {
                File.WriteAllText(folder["other"], "rule;run\r\n");
                File.Move(folder["other"], metrics, overwrite: true);
            }
            else
            {
                File.Delete(metrics);
            }
        });
        Assert.True(code == ExitCode.Failed, error);
        Assert.Contains("back in its place", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
        string[] aside = Directory.GetFiles(folder["run"], "metrics.csv.other-*");
        Assert.Equal(replaced ? ["rule;run\r\n"] : [], aside.Select(File.ReadAllText));
        int last = MetricsTable.Read(metrics).Rows[^1].Epoch;
        new Terminal().Do("train", "--resume", folder["run"], "--epochs", $"{last + 2}", "--quiet");
        Assert.Equal(Enumerable.Range(0, last + 3), MetricsTable.Read(metrics).Series("bp", MetricNames.TestLoss)!.Points.Select(point => point.Epoch));
    }

    /// <summary>Numbers of another run that has as many epochs must not become this one's.</summary>
    [Fact]
    public void Measurements_of_another_run_are_not_gone_on_from()
    {
        using var folder = new TemporaryFolder();
        string[] few = [.. s_train.Select(word => word == "100000" ? "2" : word)];
        new Terminal().Do(["train", .. few, "--out", folder["mine"]]);
        new Terminal().Do(["train", .. few, "--seed", "2", "--out", folder["theirs"]]);
        byte[] mine = File.ReadAllBytes(folder["mine/metrics.csv"]), theirs = File.ReadAllBytes(folder["theirs/metrics.csv"]);
        File.WriteAllBytes(folder["mine/metrics.csv"], theirs);
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run("train", "--resume", folder["mine"], "--epochs", "3"));
        Assert.Contains("metrics.csv is of another run, or was changed", terminal.Error, StringComparison.Ordinal);
        Assert.Equal(theirs, File.ReadAllBytes(folder["mine/metrics.csv"]));
        File.WriteAllBytes(folder["mine/metrics.csv"], mine);
        new Terminal().Do("train", "--resume", folder["mine"], "--epochs", "3", "--quiet");
    }

    private static void Delete(string folder)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                // The run wrote another file meanwhile.
            }
        }
    }

    private static async Task<(int Code, string Error)> Disturbed(string[] line, string file, int length, Action disturb)
    {
        var terminal = new Terminal();
        Task<int> run = Task.Run(() => terminal.Run(line), TestContext.Current.CancellationToken);
        while (!(File.Exists(file) && new FileInfo(file).Length >= length))
        {
            Assert.False(run.IsCompleted, $"ended too early: {terminal.Error}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        disturb();
        return (await run, terminal.Error);
    }
}
