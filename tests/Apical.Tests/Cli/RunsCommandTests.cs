using System.Text.Json.Nodes;
using Apical.Cli.Collection;
using Apical.Runs;
using Apical.Tests.Architecture;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Runs as a collection, on folders that earlier versions left (Fixtures/runs) and on new ones.</summary>
public sealed class RunsCommandTests
{
    private static readonly string[] s_moons = ["train", "--data", "moons", "--train-samples", "60", "--test-samples", "40", "--net", "2-6-2", "--epochs", "2",
        "--quiet"];

    [Fact]
    public void Lists_every_kind_with_an_honest_status()
    {
        using var folder = Fixtures();
        var listed = new Terminal().Do("runs", "list", folder.Path, "--json", "-");
        Dictionary<string, JsonNode> runs = JsonNode.Parse(listed.Output)!.AsArray().ToDictionary(run => Path.GetFileName((string)run!["run"]!), run => run!);

        string Of(string name, string member) => $"{runs[name][member]}";
        Assert.Equal(("finished", "compare"), (Of("compare-xor", "status"), Of("compare-xor", "kind")));
        Assert.Equal(("interrupted", "sweep"), (Of("sweep-interrupted", "status"), Of("sweep-interrupted", "kind")));
        Assert.Equal(("killed", "train"), (Of("train-killed", "status"), Of("train-killed", "kind")));
        Assert.Equal(("finished", "reproduce"), (Of("experiment", "status"), Of("experiment", "kind")));
        Assert.Equal(["bp", "fa", "shallow"], runs["compare-xor"]["rules"]!.AsArray().Select(rule => (string)rule!));
        Assert.Equal((double)RunFolder.ReadRecord(folder["compare-xor"]).Summary!["rules"]![0]!["testLoss"]!["mean"]!,
            (double)runs["compare-xor"]["results"]!.AsArray().First(rule => (string)rule!["name"]! == "bp")!["testLoss"]!["mean"]!);
    }

    /// <summary>A terminal would obey what texts of a damaged or foreign record hold.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(200)]
    [InlineData(50)]
    public void Nothing_in_a_record_is_obeyed_by_a_terminal(int? columns)
    {
        using var folder = Fixtures();
        const string Title = "\\u001b]0;owned\\u0007\\u009b2J\\r";
        foreach (string record in new[] { folder["train-whole/run.json"], folder["compare-xor/run.json"] })
        {
            string text = File.ReadAllText(record);
            foreach (string word in new[] { "\"bp\"", "\"fa\"", "\"xor\"", "\"tanh\"" })
            {
                text = text.Replace(word, $"{word[..^1]}{Title}\"", StringComparison.Ordinal);
            }

            File.WriteAllText(record, text.Replace("\"command\": \"", $"\"command\": \"{Title}", StringComparison.Ordinal));
        }

        new RunNotes([(DateTimeOffset.UnixEpoch, "a \e]0;note\a")], ["t\e[2J"]).Write(folder["train-whole"]);
        foreach (string[] line in new string[][]
        {
            ["list", folder.Path], ["show", folder["train-whole"]], ["show", folder["compare-xor"]], ["note", folder["train-whole"]],
            ["compare", folder["train-whole"], folder["compare-xor"]],
        })
        {
            var terminal = new Terminal { Columns = columns };
            terminal.Run(["runs", .. line]);
            string said = System.Text.RegularExpressions.Regex.Replace(terminal.Output + terminal.Error, @"\e\[[0-9;]*m", "");
            Assert.DoesNotContain(said, sign => char.IsControl(sign) && sign != '\n');
        }
    }

    [Fact]
    public void A_run_at_work_is_running_and_a_killed_one_is_not()
    {
        using var folder = Fixtures();
        string Status() => (string)JsonNode.Parse(new Terminal().Do("runs", "show", folder["train-killed"], "--json", "-").Output)!["status"]!;
        Assert.Equal("killed", Status());
        File.WriteAllText(folder["train-killed/metrics.csv.lock"], "");            // as a kill leaves it: it locks nothing
        Assert.Equal("killed", Status());
        using (RunFolder.Resume(folder["train-killed"]))
        {
            Assert.Equal("running", Status());
            Assert.Equal(1, new Terminal().Run("runs", "remove", folder["train-killed"], "--yes"));
        }

        Assert.Equal("interrupted", Status());
        File.WriteAllText(
            folder["experiment/reproduction.json"], File.ReadAllText(folder["experiment/reproduction.json"]).Replace("\"finished\"", "\"running\""));
        string Experiment() => (string)JsonNode.Parse(new Terminal().Do("runs", "show", folder["experiment"], "--json", "-").Output)!["status"]!;
        Assert.Equal("killed", Experiment());
        using (WorkMark first = WorkMark.Of(folder["experiment/reproduction.json"]), second = WorkMark.Of(folder["experiment/reproduction.json"]))
        {
            first.Dispose();
            Assert.Equal("running", Experiment());
        }

        Assert.Equal("killed", Experiment());
        Assert.False(File.Exists(folder["experiment/reproduction.json.lock"]));      // the last one at work deletes it
    }

    [Fact]
    public void A_damaged_run_is_listed_as_damaged_and_is_not_removed()
    {
        using var folder = Fixtures();
        File.WriteAllText(folder["train-whole/run.json"], "{ \"format\": \"apical-run\", ");
        var terminal = new Terminal { Columns = 200 }.Do("runs", "list", folder.Path);

        Assert.Matches("train-whole .*damaged", terminal.Output);
        Assert.Contains("train-whole: Expected", terminal.Error);
        Assert.Contains("11 runs", terminal.Output);
        var remove = new Terminal();
        Assert.Equal(1, remove.Run("runs", "remove", folder["train-whole"], "--yes"));
        Assert.Contains("its record is damaged", remove.Error);
        Assert.True(File.Exists(folder["train-whole/metrics.csv"]));
    }

    [Theory]
    [InlineData("--rule shallow", "compare-xor")]
    [InlineData("--status killed", "train-killed")]
    [InlineData("--command sweep", "sweep-interrupted sweep-whole")]
    [InlineData("--command compare --data xor --since 2026-11-28 --until 2026-11-28", "compare-xor")]
    [InlineData("--until 2020-01-01", "")]
    [InlineData("--tag thesis", "train-moons")]
    public void Filters_leave_those_that_fit(string filter, string expected)
    {
        using var folder = Fixtures();
        new Terminal().Do("runs", "tag", folder["train-moons"], "thesis");
        var terminal = new Terminal().Do(["runs", "list", folder.Path, .. filter.Split(' '), "--sort", "name", "--json", "-"]);
        JsonArray found = JsonNode.Parse(terminal.Output)!.AsArray();

        Assert.Equal(expected, string.Join(' ', found.Select(run => Path.GetFileName((string)run!["run"]!))));
    }

    [Fact]
    public void The_best_comes_first_by_accuracy_and_the_newest_by_date()
    {
        using var folder = Fixtures();
        string List(string order) => new Terminal().Do("runs", "list", folder.Path, "--command", "train", "--sort", order, "--json", "-").Output;
        double[] By(string order) => [.. JsonNode.Parse(List(order))!.AsArray().Select(run =>
            order == "date" ? DateTimeOffset.Parse((string)run!["started"]!, null).ToUnixTimeSeconds()
                : (double)run!["results"]![0]!["testAccuracy"]!["mean"]!)];

        Assert.Equal(By("accuracy").OrderDescending(), By("accuracy"));
        Assert.Equal(By("date").OrderDescending(), By("date"));
    }

    [Fact]
    public void Compares_settings_and_numbers_of_two_runs()
    {
        using var folder = new TemporaryFolder();
        new Terminal { Code = new("abc123", true) }.Do([.. s_moons, "--rule", "fa", "--out", folder["a"]]);
        new Terminal { Code = new("abc123", false) }.Do([.. s_moons, "--rule", "fa", "--seed", "2", "--out", folder["b"]]);
        JsonNode json = JsonNode.Parse(new Terminal().Do("runs", "compare", folder["a"], "b", "--in", folder.Path, "--json", "-").Output)!;

        Assert.Equal(["seed=1/2", "changes not committed=true/false"],
            json["settings"]!.AsArray().Where(row => !((string)row!["name"]!).StartsWith("checksum")).Select(row => $"{row!["name"]}={row["a"]}/{row["b"]}"));
        Assert.Contains("loss", json["numbers"]!.ToJsonString());
        Assert.Contains("All settings are the same.", new Terminal().Do("runs", "compare", folder["a"], folder["a"]).Output);
        Assert.Contains("abc123, with changes that were not committed", new Terminal().Do("runs", "show", folder["a"]).Output);
    }

    [Fact]
    public void Notes_and_tags_are_kept_beside_the_run_and_change_nothing_of_it()
    {
        using var folder = Fixtures();
        string before = File.ReadAllText(folder["train-whole/run.json"]);
        new Terminal().Do("runs", "note", folder["train-whole"], "the", "one", "for", "figure", "3");
        new Terminal().Do("runs", "tag", folder["train-whole"], "thesis", "#good", "thesis");
        new Terminal().Do("runs", "untag", folder["train-whole"], "good");
        string shown = new Terminal().Do("runs", "show", folder["train-whole"]).Output;

        Assert.Contains("the one for figure 3", shown);
        Assert.Contains("#thesis", shown);
        Assert.DoesNotContain("good", shown);
        Assert.Equal(before, File.ReadAllText(folder["train-whole/run.json"]));
        Assert.Equal(2, new Terminal().Run("runs", "untag", folder["train-whole"], "good"));
        Assert.Equal(2, new Terminal().Run("runs", "tag", folder["train-whole"], "two words"));
        Assert.DoesNotContain("figure", new Terminal().Do("runs", "note", folder["train-whole"], "--clear").Output);
    }

    [Fact]
    public void Removes_after_a_question_and_only_without_foreign_files_and_links()
    {
        using var folder = Fixtures();
        string asked = "";
        var no = new Terminal { Ask = question => { asked = question; return "n"; } };
        Assert.Contains("kept", no.Do("runs", "remove", "train-whole", "--in", folder.Path).Output);
        Assert.Contains("train-whole (train, ", asked);
        var silent = new Terminal();
        Assert.Equal(2, silent.Run("runs", "remove", folder["train-whole"]));
        Assert.Contains("--yes", silent.Error);
        File.WriteAllText(folder["train-whole/results-of-thesis.csv"], "mine");
        var foreign = new Terminal();
        Assert.Equal(1, foreign.Run("runs", "remove", folder["train-whole"], folder["train-moons"], "--yes"));
        Assert.Contains("results-of-thesis.csv", foreign.Error);
        Assert.True(Directory.Exists(folder["train-moons"]));
        File.Delete(folder["train-whole/results-of-thesis.csv"]);
        Directory.CreateDirectory(folder["elsewhere/deep"]);
        File.WriteAllText(folder["elsewhere/deep/x.json"], "{}");
        Directory.CreateSymbolicLink(folder["train-whole/jobs"], folder["elsewhere"]);
        Assert.Equal(1, new Terminal().Run("runs", "remove", folder["train-whole"], "--yes"));
        Directory.Delete(folder["train-whole/jobs"]);
        Directory.CreateSymbolicLink(folder["link"], folder["train-whole"]);
        Assert.Equal(1, new Terminal().Run("runs", "remove", folder["link"], "--yes"));
        Assert.DoesNotContain("link", new Terminal().Do("runs", "list", folder.Path).Output);

        new Terminal { Ask = _ => "Y" }.Do("runs", "remove", folder["train-whole"], folder["experiment"], folder["compare-xor"]);
        Assert.False(Directory.Exists(folder["train-whole"]) || Directory.Exists(folder["experiment"]) || Directory.Exists(folder["compare-xor"]));
        Assert.True(File.Exists(folder["elsewhere/deep/x.json"]));
        Assert.Equal(2, new Terminal().Run("runs", "remove", folder["elsewhere"], "--yes"));
    }

    /// <summary>Whatever a command writes can be removed again.</summary>
    [Fact]
    public void Removes_what_each_command_writes()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_moons, "--rule", "fa", "--keep", "both", "--out", folder["train"]]);
        new Terminal().Do(["compare", .. s_moons[1..], "--rules", "bp,fa", "--runs", "1", "--out", folder["compare"]]);
        new Terminal().Do(["sweep", .. s_moons[1..], "--over", "lr=0.1,0.2", "--runs", "1", "--out", folder["sweep"]]);
        new Terminal().Do(["compare", .. s_moons[1..], "--rules", "bp,fa", "--runs", "1", "--tune", "--tune-rates", "0.1,0.3", "--out", folder["tune"]]);
        string[] halved = ["sweep", .. s_moons[1..^3], "--epochs", "8", "--threads", "1", "--over", "lr=0.1,0.2,0.3,0.4", "--runs", "1", "--halving"];
        Assert.Equal(75, new Terminal { TimeFlies = true, InterruptAt = "epoch   3/8" }.Run([.. halved, "--out", folder["halved"]]));
        new Terminal { Experiments = [new Dice()] }.Do("reproduce", "dice1654/fair", "--out", folder["dice"], "--quiet");
        new Terminal().Do("runs", "note", folder["train"], "seen");
        Assert.True(File.Exists(folder["tune/tuning/run.json"]));
        Assert.NotEmpty(Directory.EnumerateFiles(folder["halved/jobs"], "*.safetensors"));
        string[] all = ["train", "compare", "sweep", "tune", "halved", "dice"];
        new Terminal().Do(["runs", "remove", .. all.Select(name => folder[name]), "--yes"]);

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Names_that_nobody_or_several_have_are_answered()
    {
        using var folder = Fixtures();
        var several = new Terminal();
        Assert.Equal(2, several.Run("runs", "show", "sweep", "--in", folder.Path));
        Assert.Contains("2 runs: sweep-interrupted, sweep-whole", several.Error);
        var none = new Terminal();
        Assert.Equal(2, none.Run("runs", "show", "train-hole", "--in", folder.Path));
        Assert.Contains("did you mean 'train-whole'?", none.Error);
        Assert.Equal(1, new Terminal().Run("runs", "list", folder["nothing"]));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Pages_fit_the_terminal(int columns)
    {
        using var folder = Fixtures();
        foreach (string[] args in new string[][] { ["list", folder.Path], ["compare", "train-whole", "train-moons", "--in", folder.Path] })
        {
            string output = new Terminal { Columns = columns, Variables = { ["NO_COLOR"] = "1" } }.Do(["runs", .. args]).Output;
            Assert.All(output.Split('\n').Where(line => !line.Contains(folder.Path)), line => Assert.InRange(line.Length, 0, columns));
        }
    }

    /// <summary>A pipe has 160 columns, and names that are broken cannot be copied.</summary>
    [Fact]
    public void In_a_pipe_no_name_is_broken_and_own_data_are_found_by_a_part()
    {
        using var folder = new TemporaryFolder();
        string table = folder["a-table-with-a-rather-long-name-that-takes-a-lot-of-room-in-any-list.csv"];
        string run = folder["runs/a-run-whose-name-is-long-as-well"];
        File.WriteAllLines(table, ["x,y,kind", .. Enumerable.Range(0, 40).Select(i => $"{i},{i % 7},{(i % 2 == 0 ? "even" : "odd")}")]);
        new Terminal().Do("train", "--data", $"csv:{table}:label=kind", "--lr", "0.1", "--epochs", "1", "--probes", "none", "--out", run);

        string list = new Terminal().Do("runs", "list", folder["runs"]).Output;
        Assert.Contains("a-run-whose-name-is-long-as-well", list, StringComparison.Ordinal);
        Assert.Contains("finished", list, StringComparison.Ordinal);
        Assert.Contains("1 run in", new Terminal().Do("runs", "list", folder["runs"], "--data", "rather-long-name").Output, StringComparison.Ordinal);
        Assert.Contains("0 of 1 run", new Terminal().Do("runs", "list", folder["runs"], "--data", "moons").Output, StringComparison.Ordinal);
    }

    internal static TemporaryFolder Fixtures()
    {
        var folder = new TemporaryFolder();
        string source = Path.Combine(Repository.Root, "tests/Apical.Tests/Fixtures/runs");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = folder[Path.GetRelativePath(source, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return folder;
    }
}
