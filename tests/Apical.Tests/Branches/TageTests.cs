using Apical.Branches;

namespace Apical.Tests.Branches;

/// <summary>TAGE by its definition, worked by hand.</summary>
public sealed class TageTests
{
    [Fact]
    public void Has_the_published_size()
    {
        // 512 · ((9 + 9 + 10 + 10 + 11 + 11 + 12) + 7 · 5) + 8192 + 2048 = 63.5 Kbit, and what is no table: 130 + 16 + 4 + 19
        Assert.Equal((63.5 * 1024) + 169, new Tage(TageOptions.Published, new Rng(1)).Bits);
    }

    /// <summary>Two tagged tables of four entries, P over 2 outcomes and Q over 4, tags of 3 bits, and four untagged counters.</summary>
    /// <remarks>
    /// <code>
    ///   The address is 4 throughout: even, so that the path stays 0, and its untagged counter, C, is number 0.
    ///   a, b, c, d are the last outcomes, newest first. Folded to 2 bits (high, low), and to 3:
    ///     P: 2 bits  b a            3 bits  0 b a            Q: 2 bits  b^d a^c            3 bits  c b a^d
    ///   Index: 4 ^ 4/4 = 01, of Q 4 ^ 4/2 = 10 (two bits of it), xor the fold.   Tag: 100 xor the fold to 3 bits xor twice that to 2 bits.
    ///   Entries are (tag, counter −4 to 3, usefulness); A is the counter of the alternative. C begins at 1, A at 0.
    /// </code>
    /// </remarks>
    [Fact]
    public void Thirteen_steps_worked_by_hand()
    {
        // Of the draws for where a new entry is made, the lowest bit counts here: 0 in P, 1 in Q, where there is a choice.
        ulong seed = Enumerable.Range(1, 10_000).Select(one => (ulong)one).First(one => Draws(one) is [0, 1, 0, _, 0]);
        var tage = new Tage(new([2, 4], [3, 3], 2, 2) { LogShared = 0 }, new Rng(seed));
        bool Step(bool taken) => Steps.One(tage, 4, taken);

        Assert.False(Step(true));       // 0000: P[1] and Q[2] have tag 0, not 4: C = 1. A miss: P[1] = (4, 0, 0), C = 2.
        Assert.True(Step(true));        // 1000: P[0], tag 7, and Q[3], tag 7: none. C = 2, then 3.
        Assert.True(Step(false));       // 1100: P[2], tag 1, Q[1], tag 1: none. C = 3. A miss: Q[1] = (1, −1, 0), C = 2.
        Assert.True(Step(false));       // 0110: P[3], tag 2: none; Q[1], tag 4: it has 1. C = 2. A miss: P[3] = (2, −1, 0), C = 1.
        Assert.False(Step(true));       // 0011: P[1], tag 4: hit, taken, but new, and A = 0: its alternative C = 1. The entry was right: no new one.
                                        // A = −1; P[1] = (4, 1, 0), and for it is useless C = 2.
        Assert.True(Step(true));        // 1001: P[0], tag 7, Q[1], tag 2: none. C = 2, then 3.
        Assert.False(Step(false));      // 1100: Q[1], tag 1: hit, not taken, new, but A < 0. Right, and C = 3 was not: Q[1] = (1, −2, 1), A = −2, C = 2.
        Assert.False(Step(true));       // 0110: P[3], tag 2: hit, not taken; Q[1], tag 4: no. A miss; C = 2 was right: A = −1. Q[1] is useful: made useless
                                        // and taken: Q[1] = (4, 0, 0). P[3] = (2, 0, 0), C = 3.
        Assert.True(Step(false));       // 1011: P[0], tag 7, Q[0], tag 4: none. C = 3. A miss: P[0] = (7, −1, 0), C = 2.
        Assert.True(Step(true));        // 0101: P[3], tag 2: hit, taken as C is. P[3] = (2, 1, 0), C = 3.
        Assert.False(Step(false));      // 1010: P[0], tag 7: hit, not taken, new, A < 0. Right against C = 3: P[0] = (7, −2, 1), A = −2, C = 2.
        Assert.True(Step(false));       // 0101: P[3], tag 2: hit, taken. A miss: Q[2] = (7, −1, 0). P[3] = (2, 0, 0), C = 1.
        Assert.True(Step(true));        // 0010: P[1], tag 4: hit with counter 1, no longer new, against C = 1.
    }

    [Fact]
    public void Impossible_tables_are_refused()
    {
        TageOptions small = new([2, 4], [3, 3], 2, 2);
        foreach ((TageOptions options, string told) in new[]
        {
            (small with { Histories = [] }, "rising histories"),
            (small with { Histories = [0, 4] }, "rising histories from 1"),
            (small with { Histories = [4, 4] }, "got 4, 4"),
            (small with { TagBits = [3] }, "a tag of 2 to 16 bits for each"),
            (small with { TagBits = [3, 17] }, "got 3, 17"),
            (small with { LogEntries = 1 }, "2^2 to 2^24 entries"),
            (small with { LogBase = 30 }, "untagged entries; got 2^30"),
            (small with { LogShared = 3 }, "second bits"),
            (small with { CounterBits = 1 }, "counters of 2 to 7 bits; got 1"),
            (small with { LogReset = 0 }, "between halvings"),
        })
        {
            Assert.Contains(told, Assert.Throws<ArgumentException>(() => new Tage(options, new Rng(1))).Message, StringComparison.Ordinal);
        }
    }

    private static int[] Draws(ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, 5).Select(_ => (int)(rng.NextUInt64() & 1))];
    }
}
