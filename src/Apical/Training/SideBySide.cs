using Apical.Numerics.Matrices;

namespace Apical.Training;

/// <summary>Pieces of work spread over threads: one thread each, or several when there are fewer pieces than threads.</summary>
internal static class SideBySide
{
    /// <summary>Does every piece, in order as threads become free.</summary>
    /// <param name="count">Pieces.</param>
    /// <param name="threads">Threads in all.</param>
    /// <param name="work">Does one of them, by its number from 0; the threads it may use for large operations are null when it is to do with its own. It must not throw.</param>
    /// <param name="cancellation">No further piece is begun.</param>
    public static void Do(int count, int threads, Action<int, WorkerPool?> work, CancellationToken cancellation)
    {
        int next = 0;
        int side = Math.Clamp(threads, 1, Math.Max(1, count));
        var all = new Thread[side];
        for (int i = 0; i < side; i++)
        {
            int share = Math.Max(1, (threads / side) + (i < threads % side ? 1 : 0));
            all[i] = new Thread(() =>
            {
                using WorkerPool? pool = share > 1 ? new WorkerPool(share) : null;
                int index;
                while (!cancellation.IsCancellationRequested && (index = Interlocked.Increment(ref next) - 1) < count)
                {
                    work(index, pool);
                }
            })
            { Name = $"Apical run {i + 1}" };
            all[i].Start();
        }

        foreach (Thread thread in all)
        {
            thread.Join();
        }
    }
}
