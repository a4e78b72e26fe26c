using Apical.Runs;

namespace Apical.Tests.Runs;

/// <summary>What else happens to the files of a run while it writes them.</summary>
public sealed class MetricsPlaceTests
{
    private static readonly MetricRow s_row = new("bp", 1, 1, 1, "m", null, 0.5);

    /// <summary>A lock that looks forgotten and is deleted: taken again, so a second run is refused from the next epoch on.</summary>
    [Fact]
    public void A_lock_that_is_deleted_is_taken_again()
    {
        using var folder = new TemporaryFolder();
        string metrics = folder["metrics.csv"];
        using (MetricsFile file = MetricsFile.Open(metrics))
        {
            file.Append(s_row);
            File.Delete(metrics + MetricsFile.LockEnding);
            file.Append(s_row with { Epoch = 2 });
            Assert.True(MetricsFile.IsBeingWritten(metrics));
            Assert.Contains("only writer", Assert.Throws<IOException>(() => MetricsFile.Open(metrics)).Message);
        }

        Assert.False(File.Exists(metrics + MetricsFile.LockEnding));
        Assert.Equal([s_row, s_row with { Epoch = 2 }], MetricsTable.Read(metrics).Rows);
    }

    /// <summary>In the moment before that a second run has come in: the first stops, and what the second writes is whole, with its lock.</summary>
    [Fact]
    public void A_run_that_came_in_by_a_deleted_lock_is_left_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a lock that is held cannot be deleted there");
        using var folder = new TemporaryFolder();
        string metrics = folder["metrics.csv"];
        using MetricsFile first = MetricsFile.Open(metrics);
        first.Append(s_row);
        File.Delete(metrics + MetricsFile.LockEnding);
        using (MetricsFile second = MetricsFile.Open(metrics))
        {
            second.Append(s_row with { Epoch = 2 });
            Assert.Contains("Another run began to write", Assert.Throws<IOException>(() => first.Append(s_row with { Epoch = 3 })).Message);
            first.Dispose();
            Assert.True(MetricsFile.IsBeingWritten(metrics));
            second.Append(s_row with { Epoch = 4 });
        }

        Assert.Equal([1, 2, 4], MetricsTable.Read(metrics).Rows.Select(row => row.Epoch));
    }

    /// <summary>Who deletes a folder deletes what it holds first: a lock that is gone, and taken by nobody, is one of a folder that is about to go.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_folder_that_is_deleted_between_two_looks_is_told_as_deleted(int looks)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a lock that is held cannot be deleted there");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["run"]);
        using MetricsFile file = MetricsFile.Open(folder["run/metrics.csv"]);
        File.Delete(folder["run/metrics.csv"]);
        file.Looked = () =>
        {
            File.Delete(folder["run/metrics.csv"] + MetricsFile.LockEnding);
            if (--looks == 0)
            {
                Directory.Delete(folder["run"]);
            }
        };
        Assert.Contains("it was deleted or moved", Assert.Throws<DirectoryNotFoundException>(() => file.Append(s_row)).Message);
        Assert.Equal(0, looks);
    }

    /// <summary>Where the folder stays, what was measured comes back; a lock that goes again and again is not waited for without end.</summary>
    [Theory]
    [InlineData(3, "back in its place")]
    [InlineData(1000, "its lock was deleted")]
    public void A_lock_that_is_deleted_between_two_looks_is_taken_again(int times, string told)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a lock that is held cannot be deleted there");
        using var folder = new TemporaryFolder();
        using MetricsFile file = MetricsFile.Open(folder["metrics.csv"]);
        file.Append(s_row);
        File.Delete(folder["metrics.csv"]);
        file.Looked = () =>
        {
            if (times-- > 0)
            {
                File.Delete(folder["metrics.csv"] + MetricsFile.LockEnding);
            }
        };
        Assert.Contains(told, Assert.Throws<IOException>(() => file.Append(s_row with { Epoch = 2 })).Message);
        Assert.Equal(told.StartsWith("back", StringComparison.Ordinal), File.Exists(folder["metrics.csv"]));
        Assert.True(times is < 0 or > 900);
    }

    [Fact]
    public void Lines_that_another_program_adds_are_kept_aside()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "an open file cannot be written by others there");
        using var folder = new TemporaryFolder();
        string metrics = folder["metrics.csv"];
        using MetricsFile file = MetricsFile.Open(metrics);
        file.Append(s_row);
        File.AppendAllText(metrics, "fa,1,1,1,m,,0.7\n");
        Assert.Contains("back in its place", Assert.Throws<IOException>(() => file.Append(s_row with { Epoch = 2 })).Message);
        Assert.Equal([s_row], MetricsTable.Read(metrics).Rows);
        Assert.Contains("fa,1,1", File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path, "metrics.csv.other-*"))));
    }

    [Fact]
    public void A_file_that_is_cut_short_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "an open file cannot be written by others there");
        using var folder = new TemporaryFolder();
        string metrics = folder["metrics.csv"];
        using MetricsFile file = MetricsFile.Open(metrics);
        file.Append(s_row);
        using (var other = new FileStream(metrics, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            other.SetLength(10);
        }

        Assert.Contains("cut short by another program", Assert.Throws<IOException>(() => file.Append(s_row with { Epoch = 2 })).Message);
    }

    [Fact]
    public void Records_of_a_folder_that_is_gone_do_not_come_back()
    {
        using var folder = new TemporaryFolder();
        RunFolder run = RunFolder.Create(folder["run"], new RunDescription { Command = "x", Settings = [], Seeds = [1] });
        Directory.Delete(folder["run"], recursive: true);
        Assert.Contains("not there any more", Assert.Throws<DirectoryNotFoundException>(() => run.Finish()).Message);
        Assert.Throws<DirectoryNotFoundException>(() => PicturesFile.Write(folder["run"], "x", [new Picture("a", "b")]));
        run.Dispose();
        Assert.False(Directory.Exists(folder["run"]));
    }
}
