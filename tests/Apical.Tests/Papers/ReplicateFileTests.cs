using Apical.Papers;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Runs;
using Apical.Training;

namespace Apical.Tests.Papers;

/// <summary>Files of replicates that are not what they should be: copied from elsewhere, over another, or with flipped bits.</summary>
public sealed class ReplicateFileTests
{
    private static readonly SettingValues s_fewer = SettingKey.Read(new Dice(), ["throws=7"]);

    [Fact]
    public void One_from_another_seed_scale_setting_or_experiment_is_named_with_both_sides()
    {
        using var folder = new TemporaryFolder();
        Do(folder["mine"]);
        Do(folder["seed"], new Setup { Seed = 2 });
        Do(folder["scale"], new Setup { Scale = Scale.Paper });
        Do(folder["set"], new Setup { Values = s_fewer });
        string mine = FileOf(folder["mine"], "fair", 1);
        foreach ((string other, string says) in new[] { ("seed", "seed 2"), ("scale", "at the paper scale"), ("set", "throws = 7") })
        {
            string right = File.ReadAllText(mine);
            File.Copy(FileOf(folder[other], "fair", 1), mine, overwrite: true);
            string message = Assert.Throws<InvalidDataException>(() => Do(folder["mine"])).Message;
            Assert.Contains(mine, message);
            Assert.Contains(says, message);
            Assert.Contains("dice1654/fair at the quick scale, seed 1", message);
            File.WriteAllText(mine, right);
        }

        Do(folder["mine"]);
    }

    [Fact]
    public void One_copied_over_another_is_named()
    {
        using var folder = new TemporaryFolder();
        Do(folder["mine"]);
        File.Copy(FileOf(folder["mine"], "fair", 1), FileOf(folder["mine"], "fair", 3), overwrite: true);
        Assert.Contains("it is not that of run 3 of 'fair'", Assert.Throws<InvalidDataException>(() => Do(folder["mine"])).Message);
        File.Copy(FileOf(folder["mine"], "fair", 1), FileOf(folder["mine"], "fair", 3), overwrite: true);
        File.Copy(FileOf(folder["mine"], "loaded", 3), FileOf(folder["mine"], "fair", 3), overwrite: true);
        Assert.Contains("it is not that of run 3 of 'fair'", Assert.Throws<InvalidDataException>(() => Do(folder["mine"])).Message);
    }

    /// <summary>One bit in every place: it is noticed, or changes nothing (in the word "check", say).</summary>
    [Fact]
    public void A_flipped_bit_is_noticed_or_changes_no_number()
    {
        using var folder = new TemporaryFolder();
        Do(folder["mine"]);
        string file = FileOf(folder["mine"], "fair", 1);
        byte[] right = File.ReadAllBytes(file);
        var files = new JobFiles<Measurements>(folder["mine/replicates"]);
        double[] Numbers() => [.. files.Read("fair", 1)!.Found!.Tracks.SelectMany(track => files.Read("fair", 1)!.Found![track])];
        double[] numbers = Numbers();
        int noticed = 0;
        for (int at = 0; at < right.Length; at++)
        {
            byte[] flipped = [.. right];
            flipped[at] ^= (byte)(1 << (at % 7));
            File.WriteAllBytes(file, flipped);
            try
            {
                Assert.Equal(numbers, Numbers());
            }
            catch (InvalidDataException)
            {
                noticed++;
            }
        }

        Assert.True(noticed > right.Length - 10, $"{noticed} of {right.Length} noticed");
    }

    /// <summary>Half of the replicates from one table and half from another would be a result about neither.</summary>
    [Fact]
    public void An_experiment_does_not_go_on_with_other_data()
    {
        using var folder = new TemporaryFolder();
        double entry = 1;
        using Catalog<DataEntry>.Scope sets = DataCatalog.With(Dice.Table(folder["data"], () => entry)).Use();
        var first = new Dice { Tables = [new Need("table", null)] };
        var few = new Setup { DataDir = folder["data"], Runs = 1 };
        Do(folder["mine"], few, first);
        Assert.Equal("table", Assert.Single(Reproduction.Read(folder["mine"]).Data!).Set);

        entry = 3;
        var changed = new Dice { Tables = first.Tables };
        string message = Assert.Throws<DatasetException>(() => Do(folder["mine"], new Setup { DataDir = folder["data"] }, changed)).Message;
        Assert.Contains("were changed since it began: table: their content has the checksum", message);
        Assert.Equal(0, changed.Worked);
        entry = 1;
        Do(folder["mine"], new Setup { DataDir = folder["data"] }, changed);
        Assert.Equal(4, changed.Worked);
    }

    [Fact]
    public void What_a_killed_process_was_writing_is_removed_unless_another_is_at_work()
    {
        using var folder = new TemporaryFolder();
        Do(folder["mine"]);
        string left = folder["mine/replicates/.fair-1.json.abcdefgh.ijk.tmp"], other = folder["mine/.figure-1-1.csv.abcdefgh.ijk.tmp"];
        File.WriteAllText(left, "{");
        File.WriteAllText(other, "x");
        using (Held(folder["mine"]))
        {
            Do(folder["mine"]);
            Assert.True(File.Exists(left) && File.Exists(other));
        }

        Do(folder["mine"]);
        Assert.False(File.Exists(left) || File.Exists(other));

        static FileStream Held(string folder) => new(
            Path.Combine(folder, Reproduction.FileName + MetricsFile.LockEnding), FileMode.OpenOrCreate, FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete);
    }

    private static string FileOf(string folder, string group, int run) => new JobFiles<Measurements>(Path.Combine(folder, "replicates")).PathOf(group, run);

    private static void Do(string folder, Setup? setup = null, Dice? dice = null) =>
        new ExperimentRun(dice ?? new Dice(), setup ?? new Setup(), folder, "apical reproduce dice1654/fair") { Threads = 1 }.Run(CancellationToken.None);
}
