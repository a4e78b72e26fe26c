using Apical.Numerics.Random;

namespace Apical.Cli.Sweeps;

/// <summary>Draws combinations at random, each setting by itself: from a range evenly on its scale, from a list each value as likely.</summary>
internal static class RandomSearch
{
    private const int TriesEach = 100;

    /// <summary>The combinations, all different; a longer list begins with the shorter one.</summary>
    /// <param name="axes">The settings.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="UsageException">There are not so many.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Draw(IReadOnlyList<SweepAxis> axes, int count, ulong seed)
    {
        Rng rng = new Rng(seed).Fork("random search");
        Rng[] each = [.. axes.Select(axis => rng.Fork(axis.Setting))];
        var drawn = new List<IReadOnlyList<string>>();
        for (int tries = 0; drawn.Count < count && tries < TriesEach * count; tries++)
        {
            string[] one = [.. axes.Zip(each, (axis, rng) => axis.Range?.Drawn(rng.NextDouble()) ?? axis.Values[rng.NextInt(axis.Values.Count)])];
            if (!drawn.Any(other => other.SequenceEqual(one)))
            {
                drawn.Add(one);
            }
        }

        return drawn.Count == count ? drawn
            : throw new UsageException($"--random {count}: the values given make only {drawn.Count} different combinations; ask for as many, or sweep all "
                + "of them, without --random.");
    }
}
