using System.Diagnostics;
using Apical.Cli;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Training;

namespace Apical.Tests.Runs;

/// <summary>A pipe, a folder, a device or a link to nowhere in the place of a file of a run: told in one line, and nobody waits for it.</summary>
public sealed class NoFileTests
{
    private const string Pipe = "pipe", Folder = "folder", Device = "device", Link = "link";

    private static readonly string[] s_small =
        ["--data", "moons", "--net", "2-4-2", "--train-samples", "60", "--test-samples", "30", "--probes", "none", "--epochs", "1", "--quiet"];

    public static TheoryData<string, string, string> Cases()
    {
        var cases = new TheoryData<string, string, string>();
        foreach (string kind in new[] { Pipe, Folder, Device, Link })
        {
            foreach ((string file, string command) in new[]
            {
                ("run.json", "train --resume RUN --epochs 2"), ("metrics.csv", "train --resume RUN --epochs 2"),
                ("checkpoint.safetensors", "train --resume RUN --epochs 2"), ("model.safetensors", "evaluate RUN/model.safetensors"),
                ("run.json", "train --config RUN/run.json"), ("model.safetensors", "train --start-from RUN/model.safetensors --data moons --net 2-4-2"),
                ("notes.json", "runs note RUN --in RUN/.."),
            })
            {
                cases.Add(kind, file, command);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Is_told_in_one_line(string kind, string file, string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such pipes and devices there");
        using var folder = new TemporaryFolder();
        new Terminal().Do(["train", .. s_small, "--out", folder["run"]]);
        File.Delete(folder[$"run/{file}"]);
        Make(kind, folder[$"run/{file}"]);
        string[] line = [.. command.Split(' ').Select(word => word.Replace("RUN", folder["run"]))];
        if (line[0] == "train" && !line.Contains("--resume"))
        {
            line = [.. line, "--out", folder["new"]];
        }

        (int code, string error) = await Ends(line);
        bool notes = file == "notes.json" && kind is Folder or Link;        // which are not there, then
        Assert.True(code is ExitCode.Failed or ExitCode.Usage || notes, $"{code}: {error}");
        Assert.True(notes || error.Count(letter => letter == '\n') == 1, error);
        Assert.DoesNotContain("Access to the path", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Could not find", error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", error, StringComparison.Ordinal);
        Assert.True(notes || error.Contains(file, StringComparison.Ordinal), error);
    }

    [Theory]
    [InlineData(Pipe)]
    [InlineData(Folder)]
    [InlineData(Link)]
    public async Task Is_told_of_jobs_and_experiments(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no such pipes there");
        using var folder = new TemporaryFolder();
        new Terminal().Do(["compare", "--rules", "bp", "--runs", "2", .. s_small, "--out", folder["run"]]);
        string job = new JobFiles<MetricRow[]>(folder["run/jobs"]).PathOf("bp", 1);
        File.Delete(job);
        Make(kind, job);
        (int code, string error) = await Ends("compare", "--resume", folder["run"]);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains(Path.GetFileName(job), error, StringComparison.Ordinal);

        Directory.CreateDirectory(folder["paper"]);
        Make(kind, folder["paper/reproduction.json"]);
        (code, error) = await Ends("reproduce", "meulemans2019/fig5.5", "--quiet", "--out", folder["paper"]);
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("reproduction.json", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Damage_is_told_with_its_place_and_with_what_to_do()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["reproduction.json"], "{\n  \"id\": \"x\",\n  \"title\": \"cut o");
        string told = Assert.Throws<InvalidDataException>(() => Reproduction.Read(folder.Path)).Message;
        Assert.Contains("(line 3, byte ", told, StringComparison.Ordinal);
        Assert.Contains("delete it", told, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", told, StringComparison.Ordinal);
        File.WriteAllText(folder["run.json"], "{\"format\": \"apical-run\", ");
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run("train", "--config", folder["run.json"]));
        Assert.Contains("Put it back from a copy", terminal.Error, StringComparison.Ordinal);
    }

    private static void Make(string kind, string path)
    {
        switch (kind)
        {
            case Folder: Directory.CreateDirectory(path); break;
            case Link: File.CreateSymbolicLink(path, "nowhere"); break;
            case Device: File.CreateSymbolicLink(path, "/dev/zero"); break;        // which never ends
            default:
                using (Process made = Process.Start("mkfifo", [path]))
                {
                    made.WaitForExit();
                }

                break;
        }
    }

    private static async Task<(int Code, string Error)> Ends(params string[] line)
    {
        var terminal = new Terminal();
        int code = await Task.Run(() => terminal.Run(line)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return (code, terminal.Error);
    }
}
