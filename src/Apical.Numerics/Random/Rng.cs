using System.Numerics;

namespace Apical.Numerics.Random;

/// <summary>A stream of random numbers that can be forked by name.</summary>
/// <remarks>
/// <para>
/// The generator is xoshiro256** (Blackman and Vigna 2018), seeded by four outputs of splitmix64. Normals are made by inverting the
/// distribution function. Only integer operations and + − × ÷ √ are used, which IEEE 754 defines to the last bit: the same seed gives
/// the same bits on every platform, with every instruction set.
/// </para>
/// <para>
/// A fork depends on the seed and the names on the way to it, never on how much was drawn, so a new consumer of randomness does not
/// disturb the others: <c>new Rng(1).Fork("B1")</c> is the same stream whatever else the program does.
/// </para>
/// <para>Not safe for drawing from two threads at once; forking is, because it only reads the key.</para>
/// </remarks>
public sealed partial class Rng
{
    private ulong _s0, _s1, _s2, _s3;
    private ulong _key;

    /// <summary>A stream that depends on <paramref name="seed"/> only.</summary>
    public Rng(ulong seed) => Reset(seed);

    private Rng(RngState state) => (_s0, _s1, _s2, _s3, _key) = state;

    /// <summary>A copy of all the state; <see cref="FromState"/> continues from it.</summary>
    public RngState State => new(_s0, _s1, _s2, _s3, _key);

    /// <summary>A stream that goes on exactly where the one with <paramref name="state"/> stood.</summary>
    public static Rng FromState(RngState state)
    {
        if ((state.S0 | state.S1 | state.S2 | state.S3) == 0)
        {
            throw new ArgumentException(
                "Expected a saved state, got four zero words, from which the generator would return zeros for ever. Was the state read from an empty record?",
                nameof(state));
        }

        return new Rng(state);
    }

    /// <summary>The independent stream called <paramref name="name"/> below this one.</summary>
    public Rng Fork(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new Rng(ForkKey.Of(_key, name));
    }

    /// <summary>Stream number <paramref name="index"/> of those called <paramref name="name"/>. Not the same as a name with the digits in it.</summary>
    public Rng Fork(string name, long index)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new Rng(ForkKey.Of(_key, name, index));
    }

    /// <summary>Turns <paramref name="child"/> into <c>Fork(name)</c> without allocating.</summary>
    public void ForkInto(Rng child, string name)
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentNullException.ThrowIfNull(name);
        child.Reset(ForkKey.Of(_key, name));
    }

    /// <summary>Turns <paramref name="child"/> into <c>Fork(name, index)</c> without allocating: for noise that is new in every step.</summary>
    public void ForkInto(Rng child, string name, long index)
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentNullException.ThrowIfNull(name);
        child.Reset(ForkKey.Of(_key, name, index));
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A whole number in [0, <paramref name="exclusiveMax"/>), each equally likely.</summary>
    public int NextInt(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        ulong n = (ulong)exclusiveMax;
        ulong high = Math.BigMul(NextUInt64(), n, out ulong low);
        if (low < n)
        {
            // 2⁶⁴ mod n of the products are one too many for their number: draw again (Lemire 2019)
            ulong surplus = unchecked(0UL - n) % n;
            while (low < surplus)
            {
                high = Math.BigMul(NextUInt64(), n, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * Ulp53;

    /// <summary>A number in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high)
    {
        CheckRange(low, high);
        return Math.Min(low + (high - low) * NextDouble(), Below(high, low));
    }

    /// <summary>A draw from the normal distribution with mean 0 and standard deviation 1. Always takes exactly one 64-bit draw.</summary>
    public double Normal() => NormalQuantile.OfCentred(NormalQuantile.Centre(NextUInt64()));

    private void Reset(ulong key)
    {
        _key = key;
        ulong counter = key;
        _s0 = SplitMix64.Next(ref counter);
        _s1 = SplitMix64.Next(ref counter);
        _s2 = SplitMix64.Next(ref counter);
        _s3 = SplitMix64.Next(ref counter);
    }
}
