using System.Diagnostics;
using System.Globalization;

namespace Apical.Tests.Cluster;

/// <summary>What tests of ranks stand on: that one which fails fails the test, rather than hangs it or is left behind.</summary>
public sealed class ThreadRanksTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task When_one_rank_fails_the_others_do_not_wait_for_it(bool together)
    {
        Task<int[]> ranks = Task.Run(() => ThreadRanks.Run(3, ranks =>
        {
            int[] all = new int[3];
            if (ranks.Rank == 1)
            {
                throw new InvalidOperationException("rank 1 failed");
            }

            if (together)
            {
                ranks.Gather<int>([ranks.Rank], all);
            }
            else
            {
                ranks.Receive<int>(1, all);
            }

            return all[0];
        }), TestContext.Current.CancellationToken);
        Exception error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => ranks.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal("rank 1 failed", error.Message);
    }

    [Fact]
    public void Processes_that_do_not_end_are_not_left_behind()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no bash there");
        using Process process = Process.Start(new ProcessStartInfo("bash", ["-c", "sleep 600 & echo $!; wait"]) { RedirectStandardOutput = true })!;
        using Process child = Process.GetProcessById(int.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        Assert.ThrowsAny<Exception>(() => MpiRun.End(process, TimeSpan.FromMilliseconds(1)));
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)) && child.WaitForExit(TimeSpan.FromSeconds(30)));
    }
}
