namespace Apical.Specs;

/// <summary>Guesses what a mistyped name was meant to be.</summary>
public static class ClosestName
{
    /// <summary>The candidate that takes the fewest changes, or begins or ends in the same way; null when none is near.</summary>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        string wanted = name.Trim().ToLowerInvariant();
        string[] all = [.. candidates];
        string? best = all.MinBy(candidate => Distance(wanted, candidate.ToLowerInvariant()));
        if (best is not null && Distance(wanted, best.ToLowerInvariant()) <= Math.Max(1, wanted.Length / 3))
        {
            return best;
        }

        return wanted.Length < 3 ? null : Array.Find(all, c => c.StartsWith(wanted, StringComparison.OrdinalIgnoreCase))
            ?? Array.Find(all, c => wanted.StartsWith(c, StringComparison.OrdinalIgnoreCase) || c.Contains(wanted, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Least number of letters to insert, delete or replace, or of neighbours to swap.</summary>
    internal static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j
                    : Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
