namespace Apical.Tests.Numerics;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]                                     // more than the cores of a small machine
    public void Every_part_is_done_exactly_once_in_every_operation(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Equal(threads, pool.Threads);
        foreach (int parts in new[] { 0, 1, 2, 3, 7, 100, 1000 })
        {
            for (int repeat = 0; repeat < 10; repeat++)
            {
                var job = new Count { Done = new int[parts] };
                WorkerPool.Run(pool, ref job, parts);
                Assert.True(job.Done.AsSpan().IndexOfAnyExcept(1) < 0, $"{parts} parts were done {string.Join(", ", job.Done)} times");
            }
        }
    }

    [Fact]
    public void Without_a_pool_the_caller_does_all_parts_in_order()
    {
        var job = new Order { Parts = [], Threads = [] };
        WorkerPool.Run(null, ref job, 5);

        Assert.Equal([0, 1, 2, 3, 4], job.Parts);
        Assert.All(job.Threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Threads_that_fell_asleep_wake_up_again()
    {
        using var pool = new WorkerPool(2);
        for (int i = 0; i < 4; i++)
        {
            Thread.Sleep(20 * i);                       // longer than a worker looks out for work
            var job = new Meeting { Arrived = new int[1] };
            WorkerPool.Run(pool, ref job, 2);           // returns only when a second thread came
            Assert.Equal(2, job.Arrived[0]);
        }
    }

    [Fact]
    public void A_failure_in_a_worker_reaches_the_caller_and_the_pool_goes_on_working()
    {
        using var pool = new WorkerPool(2);
        for (int i = 0; i < 20; i++)
        {
            var failing = new Failing { Arrived = new int[1], Caller = Environment.CurrentManagedThreadId, FailsAtCaller = i % 2 == 0 };
            var error = Assert.Throws<InvalidOperationException>(() => RunOnTheStack(pool, failing, 2));
            Assert.Equal("A worker thread failed: part is broken", error.Message);
            Assert.IsType<FormatException>(error.InnerException);

            var job = new Count { Done = new int[40] };
            WorkerPool.Run(pool, ref job, 40);
            Assert.All(job.Done, times => Assert.Equal(1, times));
        }
    }

    [Fact]
    public void Two_pools_work_side_by_side()
    {
        var sums = new long[2];
        Thread[] users = [.. Enumerable.Range(0, 2).Select(user => new Thread(() =>
        {
            using var pool = new WorkerPool(2);
            for (int i = 0; i < 50; i++)
            {
                var job = new Count { Done = new int[10] };
                WorkerPool.Run(pool, ref job, 10);
                sums[user] += job.Done.Sum();
            }
        }))];
        Array.ForEach(users, t => t.Start());
        Array.ForEach(users, t => t.Join());

        Assert.Equal([500, 500], sums);
    }

    [Fact]
    public void A_pool_that_was_disposed_of_says_so()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        pool.Dispose();

        var job = new Count { Done = new int[4] };
        Assert.Throws<ObjectDisposedException>(() => WorkerPool.Run(pool, ref job, 4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_pool_has_1_to_1024_threads(int threads)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(threads));
        Assert.StartsWith("A pool needs between 1 and 1024 threads. (Parameter 'threads')", error.Message, StringComparison.Ordinal);
    }

    private struct Count : WorkerPool.IJob<Count>
    {
        public int[] Done;

        public static void Run(ref Count job, int part) => Interlocked.Increment(ref job.Done[part]);
    }

    private struct Order : WorkerPool.IJob<Order>
    {
        public List<int> Parts, Threads;

        public static void Run(ref Order job, int part)
        {
            job.Parts.Add(part);
            job.Threads.Add(Environment.CurrentManagedThreadId);
        }
    }

    /// <summary>Each of two parts waits for the other, so that both threads take one.</summary>
    private struct Meeting : WorkerPool.IJob<Meeting>
    {
        public int[] Arrived;

        public static void Run(ref Meeting job, int part)
        {
            Interlocked.Increment(ref job.Arrived[0]);
            var wait = default(SpinWait);
            while (Volatile.Read(ref job.Arrived[0]) < 2)
            {
                wait.SpinOnce();
            }
        }
    }

    // What a lambda captures lies on the heap, where the collector may move it; a pool wants its job on the stack.
    private static void RunOnTheStack<TJob>(WorkerPool pool, TJob job, int parts)
        where TJob : struct, WorkerPool.IJob<TJob> => WorkerPool.Run(pool, ref job, parts);

    private struct Failing : WorkerPool.IJob<Failing>
    {
        public int[] Arrived;
        public int Caller;
        public bool FailsAtCaller;

        public static void Run(ref Failing job, int part)
        {
            Interlocked.Increment(ref job.Arrived[0]);
            var wait = default(SpinWait);
            while (Volatile.Read(ref job.Arrived[0]) < 2)
            {
                wait.SpinOnce();
            }

            if (Environment.CurrentManagedThreadId == job.Caller == job.FailsAtCaller)
            {
                throw new FormatException("part is broken");
            }
        }
    }
}
