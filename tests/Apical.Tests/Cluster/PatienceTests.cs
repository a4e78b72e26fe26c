using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Apical.Cli;
using Apical.Cluster;
using Apical.Tests.Runs;

namespace Apical.Tests.Cluster;

/// <summary>Ranks that wait for one that does not come.</summary>
public sealed class PatienceTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_call_that_waits_for_too_long_is_told_once()
    {
        var told = new BlockingCollection<string>();
        using var patience = new Patience(TimeSpan.FromSeconds(1), told.Add);
        patience.Begin();
        Assert.True(told.TryTake(out string? what, s_long));
        Assert.Equal("other ranks were not heard of for 1 s", what);
    }

    [Fact]
    public void Calls_that_end_and_time_between_them_are_not()
    {
        var told = new ConcurrentBag<string>();
        using (var patience = new Patience(TimeSpan.Zero, told.Add))
        {
            patience.Begin();
            patience.End();
            Thread.Sleep(1500);                         // it looks two or three times
        }

        Assert.Empty(told);
    }

    [Theory]
    [InlineData("openmpi", "data")]
    [InlineData("mpich", "layers")]
    public async Task A_rank_that_hangs_ends_all_with_one_line(string mpi, string over)
    {
        LongTests.Only();
        using var folder = new TemporaryFolder();
        string[] line = ["train", "--rule", "dfa", "--epochs", "100000", "--threads", "1", "--quiet", "--parallel", over, "--out", folder["run"]];
        using Process ranks = MpiRun.Start(mpi, [("APICAL_PATIENCE", "3")], (2, line));
        Task<string> error = ranks.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        MpiRun.Await(() => File.Exists(folder["run/checkpoint.safetensors"]));
        Process hung = MpiRun.LastRankOf(folder["run"]);
        Process.Start("kill", ["-STOP", hung.Id.ToString(CultureInfo.InvariantCulture)]).WaitForExit();
        try
        {
            MpiRun.End(ranks, TimeSpan.FromMinutes(1));
        }
        finally
        {
            hung.Kill();
        }

        Assert.NotEqual(ExitCode.Done, ranks.ExitCode);
        string[] told = [.. (await error).Split('\n').Where(text => text.Contains("apical:", StringComparison.Ordinal))];
        Assert.Contains("other ranks were not heard of for 3 s: it hangs or was killed, or the network is down", Assert.Single(told));
    }
}
