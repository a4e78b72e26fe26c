using System.Diagnostics;
using System.Globalization;
using Apical.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Too little memory, too few files that may be open, networks and numbers that are too large: one line says what, and what to do.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData("train")]
    [InlineData("compare")]
    public async Task Memory_that_does_not_suffice_is_told(string command)
    {
        using var folder = new TemporaryFolder();
        (int code, string error) = await Run(
            $"exec dotnet '{Dll}' {command} --data moons --net 2-3000-3000-2 --epochs 1 --quiet --threads 1 --out '{folder["run"]}'",
            ("DOTNET_GCHeapHardLimit", "0x4000000"));
        Assert.True(code == ExitCode.Failed, $"{code}: {error}");
        Assert.Matches(@"^apical: A matrix of \[\d+, \d+\] takes \d+ MiB, and there is not so much memory left\. Use a smaller network.*\n$", error);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task Too_few_files_that_may_be_open_are_told(int most)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "where the limit can be asked for");
        (int code, string error) = await Run($"ulimit -n {most.ToString(CultureInfo.InvariantCulture)} && exec dotnet '{Dll}' rules > /dev/null");
        Assert.True(code == ExitCode.Failed, $"{code}: {error}");
        Assert.Matches($"^apical: this process may have {most} files open at a time .*ulimit -n 1024\\.\n$", error);
    }

    [Theory]
    [InlineData("65536x65536-10", "'65536x65536' stands for the input, and it has more units than can be counted")]
    [InlineData("784-2000000-10", "Use a smaller network")]
    public void Networks_that_are_too_large_are_told(string net, string told)
    {
        var terminal = new Terminal();
        using var folder = new TemporaryFolder();
        Assert.Equal(ExitCode.Usage, terminal.Run("train", "--net", net, "--epochs", "1", "--out", folder["run"]));
        Assert.Contains(told, terminal.Error, StringComparison.Ordinal);
        Assert.Equal(1, terminal.Error.Count(letter => letter == '\n'));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Targets_that_are_too_large_are_told_with_their_place()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder["t.csv"], ["a,b,y", .. Enumerable.Range(0, 40).Select(i => $"{i % 7},{i % 5},{(i == 20 ? "1e39" : "0.5")}")]);
        var terminal = new Terminal();
        string set = $"csv:{folder["t.csv"]}:label=y:task=regression";
        string[] line = ["train", "--data", set, "--net", "2-3-1", "--epochs", "1", "--quiet", "--out", folder["run"]];
        Assert.Equal(ExitCode.Failed, terminal.Run(line));
        Assert.Contains("line 22", terminal.Error, StringComparison.Ordinal);
        Assert.Contains("--precision double", terminal.Error, StringComparison.Ordinal);
        terminal = new Terminal();
        terminal.Run([.. line, "--precision", "double"]);
        Assert.DoesNotContain("precision", terminal.Error, StringComparison.Ordinal);
    }

    private static string Dll => Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");

    private static async Task<(int Code, string Error)> Run(string line, params (string Name, string Value)[] environment)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash");
        var start = new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardError = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
