using System.Text;

namespace Apical.Cluster;

/// <summary>Sees to it, before work begins, that all ranks do the same.</summary>
public static class Agreement
{
    private const int Longest = 60, Before = 20;

    /// <summary>Compares what each rank has with what rank 0 has.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="host">The machine of this one.</param>
    /// <param name="facts">What must be the same, by name: version, settings, data.</param>
    /// <exception cref="DisagreementException">Something differs; told to all ranks alike, by rank, machine and name.</exception>
    public static void Require(IRanks ranks, string host, IReadOnlyList<(string Name, string Value)> facts)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        ArgumentNullException.ThrowIfNull(facts);
        IReadOnlyList<string> hosts = Texts(ranks, host);
        string[][] all = [.. Texts(ranks, string.Join('\n', facts.Select(fact => $"{fact.Name}={fact.Value.ReplaceLineEndings(" ")}")))
            .Select(text => text.Split('\n'))];
        string[] differences = [.. all.Index().SelectMany(rank => Differences(all[0], rank.Item)
            .Select(told => $"rank {rank.Index} on {hosts[rank.Index]} has {told}"))];
        if (differences.Length > 0)
        {
            throw new DisagreementException($"The ranks do not do the same, and nothing was begun: {string.Join("; ", differences)}. Rank 0 is on {hosts[0]}. "
                + "Give all of them the same program, line and data.");
        }
    }

    /// <summary>A text of each rank.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="mine">Of this one.</param>
    public static IReadOnlyList<string> Texts(IRanks ranks, string mine)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        byte[] bytes = Encoding.UTF8.GetBytes(mine ?? "");
        int[] lengths = new int[ranks.Size];
        ranks.Gather<int>([bytes.Length], lengths);
        int most = Math.Max(1, lengths.Max());
        byte[] padded = new byte[most], all = new byte[checked(most * ranks.Size)];
        bytes.CopyTo(padded, 0);
        ranks.Gather<byte>(padded, all);
        return [.. lengths.Select((length, rank) => Encoding.UTF8.GetString(all, rank * most, length))];
    }

    private static IEnumerable<string> Differences(string[] first, string[] other)
    {
        foreach (string fact in other.Except(first, StringComparer.Ordinal))
        {
            (string name, string value) = Cut(fact);
            string? expected = first.Select(Cut).Where(one => one.Name == name).Select(one => one.Value).FirstOrDefault();
            int begin = expected is null ? 0 : value.AsSpan().CommonPrefixLength(expected) - Before;
            yield return expected is null ? $"{name} {Short(value, 0)}, which rank 0 has not"
                : $"{name} {Short(value, begin)} instead of {Short(expected, begin)}";
        }

        foreach (string name in first.Select(fact => Cut(fact).Name).Except(other.Select(fact => Cut(fact).Name)))
        {
            yield return $"no {name}";
        }
    }

    private static (string Name, string Value) Cut(string fact)
    {
        int at = fact.IndexOf('=', StringComparison.Ordinal);
        return (fact[..at], fact[(at + 1)..]);
    }

    // Of long values what stands around the place where they begin to differ.
    private static string Short(string value, int begin)
    {
        begin = value.Length <= Longest ? 0 : Math.Max(0, begin);
        string rest = value[Math.Min(begin, value.Length)..];
        return (begin > 0 ? "…" : "") + (rest.Length <= Longest ? rest : rest[..Longest] + "…");
    }
}
