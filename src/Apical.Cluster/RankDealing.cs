namespace Apical.Cluster;

/// <summary>Begins to deal jobs to ranks.</summary>
public static class RankDealing
{
    /// <summary>Begins it; all ranks do.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="patience">How long a rank may be silent.</param>
    /// <param name="lost">Is told who was silent for longer, on a thread of its own; it is to end this process.</param>
    public static Dealing Begin(IRanks ranks, TimeSpan patience, Action<string> lost)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        return ranks.Rank == 0 ? new Dealer(ranks, patience, lost) : new Asker(ranks, patience, lost);
    }
}
