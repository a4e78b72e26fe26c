using System.Numerics;

namespace Apical.Tests.Numerics;

public sealed class RngTests
{
    /// <summary>First outputs for seed 1234567 as published with the reference implementation.</summary>
    [Fact]
    public void Splitmix64_gives_the_published_outputs()
    {
        ulong counter = 1234567;
        ulong[] actual = [.. Enumerable.Range(0, 5).Select(_ => SplitMix64.Next(ref counter))];
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821], actual);
    }

    /// <summary>By hand: s₁ = 2, rotl(2·5, 7)·9 = 1280·9 = 11520; then s₁ = 0 gives 0; then s₁ = 0x40005, shifted through, 1509978240.</summary>
    [Fact]
    public void Xoshiro_gives_the_known_outputs_from_the_state_1_2_3_4()
    {
        Rng rng = Rng.FromState(new RngState(1, 2, 3, 4, 0));
        Assert.Equal(11520UL, rng.NextUInt64());
        Assert.Equal(0UL, rng.NextUInt64());
        Assert.Equal(1509978240UL, rng.NextUInt64());
    }

    /// <summary>The definition once more, in whole numbers without a word length, from the published description.</summary>
    [Fact]
    public void Follows_the_definition_of_xoshiro256_starstar_seeded_by_splitmix64()
    {
        BigInteger word = BigInteger.One << 64;
        BigInteger Rotate(BigInteger x, int k) => ((x << k) + (x >> (64 - k))) % word;
        BigInteger Mix(BigInteger z)
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % word;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB % word;
            return z ^ (z >> 31);
        }

        const ulong Seed = 0xFEDC_BA98_7654_3210;
        BigInteger[] s = [.. Enumerable.Range(1, 4).Select(i => Mix((Seed + (i * new BigInteger(0x9E3779B97F4A7C15))) % word))];
        var rng = new Rng(Seed);
        for (int draw = 0; draw < 1000; draw++)
        {
            BigInteger expected = Rotate(s[1] * 5 % word, 7) * 9 % word;
            BigInteger t = (s[1] << 17) % word;
            s[2] ^= s[0];
            s[3] ^= s[1];
            s[1] ^= s[2];
            s[0] ^= s[3];
            s[2] ^= t;
            s[3] = Rotate(s[3], 45);
            Assert.Equal(expected, rng.NextUInt64());
        }
    }

    /// <summary>Runs are repeated by their seed, years later and on other machines: these bits must not change. Same with every instruction set.</summary>
    [Fact]
    public void Characterises_the_streams_of_seed_1()
    {
        var rng = new Rng(1);
        Assert.Equal(0x72964078D8582F97UL, rng.Fork("B1").NextUInt64());
        Assert.Equal(0x5B9D25FA0449E815UL, rng.Fork("step", 12).NextUInt64());
        Assert.Equal(0x96B72AC65ABD81E4UL, rng.Fork("data").Fork("epoch", 3).NextUInt64());

        // what other implementations of xoshiro256** give for the splitmix64 seed 1
        Assert.Equal(12966619160104079557UL, rng.NextUInt64());

        rng = new Rng(1);
        ulong[] normals = [.. Enumerable.Range(0, 3).Select(_ => BitConverter.DoubleToUInt64Bits(rng.Normal()))];
        Assert.Equal([0x3FE10CE225352B8F, 0x3FAA3D5DAEB32D75, 0x3FC7EA4498F9AA47], normals);
    }

    [Fact]
    public void A_restored_state_continues_draws_and_forks_exactly()
    {
        var rng = new Rng(11);
        _ = rng.Permutation(17);
        _ = rng.Normal();
        RngState state = rng.State;

        Rng restored = Rng.FromState(state);

        Assert.Equal(state, restored.State);
        Assert.Equal(rng.Fork("x").NextUInt64(), restored.Fork("x").NextUInt64());
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(rng.NextUInt64(), restored.NextUInt64());
        }
    }

    [Fact]
    public void A_state_of_zeros_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Rng.FromState(default));
        Assert.StartsWith("Expected a saved state, got four zero words", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void No_number_lies_below_a_maximum_that_is_not_positive(int max) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(0).NextInt(max));

    /// <summary>3·2²⁹ does not divide 2⁶⁴ and is large enough that a biased remainder of 31 bits would favour its lower third 2 : 1.</summary>
    [Fact]
    public void Large_ranges_are_drawn_without_bias()
    {
        const int Max = 3 * (1 << 29);
        const int Draws = 60_000;
        var rng = new Rng(5);
        int[] thirds = new int[3];
        for (int i = 0; i < Draws; i++)
        {
            thirds[rng.NextInt(Max) / (Max / 3)]++;
        }

        Assert.True(Statistics.ChiSquare(thirds, Draws / 3.0) < 13.8, "χ² with 2 degrees of freedom exceeds its 99.9 % quantile");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(10)]
    public void Small_ranges_are_drawn_without_bias_and_to_both_ends(int max)
    {
        var rng = new Rng(6);
        int[] counts = new int[max];
        for (int i = 0; i < 10_000 * max; i++)
        {
            counts[rng.NextInt(max)]++;
        }

        Assert.True(Statistics.ChiSquare(counts, 10_000) < 27.9, "χ² exceeds the 99.9 % quantile for 9 degrees of freedom");
    }

    /// <summary>With this state the product's low half is 0 for the first draw, which is one of the surplus products for a maximum of 3.</summary>
    [Fact]
    public void A_draw_from_the_surplus_is_taken_again()
    {
        // s₁ = 0 gives the output 0: 0·3 has the low half 0 < 2⁶⁴ mod 3 = 1
        Rng rng = Rng.FromState(new RngState(7, 0, 9, 11, 0));
        Rng same = Rng.FromState(new RngState(7, 0, 9, 11, 0));
        Assert.Equal(0UL, same.NextUInt64());
        int expected = (int)((UInt128)same.NextUInt64() * 3 >> 64);

        Assert.Equal(expected, rng.NextInt(3));
        Assert.Equal(same.State, rng.State);
    }

    [Fact]
    public void Impossible_ranges_are_refused()
    {
        var rng = new Rng(0);
        Assert.Throws<ArgumentException>(() => rng.Uniform(2, 1));
        Assert.Throws<ArgumentException>(() => rng.Uniform(double.NaN, 1));
        Assert.Throws<ArgumentException>(() => rng.FillUniform(new float[2], 0, double.PositiveInfinity));
        Assert.Throws<ArgumentException>(() => rng.FillNormal(new float[2], 0, -1));
        Assert.Throws<ArgumentException>(() => rng.FillNormal(new double[2], double.NaN, 1));
    }
}
