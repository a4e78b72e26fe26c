using System.Diagnostics;
using Apical.Cli;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>Sweeps, comparisons and reproductions by the ranks of real MPIs, where they are installed.</summary>
public sealed class CrewTests
{
    private static readonly string[] s_sixty =
    [
        "sweep", "--over", "lr=0.01,0.03,0.1,0.2,0.3,0.5,0.7,1,2,3", "--over", "rule=bp,fa", "--runs", "3", "--data", "xor", "--net", "2-4-1",
        "--threads", "1", "--quiet",
    ];

    private static readonly string[] s_line = [.. s_sixty, "--epochs", "3"];

    public static TheoryData<string, int> BothByTwoAndThree => new() { { "openmpi", 2 }, { "openmpi", 3 }, { "mpich", 2 }, { "mpich", 3 } };

    [Theory, MemberData(nameof(BothByTwoAndThree))]
    public void Sixty_runs_of_ranks_end_in_the_files_of_one_process(string mpi, int ranks)
    {
        if ((mpi, ranks) != ("openmpi", 2))
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_line, "--out", folder["whole"], "--json", folder["whole.json"]]);
        (int code, _, string error) = MpiRun.Do(mpi, (ranks, [.. s_line, "--out", folder["ranks"], "--json", folder["ranks.json"]]));
        Assert.True(code == 0, error);
        Assert.Equal(SharedFolders.Content(folder["whole.json"]), SharedFolders.Content(folder["ranks.json"]));
        SharedFolders.Same(folder, "whole", "ranks");
    }

    [Theory, MemberData(nameof(MpiRun.Both), MemberType = typeof(MpiRun))]
    public void A_rank_with_other_settings_is_refused_by_name(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["compare", "--rules", "fa,bp", "--runs", "2", "--epochs", "1", "--data", "xor", "--net", "2-4-1", "--out", folder["run"], "--quiet"];
        (int code, _, string error) = MpiRun.Do(mpi, (1, line), (1, [.. line, "--seed", "2"]));
        Assert.NotEqual(0, code);
        Assert.Contains("seed", error);
    }

    [Theory, MemberData(nameof(MpiRun.Both), MemberType = typeof(MpiRun))]
    public void A_rank_that_is_killed_ends_all_and_the_same_line_goes_on(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = [.. s_sixty, "--epochs", "100"];
        new Terminal().Do([.. line, "--out", folder["whole"]]);
        using (Process ranks = MpiRun.Start(mpi, (3, [.. line, "--out", folder["cut"]])))
        {
            MpiRun.Await(() => Directory.Exists(folder["cut/jobs"]) && Directory.GetFiles(folder["cut/jobs"], "*.json").Length > 3);
            MpiRun.LastRankOf(folder["cut"]).Kill();
            Assert.True(ranks.WaitForExit(TimeSpan.FromMinutes(1)), "the other ranks do not end");
            Assert.NotEqual(0, ranks.ExitCode);
        }

        var gather = new Terminal();
        Assert.Equal(ExitCode.Stopped, gather.Run("gather", folder["cut"], "--quiet"));
        Assert.Contains("of 60 runs are missing", gather.Error);
        Assert.Contains($"Go on with: mpirun -np 3 --bind-to none apical sweep --resume {folder["cut"]}", gather.Error);
        Dictionary<string, byte[]> before = Directory.GetFiles(folder["cut/jobs"], "*.json")
            .Where(path => !File.ReadAllText(path).Contains("\"partial\":true", StringComparison.Ordinal)).ToDictionary(path => path, File.ReadAllBytes);
        (int code, _, string error) = MpiRun.Do(mpi, (2, ["sweep", "--resume", folder["cut"], "--quiet"]));
        Assert.True(code == 0, error);
        Assert.All(before, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
        SharedFolders.Same(folder, "whole", "cut");
    }

    [Fact]
    public void Ranks_that_reproduce_come_to_the_claims_of_one_process()
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["reproduce", "lillicrap2016/s7", "--set", "runs=3", "--threads", "1", "--quiet"];
        new Terminal().Do([.. line, "--out", folder["whole"]]);
        (int code, _, string error) = MpiRun.Do("openmpi", (2, [.. line, "--out", folder["ranks"]]));
        Assert.True(code == 0, error);
        SharedFolders.Same(folder, "whole", "ranks");
    }

    /// <summary>What one process says of the same folder: the failed runs, the exit code, and the file of --json.</summary>
    [Theory]
    [InlineData("sweep --over lr=0.1,1e30")]
    [InlineData("sweep --over lr=1e29,1e30")]
    [InlineData("compare --rules bp,fa --lr bp=0.1,fa=1e30")]
    public void A_finished_list_with_failed_runs_says_to_ranks_what_it_says_to_one_process(string what)
    {
        if (what != "sweep --over lr=0.1,1e30")
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        string[] line =
            [.. what.Split(' '), "--runs", "2", "--epochs", "2", "--data", "xor", "--net", "2-4-1", "--threads", "1", "--quiet", "--out", folder["run"]];
        new Terminal().Run(line);
        var alone = new Terminal();
        int expected = alone.Run([.. line, "--json", folder["one.json"]]);
        Assert.Contains("failed", alone.Error);

        (int code, _, string error) = MpiRun.Do("openmpi", (2, [.. line, "--json", folder["ranks.json"]]));
        Assert.Equal(expected, code);
        Assert.Equal(alone.Error.Trim(), string.Join('\n', error.Split('\n').Where(text => text.StartsWith("apical:", StringComparison.Ordinal))));
        Assert.Equal(SharedFolders.Content(folder["one.json"]), SharedFolders.Content(folder["ranks.json"]));

        var part = new Terminal();
        Assert.Equal(expected, part.Run([.. line, "--json", folder["part.json"], "--part", "2/2"]));
        Assert.Equal(alone.Error, part.Error);
        Assert.Equal(SharedFolders.Content(folder["one.json"]), SharedFolders.Content(folder["part.json"]));
    }

    /// <summary>With a reason why each could: an --out of its own, or parts that differ.</summary>
    [Theory]
    [InlineData("openmpi", "1/1", "all of it")]
    [InlineData("mpich", "2/3", "part 2/3")]
    public void Ranks_that_would_each_do_the_same_in_one_folder_are_refused_at_once(string mpi, string part, string what)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        (int code, string output, string error) = MpiRun.Do(mpi, (2, [.. s_line, "--out", folder["run"], "--part", part]));
        Assert.Equal((ExitCode.Failed, ""), (code, output));
        Assert.Contains($"ranks 0, 1 would each do {what} in {folder["run"]}, and nothing was begun.",
            Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder["run"]));

        (code, _, error) = part == "1/1"
            ? MpiRun.Do(mpi, (1, [.. s_line, "--out", folder["a"], "--part", part]), (1, [.. s_line, "--out", folder["b"], "--part", part]))
            : MpiRun.Do(mpi, (1, [.. s_line, "--out", folder["a"], "--part", "1/2"]), (1, [.. s_line, "--out", folder["a"], "--part", "2/2"]));
        Assert.True(code == ExitCode.Done, error);
    }

    [Fact]
    public void Where_the_library_is_not_found_ranks_are_parts()
    {
        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_line, "--out", folder["whole"]]);
        for (int rank = 0; rank < 2; rank++)
        {
            var part = new Terminal
            {
                Variables = { ["OMPI_COMM_WORLD_SIZE"] = "2", ["OMPI_COMM_WORLD_RANK"] = $"{rank}", ["APICAL_MPI"] = folder["no such library"] },
            };
            part.Do([.. s_line, "--out", folder["parts"]]);
        }

        SharedFolders.Same(folder, "whole", "parts");
    }
}
