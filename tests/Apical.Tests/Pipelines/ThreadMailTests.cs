using Apical.Pipelines;

namespace Apical.Tests.Pipelines;

/// <summary>Messages between threads, of which one fails.</summary>
public sealed class ThreadMailTests
{
    [Fact]
    public void All_who_wait_when_it_breaks_and_who_come_later_are_told()
    {
        var mail = new ThreadMail();
        Task[] waiting = [.. Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
            () => mail.Take(new byte[1]), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        mail.Break();
        var all = Task.WhenAll(waiting);
        Assert.Throws<BrokenLinkException>(() => Wait(all));
        Assert.All(waiting, one => Assert.IsType<BrokenLinkException>(one.Exception!.InnerException));
        Assert.Throws<BrokenLinkException>(() => Wait(Task.Run(() => mail.Take(new byte[1]), TestContext.Current.CancellationToken)));
    }

    private static void Wait(Task task) => task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
}
