using System.Runtime.CompilerServices;

namespace Apical.Numerics.Matrices;

/// <summary>
/// Persistent threads that share the parts of one operation. The caller works too, so a pool of 1 is no threads at all. Which thread
/// takes which part is left to chance, so a part's result must not depend on it; then the same seed gives the same bits at any number of threads.
/// </summary>
/// <remarks>The caller waits for parts, not for threads: a thread that the machine keeps away takes no part and delays nobody.</remarks>
public sealed unsafe class WorkerPool : IDisposable
{
    /// <summary>More would only get in each other's way.</summary>
    public const int MostThreads = 1024;

    private const int SpinsBeforeSleep = 20_000;        // some 100 µs: training steps follow each other faster than that
    private const int PartBits = 20;
    private const int MaxParts = (1 << PartBits) - 1;

    private readonly Thread[] _threads;
    private readonly SemaphoreSlim _wake = new(0);
    private void* _job;
    private delegate*<void*, int, void> _run;
    private long _claim;                                // number of the operation | its parts | the next part to take: changes as one
    private int _done;                                  // parts finished
    private int _sleeping;
    private volatile bool _closing;
    private Exception? _failure;

    /// <summary>Starts <paramref name="threads"/> − 1 background threads.</summary>
    /// <param name="threads">Threads that compute, the caller among them; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 1 or more than 1024 threads.</exception>
    public WorkerPool(int threads)
    {
        if (threads is < 1 or > MostThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"A pool needs between 1 and {MostThreads} threads.");
        }

        _threads = new Thread[threads - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            _threads[i] = new Thread(Work) { IsBackground = true, Name = $"Apical worker {i + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that compute, the caller among them.</summary>
    public int Threads => _threads.Length + 1;

    /// <summary>One part of an operation that a pool can share out.</summary>
    internal interface IJob<TSelf>
        where TSelf : struct, IJob<TSelf>
    {
        /// <summary>Does part number <paramref name="part"/>; any thread, any order.</summary>
        static abstract void Run(ref TSelf job, int part);
    }

    /// <summary>Runs all parts, on the caller alone when there is no pool or one part.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    internal static void Run<TJob>(WorkerPool? pool, ref TJob job, int parts)
        where TJob : struct, IJob<TJob>
    {
        if (pool is null || pool._threads.Length == 0 || parts is <= 1 or > MaxParts)
        {
            for (int part = 0; part < parts; part++)
            {
                TJob.Run(ref job, part);
            }

            return;
        }

        ObjectDisposedException.ThrowIf(pool._closing, pool);
        pool.RunShared(Unsafe.AsPointer(ref job), &Invoke<TJob>, parts);
    }

    /// <summary>
    /// Calls body(0) to body(count − 1), shared out over the threads of a pool, or one after the other without one. A body computes in a workspace of its own
    /// without a pool: operations inside it are not shared out again.
    /// </summary>
    /// <param name="pool">The threads, or null.</param>
    /// <param name="count">How many calls.</param>
    /// <param name="body">Must not depend on the order.</param>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public static void ForEach(WorkerPool? pool, int count, Action<int> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var job = new BodyJob { Body = body };
        Run(pool, ref job, count);
    }

    /// <summary>Stops the threads; operations that come later are refused.</summary>
    public void Dispose()
    {
        _closing = true;
        _wake.Release(Math.Max(1, _threads.Length));
    }

    private static void Invoke<TJob>(void* job, int part)
        where TJob : struct, IJob<TJob> => TJob.Run(ref Unsafe.AsRef<TJob>(job), part);

    private void RunShared(void* job, delegate*<void*, int, void> run, int parts)
    {
        // The job lies on the caller's stack, which does not move and outlives the wait below. These fields are not read by anyone now:
        // all parts of the operation before are done, and no part of this one can be claimed before the claim says so.
        _job = job;
        _run = run;
        _failure = null;
        Volatile.Write(ref _done, 0);
        long operation = (Volatile.Read(ref _claim) >>> (2 * PartBits)) + 1;
        Volatile.Write(ref _claim, (operation << (2 * PartBits)) | ((long)parts << PartBits));
        Interlocked.MemoryBarrier();                    // the claim must be out before anyone is looked for asleep
        int asleep = Volatile.Read(ref _sleeping);
        if (asleep > 0)
        {
            _wake.Release(asleep);
        }

        TakeParts();
        for (int spins = 0; Volatile.Read(ref _done) < parts; spins++)
        {
            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(1);
            }
            else
            {
                Thread.Yield();                         // more threads than cores: let the others finish
            }
        }

        if (_failure is not null)
        {
            throw new InvalidOperationException("A worker thread failed: " + _failure.Message, _failure);
        }
    }

    private static bool HasParts(long claim) => (claim & MaxParts) < ((claim >>> PartBits) & MaxParts);

    private void TakeParts()
    {
        long claim;
        while (HasParts(claim = Volatile.Read(ref _claim)))
        {
            // Succeeds only if nobody took this part and the operation is still this one; then its fields stay until the part is done.
            if (Interlocked.CompareExchange(ref _claim, claim + 1, claim) != claim)
            {
                continue;
            }

            try
            {
                _run(_job, (int)(claim & MaxParts));
            }
            catch (Exception e)
            {
                _failure = e;
            }

            Interlocked.Increment(ref _done);
        }
    }

    private void Work()
    {
        for (int spins = 0; !_closing; spins++)
        {
            if (HasParts(Volatile.Read(ref _claim)))
            {
                TakeParts();
                spins = 0;
            }
            else if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(1);
            }
            else
            {
                // Counted as asleep before looking once more, so that a caller either sees the sleeper or is seen by it.
                Interlocked.Increment(ref _sleeping);
                if (!HasParts(Volatile.Read(ref _claim)) && !_closing)
                {
                    _wake.Wait(50);
                }

                Interlocked.Decrement(ref _sleeping);
                spins = 0;
            }
        }
    }

    private struct BodyJob : IJob<BodyJob>
    {
        public Action<int> Body;

        public static void Run(ref BodyJob job, int part) => job.Body(part);
    }
}
