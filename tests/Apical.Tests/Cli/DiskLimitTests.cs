using System.Diagnostics;
using System.Globalization;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>
/// Files that cannot be written, in a process of its own with a limit to their size (<c>ulimit -f</c>), which any user can set; it comes with a signal and
/// as another exception than a full disk does. What is right: one line that says what, why and how to go on; exit code 1; and the same bits after going on.
/// </summary>
public sealed class DiskLimitTests
{
    private static readonly string[] s_size = ["--data", "moons", "--train-samples", "100", "--test-samples", "50", "--quiet"];

    /// <summary>Sizes in kB: at the first checkpoint; in the middle of it all; and the page alone, which is several times as large as all else.</summary>
    [Theory]
    [InlineData(8, "checkpoint.safetensors", "Nothing had been finished", "--net", "2-1000-2", "--epochs", "4")]
    [InlineData(4, "metrics.csv", "What the last checkpoint has is kept", "--net", "2-4-2", "--epochs", "60")]
    [InlineData(16, "report.html", "Everything finished is kept", "--net", "2-4-2", "--epochs", "3")]
    public async Task Training_stops_with_one_line_and_goes_on_to_the_same_bits(int size, string file, string kept, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", .. settings, .. s_size, "--out"];
        new Terminal().Do([.. line, folder["whole"]]);
        string[] again = file == "report.html" ? ["report", folder["run"]] : ["train", "--resume", folder["run"], "--quiet"];
        string said = await StopsWithOneLine(size, folder["run"], file, [.. line, folder["run"]]);
        Assert.Contains($". {kept}; then ", said);
        Assert.Equal(kept.StartsWith("Nothing", StringComparison.Ordinal), !File.Exists(folder["run/checkpoint.safetensors"]));
        Assert.EndsWith("\n", await File.ReadAllTextAsync(folder["run/metrics.csv"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["run"], "metrics.csv.other-*"));         // half a line was taken back, and not for another program's
        new Terminal().Do(again);
        Assert.Equal(Measured(folder["whole"]), Measured(folder["run"]));
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
        Assert.Empty(Directory.GetFiles(folder["run"], ".*"));
    }

    /// <summary>An old checkpoint outlives a new one that cannot be written.</summary>
    [Fact]
    public async Task A_checkpoint_stays_until_there_is_another()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", "--net", "2-1000-2", "--epochs", "2", .. s_size, "--out", folder["run"]]);
        byte[] checkpoint = File.ReadAllBytes(folder["run/checkpoint.safetensors"]);
        await StopsWithOneLine(8, folder["run"], "checkpoint.safetensors", ["train", "--resume", folder["run"], "--epochs", "4", "--quiet"]);
        Assert.Equal(checkpoint, File.ReadAllBytes(folder["run/checkpoint.safetensors"]));
    }

    [Theory]
    [InlineData(8, "models", "compare", "--rules", "bp,fa", "--net", "2-1000-2", "--lr", "0.001", "--epochs", "2")]
    [InlineData(4, "metrics.csv", "sweep", "--over", "lr=0.1,0.3", "--net", "2-4-2", "--epochs", "20")]
    public async Task What_cannot_be_written_is_no_result_of_a_run(int size, string file, string command, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        string[] line = [command, .. settings, "--runs", "2", .. s_size, "--out"];
        new Terminal().Do([.. line, folder["whole"]]);
        string said = await StopsWithOneLine(size, folder["run"], file, [.. line, folder["run"]]);
        bool nothing = Directory.GetFiles(folder["run/jobs"], "*.json").Length == 0;
        Assert.Contains(nothing ? ". Nothing had been finished; then " : ". Everything finished is kept; then ", said);
        Assert.DoesNotContain(Directory.GetFiles(folder["run/jobs"]), job => File.ReadAllText(job).Contains("\"failure\":\""));
        new Terminal().Do([.. line, folder["run"]]);
        Assert.Equal(Measured(folder["whole"]), Measured(folder["run"]));
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);
    }

    [Fact]
    public async Task An_experiment_keeps_the_replicates_that_ended()
    {
        using var folder = new TemporaryFolder();
        string[] line = ["reproduce", "meulemans2019/fig5.5", "--quiet", "--out"];
        new Terminal().Do([.. line, folder["whole"]]);
        await StopsWithOneLine(64, folder["run"], "figure-", [.. line, folder["run"]]);
        Assert.NotEmpty(Directory.GetFiles(folder["run/replicates"], "*.json"));
        new Terminal().Do([.. line, folder["run"]]);
        Assert.Equal(Reproduction.Read(folder["whole"]).Claims, Reproduction.Read(folder["run"]).Claims);
        Assert.Empty(Directory.GetFiles(folder["run/replicates"], ".*"));
    }

    [Fact]
    public async Task Pages_models_and_answers_say_that_they_cannot_be_written()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", "--net", "2-1000-2", "--epochs", "1", .. s_size, "--out", folder["run"]]);
        string table = folder["inputs.csv"];
        string row = string.Join(',', Enumerable.Repeat("0.5", 2));
        await File.WriteAllLinesAsync(table, Enumerable.Repeat(row, 1001), TestContext.Current.CancellationToken);
        foreach (string form in new[] { "npz", "onnx" })
        {
            await StopsWithOneLine(4, folder.Path, $"m.{form}", ["export", folder["run"], "--to", form, "--out", folder[$"m.{form}"]]);
        }

        await StopsWithOneLine(4, folder.Path, "page.html", ["report", folder["run"], "--out", folder["page.html"]]);
        await StopsWithOneLine(4, folder.Path, "answers.csv", ["predict", folder["run"], table, "--out", folder["answers.csv"]]);
        Assert.Equal(["inputs.csv"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
        await StopsWithOneLine(4, folder.Path, "standard output", ["predict", folder["run"], table], $" > '{folder["taken.csv"]}'");
    }

    private static async Task<string> StopsWithOneLine(int kilobytes, string folder, string file, string[] args, string redirect = "")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such limits there");
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        string line = string.Join(' ', args.Prepend(dll).Select(arg => $"'{arg}'"));
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -f {kilobytes.ToString(CultureInfo.InvariantCulture)} && exec dotnet {line}{redirect}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";        // else the runtime itself needs a file larger than that
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == ExitCode.Failed, $"ended with {process.ExitCode}: {said}");
        Assert.StartsWith("apical: '", said, StringComparison.Ordinal);
        Assert.Equal(1, said.Count(letter => letter == '\n'));
        Assert.Contains("cannot be written: it would be larger than this process may write (ulimit -f)", said);
        Assert.Contains(file, said.Split("cannot")[0]);
        Assert.True(redirect.Length > 0 || said.Contains(folder), said);
        return said;
    }

    /// <summary>Everything measured but the times, which differ.</summary>
    private static MetricRow[] Measured(string folder) =>
    [
        .. MetricsTable.Read(Path.Combine(folder, RunFolder.MetricsName)).Rows.Where(row => row.Metric != MetricNames.Seconds)
            .OrderBy(row => row.Rule, StringComparer.Ordinal).ThenBy(row => row.Run).ThenBy(row => row.Epoch).ThenBy(row => row.Metric, StringComparer.Ordinal)
            .ThenBy(row => row.Layer),
    ];
}
