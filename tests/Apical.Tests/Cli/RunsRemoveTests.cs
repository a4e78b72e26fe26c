using Apical.Cli;
using Apical.Cli.Collection;
using Apical.Runs;

namespace Apical.Tests.Cli;

/// <summary>What <c>runs remove</c> leaves alone, whenever it came.</summary>
public sealed class RunsRemoveTests
{
    [Fact]
    public void What_came_while_a_person_thought_about_it_stays()
    {
        using var folder = RunsCommandTests.Fixtures();
        string run = folder["train-whole"], mine = Path.Combine(run, "mine.csv");
        var late = new Terminal { Ask = _ => Write(mine) };
        Assert.Equal(ExitCode.Failed, late.Run("runs", "remove", run));
        Assert.Contains("mine.csv", late.Error);
        Assert.True(File.Exists(mine) && File.Exists(Path.Combine(run, RunFolder.RecordName)));

        File.Delete(mine);
        RunFolder? atWork = null;
        var goesOn = new Terminal
        {
            Ask = _ =>
            {
                atWork = RunFolder.Resume(run);
                return "y";
            },
        };
        Assert.Equal(ExitCode.Failed, goesOn.Run("runs", "remove", run));
        Assert.Contains("it is running", goesOn.Error);
        atWork!.Dispose();

        var gone = new Terminal { Ask = _ => Delete(run) };
        Assert.Equal(ExitCode.Failed, gone.Run("runs", "remove", run));
        Assert.Contains("is not there any more", gone.Error);
    }

    [Theory]
    [InlineData("figure-1-2.csv", true)]
    [InlineData("images-10-1.csv", true)]
    [InlineData("figure-1-b.csv", false)]
    [InlineData("results-of-thesis.csv", false)]
    [InlineData("figure-1-2.csv.bak", false)]
    [InlineData("figure-0-+1.csv", false)]
    public void Of_numbers_only_those_of_pictures_are_its_own(string name, bool own)
    {
        using var folder = RunsCommandTests.Fixtures();
        Write(Path.Combine(folder["train-whole"], name));
        Assert.Equal(own ? 0 : ExitCode.Failed, new Terminal().Run("runs", "remove", folder["train-whole"], "--yes"));
        Assert.Equal(!own, File.Exists(Path.Combine(folder["train-whole"], name)));
    }

    /// <summary>The sweep within a comparison that tunes is looked at as a run is.</summary>
    [Fact]
    public void A_sweep_within_is_checked_as_a_run_is()
    {
        using var folder = RunsCommandTests.Fixtures();
        string run = folder["compare-xor"], tuning = Path.Combine(run, "tuning");
        Directory.Move(folder["sweep-interrupted"], tuning);
        Refuses(run, Path.Combine("tuning", "mine.csv"), () => Write(Path.Combine(tuning, "mine.csv")));
        File.Delete(Path.Combine(tuning, "mine.csv"));
        Refuses(run, "tuning" + Path.DirectorySeparatorChar + "tuning", () => Directory.CreateDirectory(Path.Combine(tuning, "tuning")));
        Directory.Delete(Path.Combine(tuning, "tuning"));
        RunFolder? atWork = null;
        Refuses(run, "it is running", () => atWork = RunFolder.Resume(tuning));
        atWork!.Dispose();
        new Terminal().Do("runs", "remove", run, "--yes");
        Assert.False(Directory.Exists(run));
    }

    /// <summary>Trainings of replicates that were stopped lie in a folder within the replicates'.</summary>
    [Fact]
    public void What_an_experiment_had_begun_is_its_own()
    {
        using var folder = RunsCommandTests.Fixtures();
        string run = folder["experiment"], begun = Path.Combine(run, "replicates", "begun");
        Directory.CreateDirectory(begun);
        Write(Path.Combine(begun, "fa-1a2b3c4d-2.safetensors"));
        Write(Path.Combine(begun, "fa-1a2b3c4d-2.json"));
        Write(Path.Combine(begun, ".fa-1a2b3c4d-2.json.0a1b2c3d.4e5.tmp"));
        Write(Path.Combine(begun, "mine.csv"));
        Assert.True(RunRemoval.Owns(Path.Combine(begun, "fa-1a2b3c4d-2.json")));
        Assert.False(RunRemoval.Owns(Path.Combine(begun, "mine.csv")) || RunRemoval.Owns(Path.Combine(run, "begun", "x.json")));
        Refuses(run, Path.Combine("replicates", "begun", "mine.csv"), () => { });
        File.Delete(Path.Combine(begun, "mine.csv"));
        Refuses(run, Path.Combine("replicates", "begun", "deep"), () => Directory.CreateDirectory(Path.Combine(begun, "deep")));
        Directory.Delete(Path.Combine(begun, "deep"));
        new Terminal().Do("runs", "remove", run, "--yes");
        Assert.False(Directory.Exists(run));
    }

    private static void Refuses(string run, string message, Action before)
    {
        before();
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Failed, terminal.Run("runs", "remove", run, "--yes"));
        Assert.Contains(message, terminal.Error);
        Assert.True(RunReader.IsRun(run));
    }

    private static string Write(string file)
    {
        File.WriteAllText(file, "mine");
        return "y";
    }

    private static string Delete(string folder)
    {
        Directory.Delete(folder, recursive: true);
        return "y";
    }
}
