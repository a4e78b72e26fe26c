using System.Diagnostics;
using System.Text.RegularExpressions;
using Apical.Cli;
using Apical.Cli.Teams;
using Apical.Cluster;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>What ranks take of a machine, what they are told to go on with, and what they say when it goes wrong.</summary>
public sealed class LauncherTests
{
    [Theory]
    [InlineData("", 8, 8)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_LOCAL_SIZE=2", 8, 4)]
    [InlineData("OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_LOCAL_SIZE=4 OMPI_MCA_orte_bound_at_launch=1", 2, 2)]
    [InlineData("PMI_SIZE=3 PMI_RANK=2 MPI_LOCALNRANKS=3", 8, 2)]
    [InlineData("PMI_SIZE=9 PMI_RANK=2 MPI_LOCALNRANKS=9", 8, 1)]
    [InlineData("PMIX_RANK=0 SLURM_STEP_NUM_TASKS=4 SLURM_STEP_TASKS_PER_NODE=2(x2)", 8, 4)]
    [InlineData("PMI_SIZE=3 PMI_RANK=2", 8, 8)]
    [InlineData("OMPI_COMM_WORLD_SIZE=1 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_LOCAL_SIZE=1", 8, 8)]
    public void Ranks_share_the_cores_of_their_machine(string environment, int cores, int expected)
    {
        Dictionary<string, string> variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(expected, Launcher.CoresOf(variables.GetValueOrDefault, cores));
    }

    [Fact]
    public void Lines_to_go_on_with_start_ranks_as_these_were()
    {
        Assert.Equal("mpirun -np 3 --bind-to none apical x", Launcher.Line(3, "apical x", "mpirun of MPICH"));
        Assert.Equal("srun --mpi=pmix -K1 -n 3 apical x", Launcher.Line(3, "apical x", "srun --mpi=pmix"));
    }

    [Theory]
    [InlineData("compare", "--runs 3", "--runs adds to the list that parts are to go on with")]
    [InlineData("sweep", "--over lr=1", "--over adds to the list that parts are to go on with")]
    public void Who_adds_to_a_list_of_several_is_told_how(string command, string more, string told)
    {
        var terminal = new Terminal();
        Assert.Equal(ExitCode.Usage, terminal.Run([command, "--resume", "runs/x", .. more.Split(' '), "--part", "1/2"]));
        Assert.Contains(told, terminal.Error);
        Assert.Contains($"apical {command} --resume runs/x {more.Split(' ')[0]} …", terminal.Error);
    }

    [Fact]
    public void What_several_threads_ran_into_is_told_as_what_it_was()
    {
        var error = new AggregateException(new AggregateException(new IOException("the disk is gone"), new InvalidOperationException("so it is")));
        Assert.Equal("the disk is gone", Problem.Line(error));
        Assert.IsType<IOException>(Problem.Cause(error));
    }

    [Theory]
    [InlineData("openmpi", "train --no-such-option")]
    [InlineData("openmpi", "compare --data no-such-set --out {0}")]
    [InlineData("openmpi", "train --epochs 1")]
    [InlineData("openmpi", "train --parallel data --data no-such-set")]
    [InlineData("mpich", "train --no-such-option")]
    [InlineData("mpich", "compare --data no-such-set --out {0}")]
    [InlineData("mpich", "train --parallel data --data no-such-set")]
    public void What_is_wrong_for_all_ranks_is_said_once(string mpi, string line)
    {
        if ((mpi, line[0]) != ("openmpi", 'c'))
        {
            LongTests.Only();
        }

        using var folder = new TemporaryFolder();
        (int code, _, string error) = MpiRun.Do(mpi, (3, string.Format(null, line, folder["run"]).Split(' ')));
        Assert.NotEqual(ExitCode.Done, code);
        Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(MpiRun.Both), MemberType = typeof(MpiRun))]
    public void A_rank_that_ends_before_the_others_can_meet_it_ends_all(string mpi)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["compare", "--data", "xor", "--net", "2-4-1", "--epochs", "1", "--out", folder["run"], "--quiet"];
        (int code, _, string error) = MpiRun.Do(mpi, (1, [.. line, "--no-such-option"]), (1, line));
        Assert.NotEqual(ExitCode.Done, code);
        Assert.Contains("--no-such-option", error);
    }

    [Fact]
    public void A_library_that_is_none_is_told_once()
    {
        LongTests.Only();
        using Process ranks = MpiRun.Start("mpich", [("APICAL_MPI", "/etc/passwd")], (3, ["cluster", "check"]));
        string error = ranks.StandardError.ReadToEnd();
        Assert.True(ranks.WaitForExit(TimeSpan.FromMinutes(1)), "the ranks do not end");
        Assert.NotEqual(ExitCode.Done, ranks.ExitCode);
        Assert.Contains("/etc/passwd", Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("abc", "train --parallel data")]
    [InlineData("0", "train --parallel layers")]
    [InlineData("-1", "cluster check")]
    [InlineData("1.5", "cluster check")]
    [InlineData(" 5", "train --parallel data")]
    [InlineData("10m", "train --parallel data")]
    public void A_patience_that_is_no_number_of_seconds_is_refused(string patience, string line)
    {
        var terminal = new Terminal
        {
            Variables = { ["OMPI_COMM_WORLD_SIZE"] = "2", ["OMPI_COMM_WORLD_RANK"] = "0", ["APICAL_MPI"] = "/no/such/library", ["APICAL_PATIENCE"] = patience },
        };
        Assert.Equal(ExitCode.Usage, terminal.Run(line.Split(' ')));
        Assert.StartsWith($"apical: APICAL_PATIENCE is '{patience}'. Expected a whole number of seconds, 1 or more", terminal.Error, StringComparison.Ordinal);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void So_it_is_by_ranks_that_share_a_list()
    {
        using var folder = new TemporaryFolder();
        using Process ranks = MpiRun.Start("openmpi", [("APICAL_PATIENCE", "soon")], (2, ["compare", "--data", "xor", "--out", folder["run"]]));
        string error = ranks.StandardError.ReadToEnd();
        Assert.True(ranks.WaitForExit(TimeSpan.FromMinutes(1)), "the ranks do not end");
        Assert.Equal(ExitCode.Usage, ranks.ExitCode);
        Assert.Contains("APICAL_PATIENCE is 'soon'", Assert.Single(error.Split('\n'), text => text.StartsWith("apical:", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder["run"]));
    }

    /// <summary>What a message says that will do does: all that it names is tried.</summary>
    [Theory]
    [InlineData(64, 3, true, false, "2 4", "")]
    [InlineData(64, 7, true, true, "4", "")]
    [InlineData(256, 7, true, false, "4 8", "")]
    [InlineData(40, 3, true, false, "2", "32 64")]
    [InlineData(40, 2, true, false, "", "32 64")]
    [InlineData(32, 4, true, false, "2", "64")]
    [InlineData(96, 4, true, false, "2", "64 128")]
    [InlineData(8, 2, true, false, "", "32")]
    [InlineData(40, 2, true, true, "", "")]
    [InlineData(2, 3, false, false, "2", "3")]
    public void Where_a_batch_has_no_share_for_each_rank_what_to_change_is_named(
        int batch, int ranks, bool sameBits, bool resumes, string starts, string batches)
    {
        string told = Assert.Throws<ArgumentException>(() => BatchShares.Require(batch, ranks, sameBits, resumes)).Message;
        int[] others = Numbers(@"give --batch (\d+)(?: or (\d+))?"), counts = Numbers(@"start (?:at most )?(\d+)(?: or (\d+))?");
        Assert.Equal((starts, batches), (string.Join(' ', counts), string.Join(' ', others)));
        bool both = told.Contains(" ranks and give", StringComparison.Ordinal);
        Assert.All(counts, count => BatchShares.Require(both ? others[0] : batch, count, sameBits));
        Assert.All(others, other => BatchShares.Require(other, both ? counts[0] : ranks, sameBits));
        Assert.Equal(sameBits && !resumes, told.Contains("leave out --same-bits", StringComparison.Ordinal));
        Assert.Equal(resumes, told.Contains("go on in one process", StringComparison.Ordinal));

        int[] Numbers(string pattern) =>
            [.. Regex.Match(told, pattern).Groups.Values.Skip(1).Where(group => group.Success).Select(group => int.Parse(group.Value, null))];
    }
}
