using System.Text.Json.Nodes;
using Apical.Runs;

namespace Apical.Tests.Runs;

public sealed class RunFolderTests
{
    internal static readonly DateTimeOffset Noon = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Run_json_stands_from_the_start_and_again_at_the_end()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime(Noon);
        using var run = RunFolder.Create(folder["run"], Description(), time);

        var json = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal("running", (string?)json["status"]);
        Assert.Equal("2026-01-31T12:00:00.000Z", (string?)json["started"]);
        Assert.Null(json["finished"]);
        Assert.Equal(0.1, (double)json["settings"]!["optimizer"]!["lr"]!);
        Assert.Equal([1UL, ulong.MaxValue], json["seeds"]!.AsArray().Select(seed => (ulong)seed!));

        time.Now = Noon.AddSeconds(90);
        run.Finish(new JsonObject { ["best"] = 0.97 });

        json = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!;
        Assert.Equal("finished", (string?)json["status"]);
        Assert.Equal("2026-01-31T12:01:30.000Z", (string?)json["finished"]);
        Assert.Equal(0.97, (double)json["summary"]!["best"]!);
        Assert.Equal("2026-01-31T12:00:00.000Z", (string?)json["started"]);
    }

    [Fact]
    public void The_record_reads_back()
    {
        using var folder = new TemporaryFolder();
        RunDescription description = Description() with
        {
            Data = [new("idx:path=d", 40, 20, 784, 10, 10, "0a1b")],
            Code = new("abc", true),
            Plugins = [new("Mine", "1.0.0", "/there/Mine.dll", "0f")],
            SkippedData = ["a/1.png"],
            StartedFrom = ["runs/fa"],
        };
        using var run = RunFolder.Create(folder["run"], description, new ManualTime(Noon));
        run.Fail("loss is not a number", new JsonObject { ["rules"] = new JsonArray(1, 2) });

        var read = RunFolder.ReadRecord(folder["run"]);

        Assert.Equal(RunStatus.Failed, read.Status);
        Assert.Equal("loss is not a number", read.Reason);
        Assert.Equal(Noon, read.Started);
        Assert.Equal(Noon, read.Finished);
        Assert.Equal([1UL, ulong.MaxValue], read.Description.Seeds);
        Assert.Equal(Description().Machine, read.Description.Machine);
        Assert.Equal(description.Data, read.Description.Data);
        Assert.Equal(description.Code, read.Description.Code);
        Assert.Equal(description.Plugins, read.Description.Plugins);
        Assert.Equal(description.SkippedData, read.Description.SkippedData);
        Assert.Equal(description.StartedFrom, read.Description.StartedFrom);
        Assert.Equal(run.Record.ToJson(), read.ToJson());
    }

    [Fact]
    public void The_machine_is_described()
    {
        var machine = MachineFacts.Current();

        Assert.StartsWith(".NET ", machine.Dotnet);
        Assert.NotEmpty(machine.Os);
        Assert.NotEmpty(machine.Cpu);
        Assert.True(machine.Cores >= 1);
        Assert.True(machine.VectorBits is 0 or 128 or 256 or 512);
    }

    [Fact]
    public void Numbers_that_json_lacks_do_not_stop_a_run_from_ending()
    {
        using var folder = new TemporaryFolder();
        using var run = RunFolder.Create(folder["run"], Description(), new ManualTime(Noon));

        run.Finish(new JsonObject { ["sd"] = double.NaN, ["list"] = new JsonArray(float.PositiveInfinity, 1.5) });

        var summary = RunFolder.ReadRecord(folder["run"]).Summary!;
        Assert.True(summary.ContainsKey("sd"));
        Assert.Null(summary["sd"]);
        Assert.Null(summary["list"]![0]);
        Assert.Equal(1.5, (double)summary["list"]![1]!);
    }

    [Fact]
    public void A_run_that_does_not_say_how_it_ended_is_interrupted_and_keeps_its_epochs()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["run"], Description(), new ManualTime(Noon)))
        {
            run.Append(new MetricRow("bp", 1, 1, 10, "testLoss", null, 0.5));
        }

        Assert.Equal(RunStatus.Interrupted, RunFolder.ReadRecord(folder["run"]).Status);
        Assert.Single(MetricsTable.Read(folder["run/metrics.csv"]).Rows);
    }

    [Fact]
    public void Disposing_a_finished_run_leaves_it_finished()
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["run"], Description(), new ManualTime(Noon)))
        {
            run.Finish();
        }

        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);
    }

    [Fact]
    public void A_resumed_run_keeps_its_start_and_appends()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime(Noon);
        using (var run = RunFolder.Create(folder["run"], Description(), time))
        {
            run.Append(new MetricRow("bp", 1, 1, 10, "testLoss", null, 0.5));
            run.Interrupt("Ctrl-C");
        }

        File.AppendAllText(folder["run/metrics.csv"], "bp,1,2,2");
        time.Now = Noon.AddHours(1);
        using (var run = RunFolder.Resume(folder["run"], time))
        {
            Assert.Equal(RunStatus.Running, RunFolder.ReadRecord(folder["run"]).Status);
            Assert.Null(RunFolder.ReadRecord(folder["run"]).Reason);
            run.Append(new MetricRow("bp", 1, 2, 20, "testLoss", null, 0.25));
            run.Finish();
        }

        var record = RunFolder.ReadRecord(folder["run"]);
        Assert.Equal((Noon, Noon.AddHours(1)), (record.Started, record.Finished));
        Assert.Equal([0.5, 0.25], MetricsTable.Read(folder["run/metrics.csv"]).Rows.Select(row => row.Value));
    }

    [Theory]
    [InlineData(-1, "")]
    [InlineData(1, "0 1")]
    [InlineData(9, "0 1 2")]
    public void A_run_resumed_from_an_epoch_forgets_what_came_after_it(int keep, string left)
    {
        using var folder = new TemporaryFolder();
        using (var run = RunFolder.Create(folder["run"], Description(), new ManualTime(Noon)))
        {
            run.Append(Enumerable.Range(0, 3).Select(epoch => new MetricRow("fa:init=normal:0,0.1", 1, epoch, 10 * epoch, "testLoss", null,
                1.0 / (epoch + 3))));
            run.Append(new MetricRow("fa:init=normal:0,0.1", 1, 2, 25, MetricNames.Failed, null, 1));
        }

        using (var run = RunFolder.Resume(folder["run"], keep, new JsonObject { ["epochs"] = 20 }))
        {
            Assert.Equal(20, (int)run.Record.Description.Settings["epochs"]!);
            run.Append(new MetricRow("bp", 1, 30, 300, "testLoss", null, 0.125));
        }

        var rows = MetricsTable.Read(folder["run/metrics.csv"]).Rows;
        Assert.Equal(left, string.Join(' ', rows.SkipLast(1).Select(row => row.Epoch)));
        Assert.All(rows.SkipLast(1), row => Assert.Equal(("fa:init=normal:0,0.1", 1.0 / (row.Epoch + 3)), (row.Rule, row.Value)));
        Assert.Equal(30, rows[^1].Epoch);
    }

    /// <summary>What is there is looked at when no other process can write any more, and nothing is lost when that finds damage.</summary>
    [Fact]
    public void Metrics_are_written_anew_only_by_the_one_that_has_the_folder()
    {
        using var folder = new TemporaryFolder();
        MetricRow old = new("bp", 1, 1, 10, "testLoss", null, 0.5), kept = old with { Run = 2 }, next = old with { Run = 3 };
        using (var run = RunFolder.Create(folder["run"], Description(), new ManualTime(Noon)))
        {
            run.Append(old);
            Assert.Throws<IOException>(() => RunFolder.Resume(folder["run"], () => throw new NotSupportedException("asked without the lock")));
            run.Finish([]);
        }

        Assert.Throws<InvalidDataException>(() => RunFolder.Resume(folder["run"], () => throw new InvalidDataException("damaged")));
        Assert.Equal([old], MetricsTable.Read(folder["run/metrics.csv"]).Rows);
        Assert.Equal(RunStatus.Finished, RunFolder.ReadRecord(folder["run"]).Status);

        using (var run = RunFolder.Resume(folder["run"], () => [.. MetricsTable.Read(folder["run/metrics.csv"]).Rows.Select(row => row with { Run = 2 })]))
        {
            run.Append(next);
        }

        Assert.Equal([kept, next], MetricsTable.Read(folder["run/metrics.csv"]).Rows);
    }

    [Fact]
    public void Missing_newer_and_damaged_records_are_told_apart()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("has no run.json", Assert.Throws<DirectoryNotFoundException>(() => RunFolder.ReadRecord(folder.Path)).Message);

        File.WriteAllText(folder["run.json"], """{ "format": "apical-run", "formatVersion": 99 }""");
        Assert.Contains("got 99", Assert.Throws<InvalidDataException>(() => RunFolder.ReadRecord(folder.Path)).Message);

        File.WriteAllText(folder["run.json"], """{ "format": "apical-run", "formatVersion": 1, "status": "asleep" }""");
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => RunFolder.ReadRecord(folder.Path)).Message);

        File.WriteAllText(folder["run.json"], """{ "format": "apical-r""");
        Assert.Contains("damaged", Assert.Throws<InvalidDataException>(() => RunFolder.ReadRecord(folder.Path)).Message);
    }

    /// <summary>What is read before a run goes on is what it goes on with: nobody else can end it in between.</summary>
    [Fact]
    public void A_lock_taken_before_reading_keeps_others_out_until_the_run_is_opened_and_closed()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["run"], Description()).Dispose();
        RunLock held = RunLock.Take(folder["run"]);
        Assert.Contains("another run is writing it", Assert.Throws<IOException>(() => RunLock.Take(folder["run"])).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => RunFolder.Resume(folder["run"]));
        using (RunFolder.Resume(held, keepEpochs: null))
        {
            held.Dispose();                             // handed over: this lets go of nothing
            Assert.Throws<IOException>(() => RunLock.Take(folder["run"]));
        }

        RunLock.Take(folder["run"]).Dispose();
        Assert.Equal(RunStatus.Interrupted, RunFolder.ReadRecord(folder["run"]).Status);
        Assert.Throws<DirectoryNotFoundException>(() => RunLock.Take(folder["none"]));
    }

    [Fact]
    public void What_a_killed_process_was_writing_is_removed_when_its_run_goes_on_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        RunFolder.Create(folder["run"], Description()).Dispose();
        Directory.CreateDirectory(folder["run/jobs"]);
        string[] left = ["run/.checkpoint.safetensors.k2k3k4k5.abc.tmp", "run/jobs/.fa-1.json.aaaabbbb.ccc.tmp"];
        string[] stay = ["run/.hidden.tmp", "run/mine.tmp", "run/.notes.txt"];
        foreach (string file in left.Concat(stay))
        {
            File.WriteAllText(folder[file], "half");
        }

        RunFolder.Resume(folder["run"]).Dispose();
        Assert.DoesNotContain(left, file => File.Exists(folder[file]));
        Assert.All(stay, file => Assert.True(File.Exists(folder[file]), file));
    }

    [Fact]
    public void Another_width_of_vectors_is_told_with_both_names()
    {
        var here = new MachineFacts(".NET 10", "Linux", "X64", "Zen", 2, 512);
        Assert.Null(here.Unlike(here with { Cores = 64, Os = "Windows" }, "runs/a"));
        Assert.Equal(
            "runs/a was computed on Haswell with vectors of 256 bits (X64), and goes on on Zen with 512 (X64): the last digits can differ from those of a run "
                + "that never moved.",
            here.Unlike(here with { Cpu = "Haswell", VectorBits = 256 }, "runs/a"));
    }

    internal static RunDescription Description() => new()
    {
        Command = "apical compare --data digits",
        Settings = new JsonObject { ["data"] = "digits", ["optimizer"] = new JsonObject { ["name"] = "sgd", ["lr"] = 0.1 } },
        Seeds = [1, ulong.MaxValue],
        ApicalVersion = "9.9.9",
        Machine = new MachineFacts(".NET 10", "an OS", "X64", "a CPU", 2, 512),
    };
}
