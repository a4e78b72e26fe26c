namespace Apical.Branches;

/// <summary>Streams of branches whose best possible rate of misses is known.</summary>
public static class SyntheticBranches
{
    private const ulong First = 0x1000, Judged = 0x2000;

    /// <summary>One branch, taken with probability p. The least rate is min(p, 1 − p).</summary>
    /// <param name="p">From 0 to 1.</param>
    /// <param name="count">Branches.</param>
    /// <param name="rng">Where outcomes come from.</param>
    public static BranchTrace Biased(double p, int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (p is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        }

        return new(FormattableString.Invariant($"biased {p}"), Enumerable.Range(0, count).Select(_ => (Judged, rng.NextDouble() < p)));
    }

    /// <summary>The branch at the end of a loop of k passes: taken k − 1 times, then not. The least rate is 0.</summary>
    /// <param name="k">At least 2.</param>
    /// <param name="count">Branches.</param>
    public static BranchTrace Loop(int k, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new($"loop of {k}", Enumerable.Range(0, count).Select(i => (Judged, i % k != k - 1)));
    }

    /// <summary>
    /// Independent fair branches, and after each round of them one whose outcome is the parity (xor) of some of the last outcomes. The least rate is
    /// half the share of the fair ones, and 0 at <see cref="JudgedAddress"/>.
    /// </summary>
    /// <param name="distances">How far back the outcomes lie, counted from 1 as the newest; one is a copy, two an exclusive or.</param>
    /// <param name="round">Fair branches before each judged one, each at an address of its own; at least 1.</param>
    /// <param name="count">Branches.</param>
    /// <param name="rng">Where outcomes come from.</param>
    public static BranchTrace Parity(IReadOnlyList<int> distances, int round, int count, Rng rng)
    {
        CheckDistances(distances);
        return new(Name(distances), Stream(round, count, rng, (outcomes, i) =>
            distances.Aggregate(false, (parity, back) => parity ^ (i >= back && outcomes[i - back]))));
    }

    /// <summary>
    /// As <see cref="Parity"/>, but the outcome is that of the majority of the last outcomes at some distances, which is linearly separable.
    /// </summary>
    /// <param name="distances">An odd number of distances.</param>
    /// <param name="round">Fair branches before each judged one.</param>
    /// <param name="count">Branches.</param>
    /// <param name="rng">Where outcomes come from.</param>
    public static BranchTrace Majority(IReadOnlyList<int> distances, int round, int count, Rng rng)
    {
        CheckDistances(distances);
        if (distances.Count % 2 == 0)
        {
            throw new ArgumentException($"A majority is of an odd number of outcomes, not of {distances.Count}.", nameof(distances));
        }

        return new($"majority of {string.Join(", ", distances)} back", Stream(round, count, rng, (outcomes, i) =>
            distances.Count(back => i >= back && outcomes[i - back]) * 2 > distances.Count));
    }

    /// <summary>The address of the branch that can be foretold.</summary>
    public static ulong JudgedAddress => Judged;

    private static string Name(IReadOnlyList<int> distances) => distances.Count switch
    {
        1 => $"copy of {distances[0]} back",
        2 => $"xor of {distances[0]} and {distances[1]} back",
        _ => $"parity of {string.Join(", ", distances)} back",
    };

    private static void CheckDistances(IReadOnlyList<int> distances)
    {
        ArgumentNullException.ThrowIfNull(distances);
        if (distances.Count == 0 || distances.Any(back => back < 1))
        {
            throw new ArgumentException($"Expected distances from 1, at least one of them; got [{string.Join(", ", distances)}].", nameof(distances));
        }
    }

    private static IEnumerable<(ulong, bool)> Stream(int round, int count, Rng rng, Func<bool[], int, bool> judged)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(round, 1);
        bool[] outcomes = new bool[count];
        for (int i = 0; i < count; i++)
        {
            int place = i % (round + 1);
            outcomes[i] = place < round ? (rng.NextUInt64() & 1) == 1 : judged(outcomes, i);
            yield return (place < round ? First + (16 * (ulong)place) : Judged, outcomes[i]);
        }
    }
}
