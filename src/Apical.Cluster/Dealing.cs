namespace Apical.Cluster;

/// <summary>
/// Deals the jobs of lists to ranks as they become free: rank 0 has the numbers, and answers while it works itself; the others ask. Nobody waits spinning.
/// A rank that is asked to stop stops all, and one that is not heard of for long is told.
/// </summary>
/// <remarks>Nothing else may be sent between its beginning and its end. Any thread may ask for jobs.</remarks>
public abstract class Dealing : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    private protected Dealing(IRanks ranks, TimeSpan patience, Action<string> lost) => (Ranks, Patience, Lost) = (ranks, patience, lost);

    /// <summary>Whether any rank was asked to stop.</summary>
    public CancellationToken Stopping => _stop.Token;

    private protected IRanks Ranks { get; }

    private protected TimeSpan Patience { get; }

    private protected Action<string> Lost { get; }

    /// <summary>The next job of a list for this rank.</summary>
    /// <param name="list">Which list.</param>
    /// <param name="jobs">How many jobs it has, done ones too: those are dealt as well.</param>
    /// <returns>Its number, from 0; null when none is left, or all stop.</returns>
    public abstract int? Next(long list, int jobs);

    /// <summary>This rank is asked to stop, and so all are.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>This rank has no more to do: waits until the others have none either, and those until rank 0 has ended this.</summary>
    public abstract void Leave();

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _stop.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected abstract void End();

    /// <summary>Does what a thread of its own does: there nobody else would catch what MPI complains of.</summary>
    private protected void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (MpiException error)
        {
            Lost(error.Message);
        }
    }

    private protected static class Ask
    {
        public const int Words = 4;                     // what, whether it stops, which list, how many jobs
        public const long Job = 0, Beat = 1, Left = 2;
    }

    private protected static class Answer
    {
        public const long None = -1, Stop = -2, End = -3;
    }
}
