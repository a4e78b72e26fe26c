namespace Apical.Numerics.Random;

/// <summary>The splitmix64 generator (Steele, Lea and Flood 2014), here only to turn keys into well-mixed words.</summary>
internal static class SplitMix64
{
    /// <summary>2⁶⁴ divided by the golden ratio, made odd: the step of the counter.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;

    /// <summary>Advances <paramref name="counter"/> and returns the next output.</summary>
    public static ulong Next(ref ulong counter) => Mix(counter += Gamma);

    /// <summary>The output function: a bijection of 64-bit words in which every input bit moves about half of the output bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
