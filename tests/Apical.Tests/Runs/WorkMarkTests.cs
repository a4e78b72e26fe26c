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

    /// <summary>A file that is deleted is held by those who opened it before, and no other sees that: so it is not.</summary>
    [Fact]
    public void A_mark_outlasts_another_that_ends()
    {
        using var folder = new TemporaryFolder();
        string file = folder["reproduction.json"];
        Assert.False(WorkMark.IsOn(file));
        WorkMark.Of(file).Dispose();
        Assert.True(File.Exists(file + MetricsFile.LockEnding));
        Assert.False(WorkMark.IsOn(file));
    }

    private static void AfterAnotherAsked(string file, Action then)
    {
        var asks = new FileStream(file + MetricsFile.LockEnding, FileMode.Open, FileAccess.Read, FileShare.None, 1);
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
