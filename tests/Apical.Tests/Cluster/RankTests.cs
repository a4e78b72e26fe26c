using System.Diagnostics;
using Apical.Cli;
using Apical.Cluster;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>Ranks of real MPIs, where they are installed.</summary>
public sealed class RankTests
{
    private static readonly string[] s_line = ["train", "--rule", "dfa", "--epochs", "2", "--threads", "1", "--batch", "64", "--quiet"];

    public static TheoryData<string> Both => MpiRun.Both;

    [Theory, MemberData(nameof(Both))]
    public void Check_finds_the_ranks_and_their_sums_right(string mpi)
    {
        (int code, string output, string error) = MpiRun.Do(mpi, (3, ["cluster", "check"]));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("3 ranks on", output);
        Assert.Contains("sums over ranks are right", output);
        Assert.Contains(mpi == "mpich" ? "MPICH" : "Open MPI", output);
        Assert.DoesNotContain('\e', output);
    }

    [Theory, MemberData(nameof(Both))]
    public void Two_ranks_give_the_bits_of_one_where_they_are_asked_for(string mpi)
    {
        if (mpi != "openmpi")
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        new Terminal().Do([.. s_line, "--out", folder["one"]]);
        Assert.Equal(0, MpiRun.Do(mpi, (2, [.. s_line, "--out", folder["two"], "--parallel", "data", "--same-bits"])).Code);
        foreach (string file in new[] { "model.safetensors", "metrics.csv" })
        {
            Assert.Equal(SharedFolders.Content(folder[$"one/{file}"]), SharedFolders.Content(folder[$"two/{file}"]));
        }

        Assert.StartsWith("mpirun -np 2 --bind-to none apical train --rule dfa", RunFolder.ReadRecord(folder["two"]).Description.Command);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_rank_that_is_to_do_something_else_is_refused_by_name(string mpi)
    {
        if (mpi != "openmpi")
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        string[] line = [.. s_line, "--parallel", "data", "--out", folder["run"]];
        (int code, _, string error) = MpiRun.Do(mpi, (1, line), (1, [.. line, "--seed", "2"]));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("rank 1 on", error);
        Assert.Contains("has seed 2 instead of 1", error);
        Assert.False(Directory.Exists(folder["run"]));
    }

    /// <summary>Before anything is read: the data of neither are there.</summary>
    [Theory]
    [InlineData("openmpi", "train --parallel data", "cluster check")]
    [InlineData("openmpi", "sweep", "compare")]
    [InlineData("openmpi", "train --parallel data", "train --parallel layers")]
    [InlineData("mpich", "cluster check", "train --parallel data")]
    [InlineData("mpich", "compare --part 1/2", "compare")]
    public void Ranks_with_different_commands_are_refused_by_name(string mpi, string first, string second)
    {
        if (second != "cluster check")
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        (int code, string output, string error) = MpiRun.Do(mpi, (1, Line(first)), (1, Line(second)));
        Assert.Equal((ExitCode.Failed, ""), (code, output));
        string told = Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal));
        Assert.Contains($"has command {second} instead of {first.Replace(" 1/2", "", StringComparison.Ordinal)}.", told);

        string[] Line(string command) =>
        [
            .. command.Split(' '), .. command == "sweep" ? ["--over", "lr=1,2"] : Array.Empty<string>(),
            .. command == "cluster check" ? Array.Empty<string>() : ["--data", "mnist", "--data-dir", folder["none"], "--out", folder["run"]],
        ];
    }

    /// <summary>MPICH's mpirun takes a rank that ends before it has joined for one that is done.</summary>
    [Fact]
    public void Who_waits_for_ranks_that_do_not_join_does_not_do_so_for_ever()
    {
        LongTests.Only();
        using Process ranks = MpiRun.Start("mpich", [("APICAL_PATIENCE", "1")], (1, ["cluster", "check"]), (1, ["rules", "dfa"]));
        Task<string> output = ranks.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = ranks.StandardError.ReadToEnd();
        Assert.True(ranks.WaitForExit(TimeSpan.FromMinutes(2)), "rank 0 waits for ever");
        Assert.NotEqual(ExitCode.Done, ranks.ExitCode);
        Assert.Contains("rank 0 of 2", Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal)));
        Assert.Contains("waits for all to begin: other ranks were not heard of for 30 s", error);
    }

    [Theory, MemberData(nameof(Both))]
    public void A_rank_that_is_killed_ends_all_and_the_run_goes_on_to_the_same_bits(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--rule", "fa", "--epochs", "6", "--threads", "1", "--quiet", "--parallel", "data"];
        Assert.Equal(0, MpiRun.Do(mpi, (2, [.. line, "--out", folder["whole"]])).Code);
        using (Process ranks = MpiRun.Start(mpi, (2, [.. line, "--out", folder["cut"]])))
        {
            MpiRun.Await(() => File.Exists(folder["cut/checkpoint.safetensors"]));
            MpiRun.LastRankOf(folder["cut"]).Kill();
            Assert.True(ranks.WaitForExit(TimeSpan.FromMinutes(1)), "the other rank does not end");
            Assert.NotEqual(0, ranks.ExitCode);
        }

        Assert.Contains("trained by 2 ranks", Fail(new Terminal(), "train", "--resume", folder["cut"]));
        (int code, _, string error) = MpiRun.Do(mpi, (2, ["train", "--resume", folder["cut"], "--parallel", "data", "--quiet"]));
        Assert.True(code == 0, error);
        Assert.Equal(File.ReadAllBytes(folder["whole/model.safetensors"]), File.ReadAllBytes(folder["cut/model.safetensors"]));
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=4", "mpirun of Open MPI", 4)]
    [InlineData("PMI_RANK=1 PMI_SIZE=3", "mpirun of MPICH", 3)]
    [InlineData("PMI_RANK=1 PMI_FD=7 SLURM_STEP_NUM_TASKS=5 PMI_SIZE=5", "srun --mpi=pmi2", 5)]
    [InlineData("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=2", "srun --mpi=pmix", 2)]
    [InlineData("OMPI_ALLOW_RUN_AS_ROOT=1 SLURM_STEP_NUM_TASKS=1", null, null)]
    public void What_started_the_ranks_is_told_by_what_it_sets(string environment, string? name, int? size)
    {
        Dictionary<string, string> variables = environment.Split(' ').Select(one => one.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Launcher? launcher = Launcher.Of(variables.GetValueOrDefault);
        Assert.Equal((name, size), (launcher?.Name, launcher?.Size));
    }

    [Fact]
    public void Tasks_without_an_mpi_between_them_and_ranks_that_nobody_started_are_told()
    {
        Assert.Contains("--mpi=pmix", Assert.Throws<MpiException>(() => Launcher.Of(name => name == "SLURM_STEP_NUM_TASKS" ? "4" : null)).Message);
        Assert.Contains("no mpirun started this", Fail(new Terminal(), "train", "--parallel", "data"));
        Assert.Contains("goes with --parallel", Fail(new Terminal(), "train", "--same-bits"));
        var ranks = new Terminal { Variables = { ["OMPI_COMM_WORLD_SIZE"] = "4", ["OMPI_COMM_WORLD_RANK"] = "1" } };
        Assert.Contains("each would train the same alone", Fail(ranks, "train", "--epochs", "1"));
    }

    private static string Fail(Terminal terminal, params string[] args)
    {
        Assert.NotEqual(0, terminal.Run(args));
        return terminal.Error;
    }
}
