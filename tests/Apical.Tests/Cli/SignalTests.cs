using System.Diagnostics;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Cli;

/// <summary>Signals to a process of its own: what schedulers and terminals send ends a run with a checkpoint of the step it was at.</summary>
public sealed class SignalTests
{
    // Who starts the tests in the background of a script has them ignore Ctrl-C, and so would their children.
    private static readonly string[] s_start = HasSignalsOption() ? ["env", "--default-signal=INT,QUIT", "dotnet"] : ["dotnet"];

    /// <summary>Before anything was written a signal must not look like a crash either: a script starts the line again. (The data come from a pipe.)</summary>
    [Theory]
    [InlineData("USR1")]
    [InlineData("TERM")]
    public async Task A_signal_before_the_run_began_asks_for_another_start(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such signals there");
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using (Process made = Process.Start("mkfifo", [folder["table.csv"]]))
        {
            await made.WaitForExitAsync(token);
        }

        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo(
            s_start[0], [.. s_start[1..], dll, "train", "--data", $"csv:{folder["table.csv"]}", "--out", folder["run"]])
        {
            RedirectStandardError = true,
        })!;

        // Who opens a pipe waits until the other side does: then it is at the data.
        await using FileStream open = await Task.Run(() => new FileStream(folder["table.csv"], FileMode.Open, FileAccess.Write), token);
        Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        string said = await process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        Assert.Equal("apical: interrupted before it began; nothing was written.\n", said);
        Assert.Equal(ExitCode.Stopped, process.ExitCode);
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Theory]
    [InlineData("HUP")]
    [InlineData("USR1")]
    [InlineData("QUIT")]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_keeps_the_step_that_training_was_at(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such signals there");
        Assert.SkipWhen(signal == "HUP" && IsHangUpIgnored(), "nohup has this signal ignored, by all that it starts");
        CancellationToken token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        var start = new ProcessStartInfo(s_start[0], [.. s_start[1..], dll, "train", "--data", "moons", "--net", "2-30-2", "--batch", "1",
            "--epochs", "100000",
            "--checkpoint-every", "100000", "--threads", "1", "--probes", "none", "--quiet", "--out", folder["run"]])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string metrics = folder["run/metrics.csv"];
        while (!(File.Exists(metrics) && new FileInfo(metrics).Length > 1000))
        {
            Assert.False(process.HasExited, process.HasExited ? await process.StandardError.ReadToEndAsync(token) : "");
            await Task.Delay(50, token);
        }

        Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).Dispose();
        string said = await process.StandardError.ReadToEndAsync(token);
        await process.WaitForExitAsync(token);
        Assert.Contains("everything done until then is kept", said, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Stopped, process.ExitCode);
        Assert.Equal(RunStatus.Interrupted, RunFolder.ReadRecord(folder["run"]).Status);
        int last = MetricsTable.Read(metrics).Rows[^1].Epoch;
        Assert.True(last > 0, "nothing was trained");
        Assert.Equal(last, Checkpoint.EpochOf(folder["run/checkpoint.safetensors"]));
    }

    // GNU's, from 8.31 on.
    private static bool HasSignalsOption()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using Process tried = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,QUIT", "true"]) { RedirectStandardError = true })!;
        tried.WaitForExit();
        return tried.ExitCode == 0;
    }

    // The last bit of the mask.
    private static bool IsHangUpIgnored() => File.Exists("/proc/self/status")
        && (Convert.ToInt32(File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal))[^1..], 16) & 1) == 1;
}
