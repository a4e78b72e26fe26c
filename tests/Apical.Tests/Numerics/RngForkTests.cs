namespace Apical.Tests.Numerics;

public sealed class RngForkTests
{
    [Fact]
    public void A_fork_does_not_depend_on_how_much_was_drawn_or_forked_before()
    {
        var fresh = new Rng(3);
        var used = new Rng(3);
        _ = used.Permutation(100);
        _ = used.Fork("other").NextUInt64();

        Assert.Equal(fresh.Fork("B1").State, used.Fork("B1").State);
        Assert.Equal(fresh.Fork("step", 12).State, used.Fork("step", 12).State);
    }

    [Fact]
    public void Forking_does_not_disturb_the_parent()
    {
        var rng = new Rng(3);
        RngState before = rng.State;
        _ = rng.Fork("a").Fork("b", 4);
        Assert.Equal(before, rng.State);
    }

    /// <summary>Names that run together, differ only in their end, order or nesting, in the way an index is written, or are empty.</summary>
    [Fact]
    public void Different_paths_and_seeds_give_different_streams()
    {
        var rng = new Rng(3);
        Rng[] streams =
        [
            rng, new Rng(4), new Rng(0), rng.Fork(""), rng.Fork("\0"), rng.Fork("a"), rng.Fork("a\0"), rng.Fork("b"), rng.Fork("ab"), rng.Fork("ba"),
            rng.Fork("a").Fork("b"), rng.Fork("b").Fork("a"), rng.Fork("a", 0), rng.Fork("a", 1), rng.Fork("a", -1), rng.Fork("a0"), rng.Fork("a1"),
            rng.Fork("a").Fork("", 1), rng.Fork("", 1), rng.Fork("abcd"), rng.Fork("abcde"), rng.Fork("abcd").Fork("e"), new Rng(4).Fork("a"),
            rng.Fork("ā"), rng.Fork("a", 1L << 32),
        ];

        Assert.Distinct(streams.Select(s => s.NextUInt64()));
    }

    [Fact]
    public void Many_indices_and_seeds_give_different_streams()
    {
        var rng = new Rng(3);
        IEnumerable<ulong> byIndex = Enumerable.Range(0, 50_000).Select(i => rng.Fork("step", i).State.S0);
        IEnumerable<ulong> bySeed = Enumerable.Range(0, 50_000).Select(i => new Rng((ulong)i).Fork("step").State.S0);
        Assert.Equal(100_000, byIndex.Concat(bySeed).Distinct().Count());
    }

    [Fact]
    public void Forking_into_an_existing_stream_gives_the_same_stream()
    {
        var rng = new Rng(3);
        var child = new Rng(99);

        rng.ForkInto(child, "noise", 7);
        Assert.Equal(rng.Fork("noise", 7).State, child.State);
        Assert.Equal(rng.Fork("noise", 7).Fork("x").State, child.Fork("x").State);

        rng.ForkInto(child, "noise");
        Assert.Equal(rng.Fork("noise").State, child.State);
    }

    [Fact]
    public void Forking_into_an_existing_stream_allocates_nothing()
    {
        var rng = new Rng(3);
        var child = new Rng(0);
        float[] noise = new float[700];
        rng.ForkInto(child, "noise", 0);
        child.FillNormal(noise, 0, 1);
        child.FillUniform(noise, 0, 1);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
        {
            rng.ForkInto(child, "noise", step);
            child.FillNormal(noise, 0, 1);
            child.FillUniform(noise, 0, 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The correlation of n independent pairs has the standard deviation 1/√n; 4.5 of them happen once in 150 000.</summary>
    [Fact]
    public void Forks_are_uncorrelated_with_each_other_and_with_their_parent()
    {
        const int Draws = 20_000;
        var root = new Rng(8);
        Rng[] streams = [root, new Rng(9), root.Fork("a"), root.Fork("b"), root.Fork("a", 0), root.Fork("a", 1), root.Fork("a", 2), root.Fork("a").Fork("a")];
        double[][] draws = [.. streams.Select(s => Enumerable.Range(0, Draws).Select(_ => s.NextDouble()).ToArray())];
        for (int i = 0; i < draws.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(Statistics.Correlation(draws[i], draws[j]), -4.5 / Math.Sqrt(Draws), 4.5 / Math.Sqrt(Draws));
            }
        }
    }

    /// <summary>The first number of consecutive forks is itself a uniform sample, without serial correlation.</summary>
    [Fact]
    public void First_draws_of_numbered_forks_are_spread_evenly()
    {
        const int Forks = 20_000;
        var root = new Rng(8);
        double[] first = [.. Enumerable.Range(0, Forks).Select(i => root.Fork("step", i).NextDouble())];

        Assert.True(Statistics.KolmogorovSmirnov(first, x => x) < 1.95);
        Assert.InRange(Statistics.Correlation(first[1..], first[..^1]), -4.5 / Math.Sqrt(Forks), 4.5 / Math.Sqrt(Forks));
    }
}
