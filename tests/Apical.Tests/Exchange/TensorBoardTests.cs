using System.Buffers.Binary;
using Apical.Cli;
using Apical.Exchange.TensorBoard;
using Apical.Runs;
using Apical.Tests.Cli;
using Apical.Tests.Runs;

namespace Apical.Tests.Exchange;

/// <summary>Event files as TensorBoard's documentation has them, read by a reader of our own that knows nothing of the writer.</summary>
public sealed class TensorBoardTests
{
    [Fact]
    public void What_a_run_measures_is_in_its_event_file()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "100", "--test-samples", "50", "--net", "784-8-10", "--batch", "10"];
        Assert.Equal(0, new Terminal().Run(
            ["compare", "--rules", "kolen-pollack,bp", "--runs", "2", "--epochs", "2", .. small, "--out", folder["run"], "--tensorboard", folder["board"]]));
        string board = Assert.Single(Directory.GetDirectories(folder["board"]));
        Assert.StartsWith("run-", Path.GetFileName(board), StringComparison.Ordinal);
        Assert.Equal(["bp-1", "bp-2", "kolen-pollack-1", "kolen-pollack-2"], Folders(board));
        Event[] events = [.. Read(Path.Combine(board, "kolen-pollack-2"))];
        Assert.Equal("brain.Event:2", events[0].FileVersion);
        Assert.Equal([0, 10, 20], events.Where(one => one.Summary is not null).Select(one => one.Step));
        IReadOnlyList<MetricRow> rows = [.. MetricsTable.Read(folder["run/metrics.csv"]).Rows.Where(row => row is { Rule: "kolen-pollack", Run: 2 })];
        foreach (MetricRow row in rows)
        {
            string tag = row.Layer is { } layer ? $"{row.Metric}/layer{layer}" : row.Metric;
            Event at = events.Single(one => one.Summary is not null && one.Step == row.Step);
            Assert.Equal((float)row.Value, at.Summary.Value.Single(value => value.Tag == tag).SimpleValue);
        }

        string[] counted = ["weights/layer1/W", "weights/layer1/b", "weights/layer2/W", "weights/layer2/b", "feedback/B1", "signals/layer1", "signals/layer2"];
        Assert.Equal(counted, events[^1].Summary.Value.Where(value => value.Histo is not null).Select(value => value.Tag));
        Assert.Equal(784 * 8, events[^1].Summary.Value.Single(value => value.Tag == "weights/layer1/W").Histo.Num);
    }

    /// <summary>What goes on writes a file beside the first, and says from which step on it counts.</summary>
    [Fact]
    public void A_run_that_goes_on_begins_a_second_file()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "100", "--test-samples", "50", "--net", "784-8-10", "--batch", "10"];
        Assert.Equal(0, new Terminal().Run(["train", .. small, "--epochs", "1", "--out", folder["run"], "--tensorboard", folder["board"]]));
        Assert.Equal(0, new Terminal().Run("train", "--resume", folder["run"], "--epochs", "2", "--tensorboard", folder["board"]));
        string[] files = Directory.GetFiles(Path.Combine(Assert.Single(Directory.GetDirectories(folder["board"])), "bp-1"));
        Assert.Equal(2, files.Length);
        Event[][] sittings = [.. files.Select(file => ReadFile(file).ToArray()).OrderBy(events => events[1].Step)];
        Assert.Equal([0, 11], sittings.Select(events => events[1].Step));
        Assert.All(sittings, events => Assert.Equal(SessionLog.Types.SessionStatus.Start, events[1].SessionLog.Status));
        Assert.Equal([20], sittings[1].Skip(2).Select(one => one.Step));
    }

    /// <summary>Else the curves would end there.</summary>
    [Theory]
    [InlineData("train", "--lr 0.1")]
    [InlineData("compare", "--rules fa --runs 2")]
    [InlineData("sweep", "--over lr=0.1,0.2")]
    public void The_line_that_goes_on_writes_event_files_again(string command, string more)
    {
        using var folder = new TemporaryFolder();
        string run = folder["run"], board = folder["my board"];
        string[] line =
        [
            command, .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--data", "xor", "--net", "2-4-1", "--epochs", "1", "--threads", "1",
            "--out", run, "--tensorboard", board,
        ];
        var stopped = new Terminal();
        stopped.Interrupt();
        Assert.Equal(ExitCode.Stopped, stopped.Run(line));
        Assert.Contains($"Go on with: apical {command} --resume {run} --tensorboard '{board}'", stopped.Error);
        new Terminal().Do(command, "--resume", run, "--tensorboard", board);
        Assert.NotEmpty(Directory.GetFiles(board, "events.*", SearchOption.AllDirectories));
        if (command == "train")
        {
            Assert.Contains("are written while it trains: there are none now", new Terminal().Do("train", "--resume", run, "--tensorboard", board).Output);
            Assert.DoesNotContain("Event files", new Terminal().Do("train", "--resume", run).Output);
        }
    }

    /// <summary>TensorBoard would take them for one run.</summary>
    [Fact]
    public void Runs_of_one_name_in_two_folders_stay_apart()
    {
        using var folder = new TemporaryFolder();
        string[] small = ["--train-samples", "50", "--test-samples", "20", "--net", "784-5-10", "--epochs", "1", "--tensorboard", folder["board"]];
        Assert.Equal(0, new Terminal().Run(["train", .. small, "--out", folder["a/run"]]));
        Assert.Equal(0, new Terminal().Run(["train", .. small, "--seed", "2", "--out", folder["b/run"]]));
        Assert.Equal(2, Directory.GetDirectories(folder["board"]).Length);
    }

    /// <summary>Two that begin in one second are two files, and what is written can be read before they are closed.</summary>
    [Fact]
    public void Files_that_begin_at_once_are_two_and_can_be_followed()
    {
        using var folder = new TemporaryFolder();
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        using var first = new EventFile(folder["board"], 0, time);
        using var second = new EventFile(folder["board"], 5, time);
        second.Write(7, new Summary());
        Event[][] both = [.. Directory.GetFiles(folder["board"]).Select(file => ReadFile(file).ToArray()).OrderBy(events => events.Length)];
        Assert.Equal([2, 3], both.Select(events => events.Length));
        Assert.Equal(7, both[1][2].Step);
    }

    /// <summary>The upper limit belongs to a bucket; the least number of all to the first.</summary>
    [Fact]
    public void Numbers_on_a_limit_lie_below_it()
    {
        HistogramProto counted = Histogram.Of(Matrix.Of(1, 31, [.. Enumerable.Range(0, 31).Select(i => (double)i)], Precision.Double))!;
        Assert.Equal(Enumerable.Range(1, 30).Select(i => (double)i), counted.BucketLimit);
        Assert.Equal(Enumerable.Range(1, 30).Select(i => i == 1 ? 2.0 : 1), counted.Bucket);
    }

    [Fact]
    public void Numbers_lie_in_the_buckets_that_their_limits_say()
    {
        var rng = new Rng(3);
        double[] numbers = [.. Enumerable.Range(0, 2000).Select(_ => rng.Normal())];
        HistogramProto counted = Histogram.Of(Matrix.Of(40, 50, numbers, Precision.Double))!;
        Assert.Equal(2000, counted.Bucket.Sum());
        Assert.Equal(numbers.Max(), counted.BucketLimit[^1]);
        double below = double.NegativeInfinity;
        foreach (var (limit, count) in counted.BucketLimit.Zip(counted.Bucket))
        {
            Assert.Equal(numbers.Count(x => x > below && x <= limit), count);
            below = limit;
        }

        Assert.Equal(numbers.Sum(), counted.Sum, 9);
        Assert.Equal(numbers.Sum(x => x * x), counted.SumSquares, 9);
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(-1e308, 1e308, 30)]
    [InlineData(1, 1.0000000000000002, 1)]
    public void Numbers_that_are_alike_or_far_apart_have_a_histogram(double low, double high, int least)
    {
        HistogramProto counted = Histogram.Of(Matrix.Of(1, 2, [low, high], Precision.Double))!;
        Assert.Equal(2, counted.Bucket.Sum());
        Assert.True(counted.Bucket.Count >= least);
        Assert.Equal(high, counted.BucketLimit[^1]);
    }

    [Fact]
    public void What_is_no_number_has_none() => Assert.Null(Histogram.Of(Matrix.Of(1, 2, [1, double.NaN], Precision.Double)));

    private static string[] Folders(string path) => [.. Directory.GetDirectories(path).Select(name => Path.GetFileName(name)).Order(StringComparer.Ordinal)];

    private static IEnumerable<Event> Read(string folder) => ReadFile(Assert.Single(Directory.GetFiles(folder)));

    private static IEnumerable<Event> ReadFile(string file)
    {
        Assert.StartsWith("events.out.tfevents.", Path.GetFileName(file), StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(file);
        for (int i = 0; i < bytes.Length;)
        {
            int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i));
            Assert.Equal(Masked(bytes.AsSpan(i, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i + 8)));
            Assert.Equal(Masked(bytes.AsSpan(i + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i + 12 + length)));
            yield return Event.Parser.ParseFrom(bytes, i + 12, length);
            i += length + 16;
        }
    }

    // Bit by bit, by the reversed polynomial of Castagnoli.
    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte one in bytes)
        {
            crc ^= one;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 1 ? 0x82f63b78 : 0);
            }
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
