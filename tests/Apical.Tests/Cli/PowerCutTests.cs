using System.Text.RegularExpressions;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>
/// What a power cut would leave cannot be tried; what makes it harmless can be seen (strace): files are on the disk before they have their names, and the
/// measurements that a checkpoint takes for granted before the checkpoint.
/// </summary>
public sealed partial class PowerCutTests
{
    [Fact]
    public async Task Files_are_on_the_disk_before_they_have_their_names()
    {
        using var folder = new TemporaryFolder();
        (int code, string said) = await Traced.Run("-y", "-s", "400", "-o", folder["trace"], "-e", "trace=fsync,fdatasync,rename,renameat,renameat2", "dotnet",
            Path.Combine(AppContext.BaseDirectory, "Apical.Cli.dll"), "train", "--data", "moons", "--train-samples", "60", "--test-samples", "30",
            "--net", "2-4-2", "--lr", "0.1", "--epochs", "3", "--quiet", "--out", folder["run"]);
        Assert.True(code == 0, said);
        var safe = new HashSet<string>();
        var named = new List<string>();
        bool measured = false;
        foreach (string line in File.ReadLines(folder["trace"]))
        {
            if (Synced().Match(line) is { Success: true } synced)
            {
                safe.Add(synced.Groups[1].Value);
                measured |= Path.GetFileName(synced.Groups[1].Value) == RunFolder.MetricsName;
            }
            else if (Renamed().Match(line) is { Success: true } renamed && Path.GetDirectoryName(renamed.Groups[2].Value) == folder["run"])
            {
                string name = Path.GetFileName(renamed.Groups[2].Value);
                Assert.True(safe.Contains(renamed.Groups[1].Value), $"{name} got its name before its content was on the disk");
                Assert.True(measured || name != RunFolder.CheckpointName, "a checkpoint came before what was measured until then");
                measured &= name != RunFolder.CheckpointName;
                named.Add(name);
            }
        }

        Assert.Equal(3, named.Count(name => name == RunFolder.CheckpointName));
        Assert.Contains(RunFolder.RecordName, named);
        Assert.Contains(RunFolder.ModelName, named);
    }

    [GeneratedRegex(@"f(?:data)?sync\(\d+<([^>]*)>")]
    private static partial Regex Synced();

    [GeneratedRegex(@"rename[a-z0-9]*\((?:[^""]*, )?""([^""]*)"", (?:[^""]*, )?""([^""]*)""")]
    private static partial Regex Renamed();
}
