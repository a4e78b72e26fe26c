using Apical.Papers;
using Apical.Runs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Papers;

public sealed class ExperimentRunTests
{
    [Fact]
    public void Leaves_claims_pictures_and_every_replicate()
    {
        using var folder = new TemporaryFolder();
        Reproduction result = Run(new Dice(), folder["dice"]);

        Assert.Equal(RunStatus.Finished, result.Status);
        Assert.Equal([true, false], result.Claims.Select(claim => claim.Holds));
        Assert.Equal(["thrown on felt"], result.Notes);
        Assert.Equal("60 (paper scale: 600)", result.Settings[0].Value);
        Assert.Equal(6, Directory.GetFiles(folder["dice/replicates"]).Length);
        Assert.Equal("series,x,y,low,high,dx,dy", File.ReadLines(folder["dice/figure-1-1.csv"]).First());
        Assert.Equal(1 + 60 + 60, File.ReadLines(folder["dice/figure-1-1.csv"]).Count());

        Reproduction read = Reproduction.Read(folder["dice"]);
        Assert.Equal(result.Claims, read.Claims);
        Assert.Equal(result.Pictures[0].Charts[0].Series[0].Y, read.Pictures[0].Charts[0].Series[0].Y);
    }

    [Fact]
    public void Counts_failed_replicates_and_does_not_draw_them_again()
    {
        using var folder = new TemporaryFolder();
        var dice = new Dice();
        GroupCount loaded = Run(dice, folder["dice"]).Groups.Single(group => group.Group == "loaded");

        Assert.Equal((2, 1), (loaded.Done, loaded.Failed));
        Assert.Equal(["the die was lost"], loaded.Reasons);
        Assert.Equal(6, dice.Worked);
        var again = new Dice();
        Assert.Equal(1, Run(again, folder["dice"]).Groups.Single(group => group.Group == "loaded").Failed);
        Assert.Equal(0, again.Worked);
    }

    [Fact]
    public void A_replicate_that_breaks_is_a_failed_one()
    {
        using var folder = new TemporaryFolder();
        var dice = new Dice { Meanwhile = context => Assert.True(context.Run != 3 || context.Group != "fair") };
        GroupCount fair = Run(dice, folder["dice"]).Groups.Single(group => group.Group == "fair");

        Assert.Equal((2, 1), (fair.Done, fair.Failed));
        Assert.Contains("TrueException", fair.Reasons.Single());
    }

    [Fact]
    public void Goes_on_after_an_interruption_and_finds_the_same()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var first = new Dice
        {
            Meanwhile = context =>
            {
                if (context.Run == 2)
                {
                    stop.Cancel();
                }
            },
        };
        Reproduction half = Run(first, folder["dice"], stop: stop);
        Assert.Equal(RunStatus.Interrupted, half.Status);
        Assert.Empty(half.Claims);
        Assert.Equal(2, half.Groups.Sum(group => group.Done));

        var second = new Dice();
        Reproduction whole = Run(second, folder["dice"]);
        Assert.Equal(4, second.Worked);
        Assert.Equal(RunStatus.Finished, whole.Status);
        Assert.Equal(Run(new Dice(), folder["other"]).Claims, whole.Claims);
        Assert.True(whole.Seconds >= half.Seconds);
    }

    [Fact]
    public void Does_fewer_replicates_when_asked_and_adds_the_others_later()
    {
        using var folder = new TemporaryFolder();
        var dice = new Dice();
        Reproduction few = Run(dice, folder["dice"], new Setup { Runs = 1 });
        Assert.Equal(2, dice.Worked);
        Assert.Contains("at most 1 of the 3 replicates", few.Notes[0]);

        var more = new Dice();
        Assert.Equal(["thrown on felt"], Run(more, folder["dice"]).Notes);
        Assert.Equal(4, more.Worked);
    }

    [Fact]
    public void Refuses_a_folder_with_replicates_of_other_parameters()
    {
        using var folder = new TemporaryFolder();
        Run(new Dice(), folder["dice"]);

        Assert.Contains("another colour than black", Assert.Throws<InvalidDataException>(() => Run(new Dice { Colour = "black" }, folder["dice"])).Message);
        Assert.Contains("scale quick instead of paper", Assert.Throws<InvalidDataException>(() =>
            Run(new Dice(), folder["dice"], new Setup { Scale = Scale.Paper })).Message);
        Assert.Contains("seed 1 instead of 2", Assert.Throws<InvalidDataException>(() => Run(new Dice(), folder["dice"], new Setup { Seed = 2 })).Message);
    }

    /// <summary>As left by a version whose experiment showed fewer parameters, and cited this one elsewhere.</summary>
    [Fact]
    public void Goes_on_in_a_folder_that_shows_fewer_parameters()
    {
        using var folder = new TemporaryFolder();
        Reproduction old = Run(new Dice(), folder["dice"]);
        (old with { Settings = [old.Settings[0] with { Source = "another letter" }] }).Write(folder["dice"]);
        var again = new Dice();
        Reproduction whole = Run(again, folder["dice"]);

        Assert.Equal((0, "colour"), (again.Worked, whole.Settings[1].Name));
        Assert.Equal(old.Claims, whole.Claims);
        (old with { Settings = [old.Settings[0] with { Value = "61" }] }).Write(folder["dice"]);
        Assert.Contains("another throws than 60", Assert.Throws<InvalidDataException>(() => Run(new Dice(), folder["dice"])).Message);
    }

    [Fact]
    public void Finds_the_same_on_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        string[] found = [.. new[] { 1, 3, 9 }.Select(threads =>
            string.Join(' ', Run(new Dice(), folder[$"{threads}"], threads: threads).Pictures[0].Charts[0].Series.SelectMany(series => series.Y)))];

        Assert.Single(found.Distinct());
    }

    [Fact]
    public void Gives_replicates_several_threads_when_there_are_fewer_of_them()
    {
        using var folder = new TemporaryFolder();
        int fewest = int.MaxValue;
        Run(new Dice { Runs = 1, Meanwhile = context => fewest = Math.Min(fewest, context.Pool?.Threads ?? 1) }, folder["dice"], threads: 5);

        Assert.Equal(2, Math.Min(fewest, 2));
    }

    [Fact]
    public void Conditions_whose_names_differ_in_odd_characters_have_files_of_their_own() =>
        Assert.NotEqual(new JobFiles<Measurements>("x").PathOf("λ=1", 1), new JobFiles<Measurements>("x").PathOf("η=1", 1));

    /// <summary>A file as version 0 wrote it, and one that another process writes while this one works.</summary>
    [Fact]
    public void Replicates_of_others_are_taken_over()
    {
        using var folder = new TemporaryFolder();
        var first = new Dice { Meanwhile = context => Put("loaded", 3, "null", """{"face":[1,2],"mean":[1.5]}""") };
        Put("fair", 2, "\"the die was lost\"", "null");
        Reproduction result = Run(first, folder["dice"]);

        Assert.Equal(4, first.Worked);
        Assert.Equal([("fair", 2, 1), ("loaded", 2, 1)], result.Groups.Select(group => (group.Group, group.Done, group.Failed)).Order());
        Assert.Equal("3.75", result.Claims[1].Measured[..4]);               // 6 and 1.5

        void Put(string group, int run, string failure, string found)
        {
            Directory.CreateDirectory(folder["dice/replicates"]);
            File.WriteAllText(
                new JobFiles<Measurements>(folder["dice/replicates"]).PathOf(group, run),
                $$"""{"group":"{{group}}","run":{{run}},"seconds":0.5,"failure":{{failure}},"found":{{found}}}""");
        }
    }

    [Fact]
    public void Missing_files_stop_the_experiment_and_are_no_failed_replicate()
    {
        using var folder = new TemporaryFolder();
        var dice = new Dice { Meanwhile = context => _ = context is { Run: 2, Group: "fair" } ? throw new DatasetException("the dice are not there") : 0 };
        Assert.Throws<DatasetException>(() => Run(dice, folder["dice"]));

        Assert.Equal(2, Directory.GetFiles(folder["dice/replicates"]).Length);
        Assert.Equal(RunStatus.Finished, Run(new Dice(), folder["dice"]).Status);
    }

    [Fact]
    public void A_damaged_replicate_says_so()
    {
        using var folder = new TemporaryFolder();
        Run(new Dice(), folder["dice"]);
        string file = Directory.GetFiles(folder["dice/replicates"])[0];
        File.WriteAllText(file, "{");

        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Run(new Dice(), folder["dice"])).Message);
    }

    private static Reproduction Run(Dice dice, string folder, Setup? setup = null, int threads = 1, CancellationTokenSource? stop = null) =>
        new ExperimentRun(dice, setup ?? new Setup(), folder,
            "apical reproduce dice1654/fair")
        { Threads = threads }.Run(stop?.Token ?? CancellationToken.None);
}
