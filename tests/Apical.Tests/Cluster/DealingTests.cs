using System.Collections.Concurrent;
using Apical.Cluster;

namespace Apical.Tests.Cluster;

/// <summary>Rank 0 deals jobs to ranks as they become free.</summary>
public sealed class DealingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<long, CountdownEvent> _begun = new(), _emptied = new();

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Each_job_of_each_list_is_dealt_once_and_a_rank_that_is_busy_with_its_first_gets_no_other(int size)
    {
        var told = new ConcurrentBag<string>();
        int[][] done = ThreadRanks.Run(size, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, told.Add);
            var mine = new List<int>();
            foreach (long list in new[] { 7L, -3L })
            {
                while (dealing.Next(list, 40) is { } job)
                {
                    mine.Add(list < 0 ? 100 + job : job);
                    Wait(ranks, list);
                }

                Leave(ranks, list);
            }

            dealing.Leave();
            return mine.ToArray();
        });
        Assert.Equal([.. Enumerable.Range(0, 40), .. Enumerable.Range(100, 40)], done.SelectMany(jobs => jobs).Order());
        Assert.Equal(2, done[^1].Length);
        Assert.Empty(told);
        Assert.All(_emptied, list => Assert.Equal(0, list.Value.CurrentCount));

        // The last rank is at its first job of a list until the others have found the list empty, and these begin when it has that job.
        void Wait(IRanks ranks, long list)
        {
            if (ranks.Rank < size - 1)
            {
                Assert.True(Of(_begun, list, 1).Wait(s_patience));
            }
            else
            {
                Of(_begun, list, 1).Signal();
                Assert.True(Of(_emptied, list, size - 1).Wait(s_patience));
            }
        }

        void Leave(IRanks ranks, long list)
        {
            if (ranks.Rank < size - 1)
            {
                Of(_emptied, list, size - 1).Signal();
            }
        }
    }

    [Fact]
    public void Several_threads_of_a_rank_ask_at_once()
    {
        var done = new ConcurrentBag<int>();
        var told = new ConcurrentBag<string>();
        ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, told.Add);
            Parallel.For(0, 4, _ =>
            {
                while (dealing.Next(1, 60) is { } job)
                {
                    done.Add(job);
                }
            });
            dealing.Leave();
            return 0;
        });
        Assert.Equal(Enumerable.Range(0, 60), done.Order());
        Assert.Empty(told);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void One_rank_that_is_asked_to_stop_stops_all(int asked)
    {
        var told = new ConcurrentBag<string>();
        int[] dealt = ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, told.Add);
            _ = dealing.Next(1, 1000);
            if (ranks.Rank == asked)
            {
                dealing.Stop();
            }

            Assert.True(dealing.Stopping.WaitHandle.WaitOne(s_patience));
            int more = dealing.Next(1, 1000) is null ? 0 : 1;
            dealing.Leave();
            return more;
        });
        Assert.Equal([0, 0, 0], dealt);
        Assert.Empty(told);
    }

    [Fact]
    public void Rank_0_ends_when_all_have_left_and_the_others_when_it_has_concluded()
    {
        int left = 0;
        bool concluded = false;
        var told = new ConcurrentBag<string>();
        ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, told.Add);
            Thread.Sleep(100 * ranks.Rank);
            Interlocked.Increment(ref left);
            dealing.Leave();
            Assert.Equal(3, left);
            if (ranks.Rank == 0)
            {
                Thread.Sleep(200);
                concluded = true;
            }

            Assert.True(concluded);
            return 0;
        });
        Assert.Empty(told);
    }

    /// <summary>On the thread that deals, or asks: there it would end the process with a trace, and without a word to the others.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void What_MPI_complains_of_on_the_side_is_told(int broken)
    {
        var told = new BlockingCollection<string>();
        ThreadRanks.Run(2, ranks =>
        {
            if (ranks.Rank == broken)
            {
                using Dealing dealing = RankDealing.Begin(new Unplugged(ranks), s_patience, told.Add);
                Assert.True(told.TryTake(out string? text, s_patience));
                Assert.Equal("the network is down", text);
                dealing.Leave();                        // waits for nobody
            }

            return 0;
        });
        Assert.Empty(told);
    }

    [Fact]
    public void A_silent_rank_is_named()
    {
        var told = new BlockingCollection<string>();
        ThreadRanks.Run(3, ranks =>
        {
            // Rank 2 never says a word, and rank 0 soon none either.
            if (ranks.Rank < 2)
            {
                _ = RankDealing.Begin(ranks, TimeSpan.FromSeconds(3), told.Add);
            }

            return 0;
        });
        string[] lost = [Take(), Take()];
        Assert.Equal(["rank 0 was not heard of for 3 s", "rank 2 was not heard of for 3 s"], lost.Order());

        string Take() => told.TryTake(out string? text, s_patience) ? text : "nobody was told";
    }

    private static CountdownEvent Of(ConcurrentDictionary<long, CountdownEvent> events, long list, int count) => events.GetOrAdd(list, _ => new(count));

    private sealed class Unplugged(IRanks ranks) : IRanks
    {
        public int Rank => ranks.Rank;

        public int Size => ranks.Size;

        public void Exchange<T>(ReadOnlySpan<T> send, Span<T> receive)
            where T : unmanaged => throw new MpiException("the network is down");

        public void Gather<T>(ReadOnlySpan<T> mine, Span<T> all)
            where T : unmanaged => throw new MpiException("the network is down");

        public void Spread<T>(Span<T> all)
            where T : unmanaged => throw new MpiException("the network is down");

        public void Send<T>(int to, ReadOnlySpan<T> values)
            where T : unmanaged => throw new MpiException("the network is down");

        public bool IsThere(int from) => throw new MpiException("the network is down");

        public void Receive<T>(int from, Span<T> values)
            where T : unmanaged => throw new MpiException("the network is down");
    }
}
