using System.Collections.Concurrent;
using Apical.Cluster;

namespace Apical.Tests.Cluster;

/// <summary>Rank 0 deals jobs to ranks as they become free.</summary>
public sealed class DealingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Each_job_of_each_list_is_dealt_once_and_a_slow_rank_gets_fewer(int size)
    {
        int[][] done = ThreadRanks.Run(size, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, Assert.Fail);
            var mine = new List<int>();
            foreach (long list in new[] { 7L, -3L })
            {
                while (dealing.Next(list, 40) is { } job)
                {
                    mine.Add(list < 0 ? 100 + job : job);
                    Thread.Sleep(ranks.Rank == size - 1 ? 60 : 2);
                }
            }

            dealing.Leave();
            return mine.ToArray();
        });
        Assert.Equal([.. Enumerable.Range(0, 40), .. Enumerable.Range(100, 40)], done.SelectMany(jobs => jobs).Order());
        Assert.All(done[..^1], jobs => Assert.True(jobs.Length > done[^1].Length));
    }

    [Fact]
    public void Several_threads_of_a_rank_ask_at_once()
    {
        var done = new ConcurrentBag<int>();
        ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, Assert.Fail);
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
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void One_rank_that_is_asked_to_stop_stops_all(int asked)
    {
        int[] dealt = ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, Assert.Fail);
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
    }

    [Fact]
    public void Rank_0_ends_when_all_have_left_and_the_others_when_it_has_concluded()
    {
        int left = 0;
        bool concluded = false;
        ThreadRanks.Run(3, ranks =>
        {
            using Dealing dealing = RankDealing.Begin(ranks, s_patience, Assert.Fail);
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
                _ = RankDealing.Begin(ranks, TimeSpan.FromSeconds(1), told.Add);
            }

            return 0;
        });
        string[] lost = [Take(), Take()];
        Assert.Equal(["rank 0 was not heard of for 1 s", "rank 2 was not heard of for 1 s"], lost.Order());

        string Take() => told.TryTake(out string? text, s_patience) ? text : "nobody was told";
    }
}
