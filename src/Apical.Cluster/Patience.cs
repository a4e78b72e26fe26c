using System.Diagnostics;
using System.Globalization;

namespace Apical.Cluster;

/// <summary>
/// Notices that a call waits for other ranks for too long: MPI itself does not notice a network that is down, or a rank that hangs. A thread looks now and
/// then, so that calls are as fast as without.
/// </summary>
public sealed class Patience : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500), s_asleep = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _since;                                // when the call that is under way began; 0 between calls

    /// <summary>Begins to look.</summary>
    /// <param name="most">How long a call may wait.</param>
    /// <param name="lost">Is told that one waited for longer, once, on a thread of its own; it is to end this process.</param>
    public Patience(TimeSpan most, Action<string> lost)
    {
        ArgumentNullException.ThrowIfNull(lost);
        _thread = new(() => Look(most, lost)) { Name = "Apical patience", IsBackground = true };
        _thread.Start();
    }

    /// <summary>A call begins to wait.</summary>
    public void Begin() => Volatile.Write(ref _since, Stopwatch.GetTimestamp());

    /// <summary>It waits no more.</summary>
    public void End() => Volatile.Write(ref _since, 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Look(TimeSpan most, Action<string> lost)
    {
        long looked = Stopwatch.GetTimestamp(), began = 0, from = 0;
        while (!_end.Wait(s_look))
        {
            long now = Stopwatch.GetTimestamp(), since = Volatile.Read(ref _since);
            if (since != began || Stopwatch.GetElapsedTime(looked, now) > s_asleep)
            {
                (began, from) = (since, now);           // another call; or this process was stopped for a while, and the others may wait for it
            }

            looked = now;
            if (since != 0 && Stopwatch.GetElapsedTime(from, now) > most)
            {
                lost(string.Create(CultureInfo.InvariantCulture, $"other ranks were not heard of for {most.TotalSeconds:0} s"));
                return;
            }
        }
    }
}
