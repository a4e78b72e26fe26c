using Apical.Runs;

namespace Apical.Tests.Runs;

/// <summary>Marks of processes at work, and those who ask for them at the same instant.</summary>
public sealed class WorkMarkTests
{
    /// <summary>Who asks has the file to himself for an instant: neither one who begins nor another who asks may take that for work.</summary>
    [Fact]
    public void One_who_asks_disturbs_nobody()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        WorkMark.Of(file).Dispose();
        AfterAnotherAsked(file, () => Assert.False(WorkMark.IsOn(file)));
        AfterAnotherAsked(file, () => WorkMark.Of(file).Dispose());
        AfterAnotherAsked(file, () =>
        {
            using WorkMark mark = WorkMark.Of(file);
            Assert.True(WorkMark.IsOn(file));
        });
    }

    /// <summary>A file that is deleted is held by those who opened it before, and no other sees that: so only the last one deletes it.</summary>
    [Fact]
    public void A_mark_outlasts_another_that_ends_and_the_last_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        Assert.False(WorkMark.IsOn(file));
        WorkMark first = WorkMark.Of(file), second = WorkMark.Of(file);
        first.Dispose();
        Assert.True(WorkMark.IsOn(file));
        second.Dispose();
        Assert.False(WorkMark.IsOn(file));
        Assert.False(File.Exists(file + MetricsFile.LockEnding));
    }

    /// <summary>Marks come and go on many threads: each is seen while it lasts, by whoever looks.</summary>
    [Fact]
    public void A_mark_is_seen_while_others_come_and_go()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, _ =>
        {
            using WorkMark mark = WorkMark.Of(file);
            Assert.True(WorkMark.IsOn(file));
        });
        Assert.False(File.Exists(file + MetricsFile.LockEnding));
    }

    private static void AfterAnotherAsked(string file, Action then)
    {
        var asks = new FileStream(file + MetricsFile.LockEnding, FileMode.OpenOrCreate, FileAccess.Read, FileShare.None, 1);
        var ends = new Thread(() =>
        {
            Thread.Sleep(5);
            asks.Dispose();
        });
        ends.Start();
        then();
        ends.Join();
    }
}
