using System.Diagnostics;
using Apical.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>An MPI that does not let go of ranks: what they had to say is said, and what has failed does not end with 0.</summary>
public sealed class FarewellTests
{
    // MPICH, but for the end.
    private const string Library = "#include <unistd.h>\nint MPI_Finalize(void) { for (;;) pause(); }\n";

    [Theory]
    [InlineData("settings", "train --parallel data", "train --parallel data --seed 2", "rank 1 on", "has seed 2 instead of 1")]
    [InlineData("commands", "sweep --over lr=0.1,0.2", "compare", "rank 1 on", "has command compare instead of sweep")]
    [InlineData("the same part", "compare --part 1/2", "compare --part 1/2", "ranks 0, 1 would each do part 1/2", "Leave out --part")]
    public void A_refusal_is_said_once_by_rank_0(string _, string first, string second, params string[] told)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        (int code, string[] lines) = Run(folder, Line(first), Line(second));
        Assert.Equal(ExitCode.Failed, code);
        string line = Assert.Single(lines);
        Assert.All(told, part => Assert.Contains(part, line));
        Assert.StartsWith(told[0] == "rank 1 on" ? "apical: The ranks do not do the same" : "apical: ranks 0, 1", line);

        string[] Line(string command) => [.. command.Split(' '), "--data", "xor", "--net", "2-4-1", "--epochs", "1", "--threads", "1", "--out", folder["run"]];
    }

    /// <summary>It leaves MPI before it begins, and does not come so far.</summary>
    [Fact]
    public void A_part_that_was_not_begun_says_so_and_what_to_do()
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] Line(string part) => ["compare", "--data", "xor", "--net", "2-4-1", "--epochs", "1", "--out", folder["run"], "--part", part];
        (int code, string[] lines) = Run(folder, Line("1/2"), Line("2/2"));
        Assert.Equal(ExitCode.Failed, code);
        Assert.Equal(2, lines.Length);
        Assert.All(lines.Order(StringComparer.Ordinal).Index(), line => Assert.Contains(
            $"that what --part {line.Index + 1}/2 asks for was not begun. Leave out --part, and the ranks share the work", line.Item));
        Assert.False(Directory.Exists(folder["run"]));
    }

    [Fact]
    public void Work_that_was_done_ends_with_its_own_code()
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["compare", "--data", "xor", "--net", "2-4-1", "--epochs", "1", "--threads", "1", "--quiet", "--out", folder["run"]];
        (int code, string[] lines) = Run(folder, line, line);
        Assert.Equal((ExitCode.Done, 0), (code, lines.Length));
    }

    private static (int Code, string[] Told) Run(TemporaryFolder folder, string[] first, string[] second)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cc"), "there is no compiler for C");
        Assert.SkipUnless(File.Exists("/usr/bin/mpirun.mpich"), "MPICH is not there (apt-get install mpich)");
        File.WriteAllText(folder["hold.c"], Library);
        using (Process compiler = Process.Start(
            "/usr/bin/cc", ["-shared", "-fPIC", "-o", folder["hold.so"], folder["hold.c"], "-Wl,--no-as-needed", "-l:libmpich.so.12"]))
        {
            compiler.WaitForExit();
            Assert.Equal(0, compiler.ExitCode);
        }

        using Process ranks = MpiRun.Start("mpich", [("APICAL_MPI", folder["hold.so"])], (1, first), (1, second));
        Task<string> output = ranks.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = ranks.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        MpiRun.End(ranks, TimeSpan.FromMinutes(2));
        _ = output.Result;                              // the table, and what MPICH says of ranks that have failed
        return (ranks.ExitCode, [.. error.Result.Split('\n').Where(text => text.StartsWith("apical:", StringComparison.Ordinal))]);
    }
}
