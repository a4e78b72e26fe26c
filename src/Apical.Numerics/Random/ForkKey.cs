namespace Apical.Numerics.Random;

/// <summary>Derives the key of a fork from the key of its parent, a name and an index.</summary>
/// <remarks>
/// Each step is a bijection of the running key, so for a given name two parents never share a child, and for a given parent and
/// name two indices never share one. Different names collide with the chance of two random 64-bit words.
/// </remarks>
internal static class ForkKey
{
    private const ulong NameTag = 0xA5C3_9D1B_60F7_2E48;
    private const ulong IndexTag = 0x3C6E_F372_FE94_F82A;

    /// <summary>The key of the child called <paramref name="name"/>.</summary>
    public static ulong Of(ulong parent, string name)
    {
        ulong key = SplitMix64.Mix(parent ^ NameTag);
        ulong word = 0;
        for (int i = 0; i < name.Length; i++)
        {
            // four UTF-16 units to a word, by value and not by memory layout, so byte order does not matter
            word |= (ulong)name[i] << (16 * (i & 3));
            if ((i & 3) == 3)
            {
                key = SplitMix64.Mix(key ^ word) + SplitMix64.Gamma;
                word = 0;
            }
        }

        // the length tells "a" from "a\0"
        key = SplitMix64.Mix(key ^ word) + SplitMix64.Gamma;
        return SplitMix64.Mix(key ^ (ulong)name.Length);
    }

    /// <summary>The key of child number <paramref name="index"/> under <paramref name="name"/>; none of them is the child without an index.</summary>
    public static ulong Of(ulong parent, string name, long index) =>
        SplitMix64.Mix((SplitMix64.Mix(Of(parent, name) ^ IndexTag) + SplitMix64.Gamma) ^ (ulong)index);
}
