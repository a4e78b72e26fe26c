using System.Text.Json.Nodes;
using Apical.Cli;
using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Experiments done in parts by several processes that see one folder.</summary>
public sealed class PartsReproduceTests
{
    [Theory]
    [InlineData("dice1654/fair")]
    [InlineData("--all")]
    [InlineData("--all", "--runs", "2", "--seed", "5")]
    public void Parts_leave_what_one_process_leaves(params string[] what)
    {
        using var folder = new TemporaryFolder();
        string json = folder["json"];
        string[] line = ["reproduce", .. what, "--threads", "1", "--json", json];
        Shop().Do([.. line, "--out", folder["whole"]]);
        string whole = Claims(json);
        foreach (string part in new[] { "3/3", "1/3" })
        {
            var terminal = Shop().Do([.. line, "--out", folder["parts"], "--part", part]);
            Assert.Contains($"replicates are missing. The last part to end concludes, or: apical gather {folder["parts"]}", terminal.Output);
            Assert.False(File.Exists(json));
        }

        Assert.Contains("claims hold", Shop().Do([.. line, "--out", folder["parts"], "--part", "2/3"]).Output);
        Assert.Equal(whole, Claims(json));
        SharedFolders.Same(folder, "whole", "parts");

        // All parts once more: nothing is done, nothing changes, and the result is told.
        Assert.Contains("claims hold", Shop().Do([.. line, "--out", folder["parts"], "--part", "1/3"]).Output);
        SharedFolders.Same(folder, "whole", "parts");
        Assert.Contains("is concluded", Shop().Do("gather", folder["parts"]).Output);
        Shop().Do("gather", folder["parts"], "--json", folder["again"]);
        Assert.Equal(whole, Claims(folder["again"]));

        static string Claims(string file)
        {
            string text = new JsonObject { ["all"] = JsonNode.Parse(File.ReadAllText(file)) }.ToJsonString();
            File.WriteAllText(file, text);
            text = SharedFolders.Content($"{Named(file)}");
            return text;
        }

        static string Named(string file)
        {
            File.Move(file, file + ".json", overwrite: true);
            return file + ".json";
        }
    }

    [Fact]
    public void What_is_skipped_for_want_of_data_is_skipped_in_parts_too()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        string[] line = ["reproduce", "lechner2020/table2", "--data-dir", folder["data"], "--quiet", "--out"];
        var whole = new Terminal();
        int code = whole.Run([.. line, folder["whole"]]);
        for (int part = 1; part <= 2; part++)
        {
            var terminal = new Terminal();
            Assert.Equal((code, whole.Error), (terminal.Run([.. line, folder["parts"], "--part", $"{part}/2"]), terminal.Error));
        }

        SharedFolders.Same(folder, "whole", "parts");
    }

    [Theory]
    [InlineData("slurm reproduce lillicrap2016/s7")]
    [InlineData("reproduce lillicrap2016/s7 --part 1/2")]
    [InlineData("slurm sweep --over lr=0.1,0.3")]
    [InlineData("sweep --over lr=0.1,0.3 --part 1/2")]
    [InlineData("compare")]
    public void A_file_or_a_link_to_nowhere_in_the_place_of_the_folder_is_told(string line)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        File.CreateSymbolicLink(folder["link"], folder["nowhere"]);
        Assert.Contains(folder["file"], Fail(folder["file"]));
        Assert.Contains($"'{folder["link"]}' is a link to '{folder["nowhere"]}', which is not there", Fail(folder["link"]));
        Assert.Empty(Directory.GetDirectories(folder.Path));

        string Fail(string place)
        {
            var terminal = new Terminal();
            Assert.NotEqual(0, terminal.Run([.. line.Split(' '), "--out", place]));
            Assert.Equal("", terminal.Output);
            return terminal.Error;
        }
    }

    [Fact]
    public void What_is_missing_is_named_and_the_same_parts_do_only_that()
    {
        using var folder = new TemporaryFolder();
        string run = folder["parts"];
        string[] line = ["reproduce", "--all", "--threads", "1"];
        Shop().Do([.. line, "--out", folder["whole"]]);
        Shop().Do([.. line, "--out", run, "--part", "2/2"]);

        var gather = Shop();
        Assert.Equal(ExitCode.Stopped, gather.Run("gather", run));
        Assert.Contains("6 of 12 replicates are missing", gather.Error);
        Assert.Contains("part 1/2 never began: dice1654/", gather.Error);
        Assert.Contains($"apical reproduce --all --threads 1 --out {run} --part 1/2\n", gather.Error);
        Assert.DoesNotContain("part 2/2", gather.Error);

        Dice[] again = [new Dice { Letter = "fair" }, new Dice { Letter = "second" }];
        Shop(again).Do([.. line, "--out", run, "--part", "2/2"]);
        Assert.Equal(0, again.Sum(dice => dice.Worked));
        Shop(again).Do([.. line, "--out", run, "--part", "1/2"]);
        Assert.Equal(6, again.Sum(dice => dice.Worked));
        SharedFolders.Same(folder, "whole", "parts");
    }

    /// <summary>Killed before the last part saw that all is there: gather does what it would have done.</summary>
    [Fact]
    public void Gather_concludes_where_no_part_has()
    {
        using var folder = new TemporaryFolder();
        string run = folder["parts"];
        string[] line = ["reproduce", "dice1654/fair", "--threads", "1"];
        Shop().Do([.. line, "--out", folder["whole"]]);
        Shop().Do([.. line, "--out", run, "--part", "1/2"]);

        // Part 2 as far as its last replicate, and no further.
        var setup = new Setup();
        var dice = new Dice();
        var second = new ExperimentRun(dice, setup, run, "apical reproduce dice1654/fair --threads 1");
        second.Join();
        second.Share(new Apical.Training.Part(2, 2).Deal(second.States.Count, dice.Id), 3, TestContext.Current.CancellationToken);
        Assert.Equal(RunStatus.Running, Reproduction.Read(run).Status);

        Assert.Contains("1 of 2 claims hold", Shop().Do("gather", run).Output);
        SharedFolders.Same(folder, "whole", "parts");
    }

    [Fact]
    public void Others_are_refused_by_name_before_anything_is_done()
    {
        using var folder = new TemporaryFolder();
        Shop().Do("reproduce", "dice1654/fair", "--out", folder["run"], "--part", "1/3");
        string record = File.ReadAllText(folder["run/reproduction.json"]);
        foreach ((string says, string[] more) in new[]
        {
            ("seed 1 instead of 2", ["--seed", "2"]),
            ("scale quick instead of paper", ["--scale", "paper"]),
            ("--runs (all) instead of 2", ["--runs", "2"]),
            ("another throws", new[] { "--set", "throws=7" }),
        })
        {
            Refuses(says, more);
        }

        // What was refused has left no trace: the parts are those that were not.
        var gather = Shop();
        Assert.Equal(ExitCode.Stopped, gather.Run("gather", folder["run"]));
        Assert.Contains("part 2/3 never began", gather.Error);
        File.WriteAllText(folder["run/reproduction.json"], record.Replace("\"apicalVersion\":\"0.1.0\"", "\"apicalVersion\":\"0.0.9\""));
        Refuses("version 0.0.9 instead of 0.1.0");

        void Refuses(string says, params string[] more)
        {
            var dice = new Dice();
            var terminal = Shop(dice);
            Assert.Equal(ExitCode.Failed, terminal.Run(["reproduce", "dice1654/fair", "--out", folder["run"], "--part", "2/3", .. more]));
            Assert.Contains(says, terminal.Error);
            Assert.Equal(0, dice.Worked);
        }
    }

    /// <summary>Of a list, too: it must not do in its way what the others have not begun.</summary>
    [Fact]
    public void A_part_of_another_list_is_refused_as_a_whole()
    {
        using var folder = new TemporaryFolder();
        Dice[] mine = [new Dice { Letter = "fair" }, new Dice { Letter = "second" }];
        Shop(mine[0]).Do("reproduce", "--all", "--out", folder["run"], "--part", "1/2");
        string[] before = Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories);
        var other = Shop(mine);
        int worked = mine[0].Worked;

        Assert.Equal(ExitCode.Failed, other.Run("reproduce", "--all", "--seed", "2", "--out", folder["run"], "--part", "2/2", "--json", folder["json"]));
        Assert.Contains("seed 1 instead of 2", other.Error);
        Assert.Equal((worked, 0), (mine[0].Worked, mine[1].Worked));
        Assert.Equal(before.Length, Directory.GetFiles(folder["run"], "*", SearchOption.AllDirectories).Length);
        Assert.False(File.Exists(folder["json"]));
    }

    private static Terminal Shop(params Dice[] dice) => new()
    {
        Experiments = dice.Length > 0 ? dice : [new Dice { Letter = "fair" }, new Dice { Letter = "second" }],
    };
}
