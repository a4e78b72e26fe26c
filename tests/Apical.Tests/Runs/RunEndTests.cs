using Apical.Runs;

namespace Apical.Tests.Runs;

/// <summary>When a run that is looked at again, or goes on, is said to have ended.</summary>
public sealed class RunEndTests
{
    /// <summary>Whoever looks at last week's table again has not trained for a week.</summary>
    [Fact]
    public void A_run_in_which_nothing_more_is_measured_ended_when_it_did()
    {
        using var folder = new TemporaryFolder();
        string path = folder["run"];
        MetricRow row = Finished(path);

        DateTimeOffset later = RunFolderTests.Noon.AddDays(7);
        RunFolder again = RunFolder.Resume(path, new ManualTime(later));
        again.Finish([]);
        again.Dispose();
        using (RunFolder run = RunFolder.Gather(path, () => [row], new ManualTime(later)))
        {
            run.Finish([]);
        }

        Assert.Equal(RunFolderTests.Noon, RunFolder.ReadRecord(path).Finished);
        using (RunFolder run = RunFolder.Resume(path, new ManualTime(later)))
        {
            run.Append(row with { Epoch = 1 });
            run.Finish([]);
        }

        Assert.Equal(later, RunFolder.ReadRecord(path).Finished);
        using (RunFolder run = RunFolder.Gather(path, () => [row, row with { Epoch = 1 }, row with { Epoch = 2 }], new ManualTime(later.AddDays(1))))
        {
            run.Finish([]);
        }

        Assert.Equal(later.AddDays(1), RunFolder.ReadRecord(path).Finished);
    }

    /// <summary>Measurements that are written anew need not be read.</summary>
    [Fact]
    public void Damaged_measurements_of_a_list_are_written_anew()
    {
        using var folder = new TemporaryFolder();
        string path = folder["run"];
        MetricRow row = Finished(path);

        File.AppendAllText(Path.Combine(path, RunFolder.MetricsName), "no row\n");
        using (RunFolder run = RunFolder.Gather(path, () => [row], new ManualTime(RunFolderTests.Noon.AddDays(1))))
        {
            run.Finish([]);
        }

        Assert.Equal([row], MetricsTable.Read(Path.Combine(path, RunFolder.MetricsName)).Rows);
    }

    // At noon, with one measurement.
    private static MetricRow Finished(string path)
    {
        MetricRow row = new("bp", 1, 0, 0, MetricNames.TestLoss, null, 1);
        using RunFolder run = RunFolder.Create(path, RunFolderTests.Description(), new ManualTime(RunFolderTests.Noon));
        run.Append(row);
        run.Finish([]);
        return row;
    }
}
