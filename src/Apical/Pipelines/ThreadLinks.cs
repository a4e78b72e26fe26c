namespace Apical.Pipelines;

/// <summary>Stages that are threads of one process.</summary>
public sealed class ThreadLinks : ILinks
{
    private readonly ThreadMail[,] _mail;               // [from, to]

    private ThreadLinks(int stage, ThreadMail[,] mail) => (Stage, _mail) = (stage, mail);

    /// <inheritdoc/>
    public int Stage { get; }

    /// <inheritdoc/>
    public int Stages => _mail.GetLength(0);

    /// <summary>Does something as each of some stages, and waits for all. When one fails the others do not wait for it.</summary>
    /// <param name="stages">How many, at least 1.</param>
    /// <param name="work">What each does.</param>
    /// <returns>What each gave, in order.</returns>
    /// <exception cref="AggregateException">One failed.</exception>
    public static T[] Run<T>(int stages, Func<ILinks, T> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 1);
        ArgumentNullException.ThrowIfNull(work);
        var mail = new ThreadMail[stages, stages];
        for (int pair = 0; pair < stages * stages; pair++)
        {
            mail[pair / stages, pair % stages] = new();
        }

        var results = new T[stages];
        var errors = new Exception?[stages];
        Thread[] threads = [.. Enumerable.Range(0, stages).Select(stage => new Thread(() =>
        {
            try
            {
                results[stage] = work(new ThreadLinks(stage, mail));
            }
            catch (Exception error)
            {
                errors[stage] = error;
                foreach (ThreadMail one in mail)
                {
                    one.Break();
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Exception[] failed = [.. errors.OfType<Exception>()];
        return failed.Length == 0 ? results : throw new AggregateException(failed.OrderBy(error => error is BrokenLinkException));
    }

    /// <inheritdoc/>
    public void Open(int from, long bytes)
    {
    }

    /// <inheritdoc/>
    public void Send(int to, ReadOnlySpan<byte> message) => _mail[Stage, to].Put(message);

    /// <inheritdoc/>
    public void Receive(int from, Span<byte> message) => _mail[from, Stage].Take(message);

    /// <inheritdoc/>
    public void Poll()
    {
    }
}
