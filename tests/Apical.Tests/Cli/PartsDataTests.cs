using Apical.Cli;
using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Papers;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>Parts of experiments of which some find the data, and others do not.</summary>
public sealed class PartsDataTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_lacks_the_data_leaves_what_others_did_as_it_is(bool list)
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"], own = list ? folder["run/dice1654-fair"] : run;
        string[] line = ["reproduce", list ? "--all" : "dice1654/fair", "--threads", "1", "--data-dir"];
        Directory.CreateDirectory(folder["nowhere"]);
        Shop(folder, list).Do([.. line, folder["data"], "--out", run, "--part", "1/2"]);
        string before = File.ReadAllText(Path.Combine(own, Reproduction.FileName));

        Refuses([.. line, folder["nowhere"], "--out", run, "--part", "2/2"]);
        Refuses(["gather", run, "--data-dir", folder["nowhere"]]);
        Refuses([.. line, folder["nowhere"], "--out", run]);
        Assert.Equal(ExitCode.Stopped, Shop(folder, list).Run("gather", run, "--data-dir", folder["data"]));

        Shop(folder, list).Do([.. line, folder["data"], "--out", run, "--part", "2/2"]);
        Assert.Equal((RunStatus.Finished, 2), (Reproduction.Read(own).Status, Reproduction.Read(own).Claims.Count));
        Refuses([.. line, folder["nowhere"], "--out", run, "--part", "2/2"], finished: true);
        Assert.Equal((RunStatus.Finished, 2), (Reproduction.Read(own).Status, Reproduction.Read(own).Claims.Count));

        void Refuses(string[] words, bool finished = false)
        {
            var terminal = Shop(folder, list);
            Assert.Equal(ExitCode.Failed, terminal.Run(words));
            Assert.Contains($"dice1654/fair was begun in '{own}' with data that are not here: table. Say with --data-dir where they are.", terminal.Error);
            Assert.True(finished || before == File.ReadAllText(Path.Combine(own, Reproduction.FileName)), "the record was written over");
            Assert.True(finished || PartsFolder.IsShared(run), "what tells of the parts is gone");
        }
    }

    /// <summary>A record of an earlier version says nothing of the data; a replicate that is there does.</summary>
    [Fact]
    public void Replicates_count_where_the_record_says_nothing()
    {
        using var folder = new TemporaryFolder();
        string file = folder["run/reproduction.json"];
        Shop(folder, list: false).Do("reproduce", "dice1654/fair", "--data-dir", folder["data"], "--out", folder["run"], "--part", "1/2");
        string text = File.ReadAllText(file), silent = System.Text.RegularExpressions.Regex.Replace(text, @"""data"":\s*\[[^\]]*\],?", "");
        Assert.NotEqual(text, silent);
        File.WriteAllText(file, silent);
        var gather = Shop(folder, list: false);
        Assert.Equal(ExitCode.Failed, gather.Run("gather", folder["run"], "--data-dir", folder["nowhere"]));
        Assert.Contains("with data that are not here: table", gather.Error);
    }

    [Theory]
    [InlineData("--data-dir data --x", "--data-dir {0} --x")]
    [InlineData("reproduce --data-dir=data --plugin a/b.dll", "reproduce --data-dir={0} --plugin {1}")]
    [InlineData("--data-dir:data --data csv:data", "--data-dir:{0} --data csv:data")]
    [InlineData("--data-dir", "--data-dir")]
    public void What_a_part_says_of_its_line_holds_in_any_folder(string line, string expected) => Assert.Equal(
        string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, Path.GetFullPath("data"), Path.GetFullPath("a/b.dll")).Split(' '),
        Apical.Cli.Parts.Share.FullPaths(line.Split(' '), ["--data-dir", "--plugin"]));

    /// <summary>From another folder, too: the line of the part is what gather goes by.</summary>
    [Fact]
    public void The_note_of_a_part_has_the_whole_path_of_its_data()
    {
        using var folder = new TemporaryFolder();
        string data = Path.GetRelativePath(Environment.CurrentDirectory, folder["data"]);
        Shop(folder, list: false).Do("reproduce", "dice1654/fair", "--data-dir", data, "--out", folder["run"], "--part", "1/2");
        Assert.Equal(["reproduce", "dice1654/fair", "--data-dir", folder["data"]], Assert.Single(PartsFolder.Read(folder["run"])).Arguments);
    }

    private static Terminal Shop(TemporaryFolder folder, bool list)
    {
        Dice[] dice = [new Dice { Tables = [new Need("table", null)] }, new Dice { Letter = "second" }];
        return new() { Experiments = list ? dice : dice[..1], Sets = DataCatalog.With(Dice.Table(folder["data"], () => 1)) };
    }
}
