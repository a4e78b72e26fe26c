using System.Diagnostics;
using Apical.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Parts in processes of their own, some of which are killed around the moment in which the file of a result gets its name.</summary>
public sealed class PartsKilledTests
{
    private const int Parts = 6;

    private static readonly string[] s_line =
    [
        "sweep", "--over", "lr=0.01,0.03,0.1,0.2,0.3,0.5,0.7,1,2,3", "--over", "rule=bp,fa", "--runs", "3", "--epochs", "3", "--data", "xor", "--net", "2-4-1",
        "--threads", "1", "--quiet",
    ];

    /// <summary>
    /// Sixty runs in six parts. Three are killed: as soon as a file that is not renamed yet is seen, as soon as one that is, and anywhere. What they left is
    /// then brought into the state of a kill in between: a result half written beside its place, as no kill can be aimed so well.
    /// </summary>
    [Fact]
    public async Task Three_of_six_parts_are_killed_and_the_same_again_ends_in_the_same_files()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_line, "--out", folder["whole"], "--json", folder["whole.json"]]);
        string run = folder["parts"], jobs = folder["parts/jobs"];
        Func<bool>[] moments =
        [
            () => Any(jobs, ".*.tmp"),
            () => Any(jobs, "*.json"),
            () => Any(run, "parts"),
        ];
        for (int part = 1; part <= Parts; part++)
        {
            string[] line = [.. s_line, "--out", run, "--json", folder["parts.json"], "--part", $"{part}/{Parts}"];
            if (part > moments.Length)
            {
                new Terminal().Do(line);
                continue;
            }

            if (part == 2 && Directory.Exists(jobs))
            {
                Array.ForEach(Directory.GetFiles(jobs, "*.json"), File.Delete);
            }

            await Kill(line, moments[part - 1]);
        }

        string victim = Directory.GetFiles(jobs, "*.json").Order(StringComparer.Ordinal).First(), text = await File.ReadAllTextAsync(
            victim, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(jobs, $".{Path.GetFileName(victim)}.abcdefgh.ijk.tmp"), text[..(text.Length / 2)],
            TestContext.Current.CancellationToken);
        File.Delete(victim);
        var gather = new Terminal();
        Assert.Equal(ExitCode.Stopped, gather.Run("gather", run, "--quiet"));
        Assert.Contains("of 60 runs are missing", gather.Error);
        Dictionary<string, byte[]> before = Directory.GetFiles(jobs, "*.json").ToDictionary(path => path, File.ReadAllBytes);

        for (int part = 1; part <= Parts; part++)
        {
            new Terminal().Do([.. s_line, "--out", run, "--json", folder["parts.json"], "--part", $"{part}/{Parts}"]);
        }

        Assert.Equal(60, Directory.GetFiles(jobs, "*.json").Length);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        Assert.Equal(SharedFolders.Content(folder["whole.json"]), SharedFolders.Content(folder["parts.json"]));
        SharedFolders.Same(folder, "whole", "parts");
    }

    private static bool Any(string folder, string name) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, name).Any();

    private static async Task Kill(string[] line, Func<bool> when)
    {
        string dll = Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [dll, .. line]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        while (!process.HasExited && !when())
        {
            Thread.SpinWait(100);
        }

        process.Kill();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
