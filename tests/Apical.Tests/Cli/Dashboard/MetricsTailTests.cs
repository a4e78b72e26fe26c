using Apical.Cli.Dashboard;
using Apical.Runs;
using Apical.Tests.Runs;

namespace Apical.Tests.Cli.Dashboard;

/// <summary>A file that grows, is cut, or is written anew while somebody reads it.</summary>
public sealed class MetricsTailTests
{
    private const string First = "bp,1,0,0,testLoss,,2.3\n", Second = "bp,1,1,10,testLoss,,1.5\n";

    [Fact]
    public void Only_what_was_added_is_read_and_only_whole_lines()
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"];
        var tail = new MetricsTail(path);
        Assert.Equal((false, 0), Count(tail));
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First}");
        Assert.Equal((true, 1), Count(tail));
        File.AppendAllText(path, Second[..10]);
        Assert.Equal((false, 0), Count(tail));
        File.AppendAllText(path, Second[10..]);
        (bool fresh, IReadOnlyList<MetricRow> rows) = tail.Read();
        Assert.False(fresh);
        Assert.Equal(new MetricRow("bp", 1, 1, 10, "testLoss", null, 1.5), Assert.Single(rows));
        Assert.Equal((false, 0), Count(tail));
    }

    /// <summary>Files with holes take no room on the disk.</summary>
    [Theory]
    [InlineData(false, "has 600.0 MB: too much to draw here")]
    [InlineData(true, "has grown by 600.0 MB at once: too much to draw here")]
    public void What_is_too_much_at_once_is_told(bool known, string told)
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"], begin = $"{MetricsFile.Header}\n{First}";
        var tail = new MetricsTail(path);
        File.WriteAllText(path, begin);
        Assert.Equal(known ? (true, 1) : (false, 0), known ? Count(tail) : (false, 0));
        using (FileStream file = File.OpenWrite(path))
        {
            file.SetLength(600_000_000 + (known ? begin.Length : 0));
        }

        Assert.Equal((false, 0), Count(tail));
        Assert.Contains(told, tail.Wrong, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_was_written_anew_is_read_from_its_beginning()
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"];
        var tail = new MetricsTail(path);
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First}{Second}");
        Assert.Equal((true, 2), Count(tail));
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First}");                             // shorter
        Assert.Equal((true, 1), Count(tail));
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First.Replace("2.3", "2.4", StringComparison.Ordinal)}{Second}{Second}");      // longer, and another
        Assert.Equal((true, 3), Count(tail));
        File.WriteAllText(path, $"{MetricsFile.Header}\n");
        Assert.Equal((true, 0), Count(tail));
    }

    [Fact]
    public void What_is_no_metrics_file_or_goes_away_has_no_rows()
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"];
        File.WriteAllText(path, "something else\n");
        var tail = new MetricsTail(path);
        Assert.Equal((false, 0), Count(tail));
        File.Delete(path);
        Assert.Equal((false, 0), Count(tail));
    }

    [Fact]
    public void What_is_damaged_is_told_until_it_is_mended()
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"];
        var tail = new MetricsTail(path);
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First}");
        Assert.Equal((true, 1), Count(tail));
        Assert.Null(tail.Wrong);
        File.AppendAllText(path, "bp,1,one,10,\e[31m,,1.5\n");
        Assert.Equal((false, 0), Count(tail));
        Assert.Contains("metrics.csv' to be rule,run,epoch", tail.Wrong, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', tail.Wrong!);
        File.WriteAllText(path, $"{MetricsFile.Header}\n{First}{Second}");
        Assert.Equal((false, 1), Count(tail));
        Assert.Null(tail.Wrong);
    }

    /// <summary>What a spreadsheet made of it can be put right again.</summary>
    [Fact]
    public void A_good_file_that_a_bad_one_replaces_is_told_until_it_is_back()
    {
        using var folder = new TemporaryFolder();
        string path = folder["metrics.csv"];
        var tail = new MetricsTail(path);
        string good = MetricsFile.Header + "\n" + string.Concat(Enumerable.Range(0, 50).Select(epoch => $"bp,1,{epoch},{epoch},testLoss,,2.5\n"));
        File.WriteAllText(path, good);
        Assert.Equal((true, 50), Count(tail));
        File.WriteAllText(path, good.Replace(',', ';'));
        for (int look = 0; look < 3; look++)
        {
            Assert.Equal((false, 0), Count(tail));
            Assert.NotNull(tail.Wrong);
        }

        File.WriteAllText(path, good);
        Assert.Equal((false, 0), Count(tail));              // the same as before
        Assert.Null(tail.Wrong);
    }

    [Fact]
    public void A_pipe_in_its_place_is_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Pipes have no place among files there.");
        using var folder = new TemporaryFolder();
        using (var made = System.Diagnostics.Process.Start("mkfifo", [folder["metrics.csv"]]))
        {
            made.WaitForExit();
        }

        Assert.Equal((false, 0), Count(new MetricsTail(folder["metrics.csv"])));
    }

    private static (bool Fresh, int Rows) Count(MetricsTail tail)
    {
        (bool fresh, IReadOnlyList<MetricRow> rows) = tail.Read();
        return (fresh, rows.Count);
    }
}
