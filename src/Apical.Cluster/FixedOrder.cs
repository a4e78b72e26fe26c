namespace Apical.Cluster;

/// <summary>Sums over ranks in the order of the ranks.</summary>
public static class FixedOrder
{
    /// <summary>Σ over ranks: 0 and 1, then 2, and so on; the same bits whatever the MPI and however it sends.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="mine">What this one adds; as many numbers as the others'.</param>
    public static float[] Sum(IRanks ranks, ReadOnlySpan<float> mine)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        float[] sum = [.. mine];
        new FixedSum<float>(ranks).Sum(sum);
        return sum;
    }
}
