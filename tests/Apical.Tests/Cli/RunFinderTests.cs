using System.Text.Json.Nodes;
using Apical.Cli.Collection;
using Apical.Runs;

namespace Apical.Tests.Cli;

/// <summary>How runs are found by their names, and what is read from their folders.</summary>
public sealed class RunFinderTests
{
    [Fact]
    public void A_name_is_found_however_its_folders_are_joined()
    {
        using var folder = RunsCommandTests.Fixtures();
        Directory.CreateDirectory(folder["group"]);
        Directory.Move(folder["train-whole"], folder["group/fa"]);
        Assert.Equal("group/fa", RunFinder.Find(folder.Path, Path.Combine("group", "fa")).Name);
        Assert.Equal("group/fa", RunFinder.Find(folder.Path, "group/fa/").Name);
        Assert.Equal(folder["group/fa"], RunFinder.Find(folder.Path, folder["group/fa"] + Path.DirectorySeparatorChar).Folder);

        Assert.SkipWhen(OperatingSystem.IsWindows(), "there, '\\' joins folders");
        Directory.Move(folder["train-moons"], folder["of\\moons"]);
        Assert.Equal("of\\moons", RunFinder.Find(folder.Path, "of\\moons").Name);
    }

    [Fact]
    public void No_folder_of_the_current_one_hides_a_run()
    {
        using var folder = RunsCommandTests.Fixtures();
        string name = Path.GetFileName(Directory.EnumerateDirectories(Environment.CurrentDirectory).FirstOrDefault() ?? "");
        Assert.SkipWhen(name.Length == 0, "the current folder has none");
        Directory.Move(folder["train-whole"], folder[name]);
        Assert.Equal(folder[name], RunFinder.Find(folder.Path, name).Folder);
        Directory.Move(folder[name], folder[$"before-{name}"]);
        Assert.Equal(folder[$"before-{name}"], RunFinder.Find(folder.Path, name).Folder);
    }

    [Theory]
    [InlineData("""{ "rule": "fa:init=normal:0,0.5" }""", "fa:init=normal:0,0.5")]
    [InlineData("""{ "rules": "fa:init=normal:0,0.5,bp" }""", "fa:init=normal:0,0.5|bp")]
    [InlineData("""{ "rules": ["fa:init=normal:0,0.5", "bp"] }""", "fa:init=normal:0,0.5|bp")]
    public void A_rule_with_a_comma_is_one_rule(string settings, string expected)
    {
        using var folder = RunsCommandTests.Fixtures();
        Change(folder["train-whole"], record => record["settings"] = JsonNode.Parse(settings));
        Assert.Equal(expected, string.Join('|', RunReader.Read(folder["train-whole"], "a").Rules));
    }

    /// <summary>A run that ends between two looks was at work at the first and is not at the second: nobody killed it.</summary>
    [Fact]
    public void A_run_that_just_ended_was_not_killed()
    {
        var said = new Queue<RunStatus>([RunStatus.Running, RunStatus.Finished]);
        Assert.Equal((RunStatus.Finished, RunState.Finished), RunStates.Of(said.Dequeue, status => status, () => false));
        Assert.Equal(RunState.Killed, RunStates.Of(() => RunStatus.Running, status => status, () => false).State);
        Assert.Equal(RunState.Running, RunStates.Of(() => RunStatus.Running, status => status, () => true).State);
    }

    /// <summary>A sweep that selects by samples held out may have a point with more on the test samples: it is not what was chosen.</summary>
    [Fact]
    public void Sweeps_are_in_the_order_of_what_they_show()
    {
        using var folder = RunsCommandTests.Fixtures();
        Change(folder["sweep-whole"], record => record["summary"] = Points((0.5, 0.7), (0.9, 0.1)));
        Change(folder["sweep-interrupted"], record => record["summary"] = Points((0.6, 0.6), (0.7, 0.5)));
        string[] By(string order)
        {
            string listed = new Terminal().Do("runs", "list", folder.Path, "--command", "sweep", "--sort", order, "--json", "-").Output;
            return [.. JsonNode.Parse(listed)!.AsArray().Select(run => Path.GetFileName((string)run!["run"]!))];
        }

        Assert.Equal(["sweep-interrupted", "sweep-whole"], By("accuracy"));
        Assert.Equal(["sweep-interrupted", "sweep-whole"], By("loss"));
    }

    private static JsonObject Points(params (double Accuracy, double Loss)[] points) => new()
    {
        ["points"] = new JsonArray([.. points.Select(point => new JsonObject
        {
            ["point"] = "lr=1",
            ["testAccuracy"] = new JsonObject { ["mean"] = point.Accuracy },
            ["testLoss"] = new JsonObject { ["mean"] = point.Loss },
        })]),
    };

    private static void Change(string run, Action<JsonObject> change)
    {
        string file = Path.Combine(run, RunFolder.RecordName);
        JsonObject record = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(record);
        File.WriteAllText(file, record.ToJsonString());
    }
}
