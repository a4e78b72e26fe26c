using Apical.Cli.Teams;
using Apical.Cluster;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>Ranks that share a list do so in one folder, which is not known by its name.</summary>
public sealed class CommonFolderTests
{
    /// <summary>Also where there is none yet, and beside what ranks have left there that were killed.</summary>
    [Theory]
    [InlineData("r", "r/")]
    [InlineData("r", "alias/r")]
    [InlineData("alias/r", "./r")]
    [InlineData("old", "alias/old")]
    public void One_folder_by_two_names_is_one(string first, string second)
    {
        using TemporaryFolder folder = Folder();
        Assert.Equal([true, true], Begin(folder, true, name => Assert.True(Directory.Exists(folder[name!])), first, second));
        Assert.Equal(first != "old", !Path.Exists(folder[first]));
        Assert.Equal(".ranks.abcdefgh.abc.tmp", Path.GetFileName(Assert.Single(Directory.GetFiles(folder["old"]))));
    }

    [Fact]
    public void Two_folders_are_refused_by_rank_machine_and_whole_path_and_leave_nothing()
    {
        using TemporaryFolder folder = Folder();
        string told = Assert.Throws<DisagreementException>(() => Begin(folder, true, _ => { }, "a/r", "b/r", "a/r")).Message;
        Assert.Contains($"Not the same: rank 0 on host0 has {folder["a/r"]}; rank 1 on host1 has {folder["b/r"]}. Give all of them one", told);
        Assert.False(Path.Exists(folder["a"]) || Path.Exists(folder["b"]));
        told = Assert.Throws<DisagreementException>(() => Begin(folder, true, _ => { }, "a/r", null)).Message;
        Assert.Contains("rank 1 on host1 was given none", told);
        told = Assert.Throws<DisagreementException>(() => Begin(folder, true, _ => { }, null, "a/r")).Message;
        Assert.Contains("rank 0 on host0 was given none; rank 1", told);
        Assert.False(Path.Exists(folder["a"]));
    }

    /// <summary>The work says what is wrong with it.</summary>
    [Fact]
    public void A_folder_that_is_to_be_there_is_not_made()
    {
        using TemporaryFolder folder = Folder();
        Assert.Equal([true, true], Begin(folder, false, name => Assert.False(Path.Exists(folder[name!])), "none", "none"));
        Assert.Throws<DisagreementException>(() => Begin(folder, false, _ => { }, "old", "none"));
        Assert.Equal([true, true], Begin(folder, false, _ => { }, null, null));
    }

    [Fact]
    public void Ranks_of_an_mpi_share_a_list_by_two_names_of_a_folder_and_not_in_two_folders()
    {
        LongTests.Only();
        using TemporaryFolder folder = Folder();
        string[] line = ["sweep", "--over", "lr=0.1,0.2", "--rule", "fa", "--runs", "2", "--epochs", "2", "--data", "xor", "--net", "2-4-1",
            "--threads", "1", "--quiet"];
        new Terminal().Do([.. line, "--out", folder["whole"]]);
        (int code, _, string error) = MpiRun.Do("openmpi", (1, [.. line, "--out", folder["r"]]), (1, [.. line, "--out", folder["alias/r/"]]));
        Assert.True(code == 0, error);
        SharedFolders.Same(folder, "whole", "r");

        (code, _, error) = MpiRun.Do("openmpi", (1, [.. line, "--out", folder["a/r"]]), (1, [.. line, "--out", folder["b/r"]]));
        Assert.NotEqual(0, code);
        string told = Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal));
        Assert.Contains($"{folder["b/r"]}. Give all of them one", told);
        Assert.False(Path.Exists(folder["a"]) || Path.Exists(folder["b"]));
    }

    private static TemporaryFolder Folder()
    {
        var folder = new TemporaryFolder();
        Directory.CreateSymbolicLink(folder["alias"], folder.Path);
        File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder["old"]).FullName, ".ranks.abcdefgh.abc.tmp"), []);
        return folder;
    }

    private static bool[] Begin(TemporaryFolder folder, bool makes, Action<string?> whileShared, params string?[] names)
    {
        string[] hosts = [.. names.Select((_, rank) => $"host{rank}")];
        return ThreadRanks.Run(names.Length, ranks =>
        {
            using (CommonFolder.Begin(ranks, hosts, names[ranks.Rank] is { } name ? folder[name] : null, makes, TimeSpan.FromSeconds(1)))
            {
                whileShared(names[0]);
                _ = Agreement.Texts(ranks, "");
                return true;
            }
        });
    }
}
