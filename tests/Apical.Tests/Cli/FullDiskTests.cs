using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Apical.Cli;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Data;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>A disk without room (a small tmpfs, as root on Linux) and a quota (by strace, in the place of what the system says); else skipped.</summary>
public sealed class FullDiskTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Downloads_say_that_there_is_no_room_and_go_on_when_there_is(bool hasPart)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["disk"]);
        Mount("-t", "tmpfs", "-o", "size=64k", "tmpfs", folder["disk"]);
        try
        {
            byte[] content = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31 + (i >> 8)))];
            using LoopbackServer server = LoopbackServer.Good(content);
            var catalog = new Catalog<DataEntry>([new DataEntry
            {
                Name = "small", Summary = "a small set", TrainCount = 1, TestCount = 1, Features = 1, Classes = 1, Source = "a test",
                Files = [new RemoteFile("small.bin", content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), [server.Address])],
                Loader = _ => throw new NotSupportedException(),
            }]);
            if (hasPart)
            {
                Directory.CreateDirectory(folder["disk/small"]);
                File.WriteAllBytes(folder["disk/small/small.bin.part"], content[..20_000]);
            }

            var terminal = new Terminal { Sets = catalog };
            Assert.Equal(ExitCode.Failed, terminal.Run("data", "get", "small", "--data-dir", folder["disk"]));
            string told = terminal.Error.Split('\n')[^2];
            Assert.StartsWith("apical: ", told, StringComparison.Ordinal);
            Assert.Contains("No space left", told, StringComparison.Ordinal);
            Assert.Contains("--data-dir", told, StringComparison.Ordinal);
            Assert.False(File.Exists(folder["disk/small/small.bin"]), "half a file has the name of a whole one");
            byte[] kept = File.ReadAllBytes(folder["disk/small/small.bin.part"]);
            Assert.Equal(content[..kept.Length], kept);

            Mount("-o", "remount,size=1m", folder["disk"]);
            new Terminal { Sets = catalog }.Do("data", "get", "small", "--data-dir", folder["disk"]);
            Assert.Equal(content, File.ReadAllBytes(folder["disk/small/small.bin"]));
            Assert.True(kept.Length == 0 || server.Requests[^1] == kept.Length, "it began anew");
        }
        finally
        {
            Process.Start("umount", [folder["disk"]]).WaitForExit();
        }
    }

    /// <summary>From the n-th write on there is no quota left, wherever that comes.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(6)]
    public async Task A_quota_stops_a_run_with_one_line_and_it_goes_on_to_the_same_bits(int write)
    {
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--data", "moons", "--train-samples", "60", "--test-samples", "30", "--net", "2-4-2", "--epochs", "8", "--quiet", "--out"];
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        (int code, string said) = await Traced.Run(
            ["-o", "/dev/null", "-e", "trace=pwrite64", "-e", $"inject=pwrite64:error=EDQUOT:when={write.ToString(CultureInfo.InvariantCulture)}+",
                "dotnet", dll, .. line, folder["run"]]);
        Assert.True(code == ExitCode.Failed, $"{code}: {said}");
        Assert.Equal(1, said.Count(letter => letter == '\n'));
        Assert.Contains("Disk quota exceeded. Make room in your quota", said, StringComparison.Ordinal);
        new Terminal().Do([.. line, folder["whole"]]);
        new Terminal().Do(File.Exists(folder["run/run.json"]) ? ["train", "--resume", folder["run"], "--quiet"] : [.. line, folder["run"]]);
        Assert.Equal(Measured(folder["whole"]), Measured(folder["run"]));
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["run/model.safetensors"]));
    }

    private static MetricRow[] Measured(string folder) =>
        [.. MetricsTable.Read(Path.Combine(folder, RunFolder.MetricsName)).Rows.Where(row => row.Metric != MetricNames.Seconds)];

    private static void Mount(params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "mounting needs root on Linux");
        using Process mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        mount.StandardError.ReadToEnd();
        mount.WaitForExit();
        Assert.SkipWhen(mount.ExitCode != 0, "this machine does not let a disk be mounted");
    }
}
