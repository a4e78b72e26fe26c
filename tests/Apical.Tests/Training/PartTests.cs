using Apical.Training;

namespace Apical.Tests.Training;

public sealed class PartTests
{
    /// <summary>Whatever the numbers: each job falls to one part, and no part has two more than another.</summary>
    [Theory]
    [InlineData(60, 6, "")]
    [InlineData(7, 3, "")]
    [InlineData(2, 5, "")]
    [InlineData(1000, 7, "lillicrap2016/s6")]
    [InlineData(13, 1, "x")]
    public void Every_job_is_dealt_once_and_all_parts_have_as_many(int jobs, int of, string list)
    {
        int[][] dealt = [.. Enumerable.Range(1, of).Select(number => All(new Part(number, of).Deal(jobs, list)))];

        Assert.Equal(Enumerable.Range(0, jobs), dealt.SelectMany(mine => mine).Order());
        Assert.InRange(dealt.Max(mine => mine.Length) - dealt.Min(mine => mine.Length), 0, 1);
        Assert.All(dealt, mine => Assert.Equal(mine.Order(), mine));
        Assert.All(dealt.Index(), part => Assert.All(part.Item, job => Assert.Equal(part.Index + 1, Part.OwnerOf(job, of, list))));
    }

    /// <summary>Lists go run by run over all rules. With as many parts as rules, no part may have one rule only.</summary>
    [Fact]
    public void No_part_has_all_runs_of_one_rule()
    {
        const int rules = 4;
        int[] mine = All(new Part(1, rules).Deal(rules * 4));
        Assert.Equal(rules, mine.Select(job => job % rules).Distinct().Count());
    }

    /// <summary>Of many experiments with one replicate each, all parts have some.</summary>
    [Fact]
    public void Short_lists_do_not_all_begin_with_the_same_part() =>
        Assert.Equal(4, Enumerable.Range(1, 40).Select(list => Part.OwnerOf(0, 4, $"paper/fig{list}")).Distinct().Count());

    [Fact]
    public void Is_read_as_it_is_written()
    {
        Assert.Equal(new Part(3, 6), Part.Parse("3/6"));
        Assert.Equal("3/6", new Part(3, 6).ToString());
        foreach (string wrong in new[] { "", "3", "3/", "/6", "a/6", "3/6/9", "-1/3", "3 / 6" })
        {
            Assert.Contains("which part of how many, such as 3/6", Assert.Throws<ArgumentException>(() => Part.Parse(wrong)).Message);
        }

        Assert.Contains("there is no part 7 of 6", Assert.Throws<ArgumentException>(() => Part.Parse("7/6")).Message);
        Assert.Contains("there is no part 0 of 6", Assert.Throws<ArgumentException>(() => Part.Parse("0/6")).Message);
    }

    [Fact]
    public async Task Threads_that_ask_at_a_time_get_different_jobs()
    {
        Func<int?> next = new Part(2, 3).Deal(3000);
        int[][] dealt = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => All(next))));
        Assert.Equal(1000, dealt.Sum(some => some.Length));
        Assert.Equal(1000, dealt.SelectMany(some => some).Distinct().Count());
    }

    private static int[] All(Func<int?> next)
    {
        var all = new List<int>();
        while (next() is { } job)
        {
            all.Add(job);
        }

        return [.. all];
    }
}
