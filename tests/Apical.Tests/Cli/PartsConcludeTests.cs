using Apical.Cli;
using Apical.Probes;
using Apical.Runs;
using Apical.Specs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli;

/// <summary>The last part concludes, and says so when it cannot.</summary>
public sealed class PartsConcludeTests
{
    private static readonly string[] s_sweep =
        ["sweep", "--over", "lr=0.1,0.5", "--runs", "2", "--epochs", "1", "--data", "xor", "--net", "2-4-1", "--threads", "1"];

    [Fact]
    public void What_cannot_be_written_while_the_last_part_concludes_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no disk that is always full");
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "1/2"]);
        var last = new Terminal();
        Assert.Equal(ExitCode.Failed, last.Run([.. s_sweep, "--out", run, "--part", "2/2", "--json", "/dev/full"]));
        Assert.Contains("'/dev/full' cannot be written: No space left", last.Error);
        Assert.DoesNotContain("another part concludes", last.Output);
        Assert.Contains($"then the conclusion is drawn by: apical gather {run} --json /dev/full", last.Error);

        // Nothing is lost, and the folder still knows that it was not brought to its end.
        Assert.NotEmpty(PartsFolder.Read(run));
        new Terminal().Do("gather", run, "--json", folder["json"]);
        Assert.True(File.Exists(folder["json"]) && File.Exists(folder["run/report.html"]));
        Assert.Empty(PartsFolder.Read(run));
    }

    [Fact]
    public void A_part_that_ends_while_another_concludes_leaves_that_to_it()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "1/2"]);
        using (RunLock.Take(run))
        {
            Assert.Contains("Part 2 of 2 is done, and another part concludes", new Terminal().Do([.. s_sweep, "--out", run, "--part", "2/2"]).Output);
        }

        Assert.Equal(RunStatus.Running, RunFolder.ReadRecord(run).Status);
    }

    /// <summary>Whether it is the last is chance: its exit code says each time how its own runs ended.</summary>
    [Fact]
    public void A_part_whose_run_threw_ends_with_1_whoever_concludes()
    {
        var probe = new Thrower();
        using Catalog<ProbeInfo>.Scope probes = ProbeCatalog.With(new ProbeInfo("thrower", "throws", () => probe)).Use();
        string[] line =
            ["compare", "--rules", "fa", "--runs", "2", "--epochs", "1", "--data", "xor", "--net", "2-4-1", "--threads", "1", "--probes", "thrower"];
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        new Terminal().Do([.. line, "--out", run, "--part", "1/2"]);
        using (RunLock.Take(run))
        {
            probe.Throws = true;
            var last = new Terminal();
            int code = last.Run([.. line, "--out", run, "--part", "2/2"]);
            Assert.Contains("Part 2 of 2 is done, and another part concludes", last.Output);
            Assert.Equal(ExitCode.Failed, code);
        }
    }

    /// <summary>Of the measurements, too, which are written while this process itself holds their lock.</summary>
    [Fact]
    public void Another_that_writes_is_told_from_a_disk_that_is_full()
    {
        using var folder = new TemporaryFolder();
        using (MetricsFile.Open(folder["metrics.csv"]))
        {
            Assert.True(MetricsFile.IsTaken(Assert.Throws<IOException>(() => MetricsFile.Open(folder["metrics.csv"]))));
        }

        Assert.False(MetricsFile.IsTaken(new DiskException(folder["metrics.csv"], new IOException("No space left on device", 28))));
        Assert.False(MetricsFile.IsTaken(new IOException("kept", new DiskException(folder["metrics.csv"], new IOException("No space left on device", 28)))));
    }

    /// <summary>Its jobs were looked at before it had done them: what is missing is what it is at, and nothing that it left undone.</summary>
    [Fact]
    public void A_part_that_ends_while_the_run_is_gathered_is_at_work()
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"];
        new Terminal().Do([.. s_sweep, "--out", run, "--part", "1/2"]);
        using PartsFolder part = PartsFolder.Enter(run, new(2, 2, "here", DateTimeOffset.UtcNow, []));
        var gather = new Terminal();
        var looked = new Clock(() =>
        {
            part.Leave(RunStatus.Finished, DateTimeOffset.UtcNow);
            part.Dispose();
        });
        Assert.Equal(ExitCode.Stopped, CommandLine.Run(["gather", run], gather.Shell() with { Time = looked }));
        Assert.Equal(RunStatus.Finished, PartsFolder.Read(run).Single(note => note.Number == 2).Status);
        Assert.Contains("part 2/2 is at work (here): ", gather.Error);
        Assert.DoesNotContain("--part 2/2", gather.Error);
    }

    // Asked for the time when jobs have been looked at.
    private sealed class Clock(Action asked) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            asked();
            return DateTimeOffset.UtcNow;
        }
    }

    private sealed class Thrower : IProbe
    {
        public bool Throws { get; set; }

        public IReadOnlyList<Metric> Metrics => [];

        public void Measure(Probing at, List<Measurement> results)
        {
            if (Throws)
            {
                throw new InvalidOperationException("the moon is in the wrong phase");
            }
        }
    }
}
