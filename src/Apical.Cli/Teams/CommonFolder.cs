using System.Diagnostics;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary>The folder that ranks share, however each of them writes its name. What was made for that goes again when nothing has come into it.</summary>
internal sealed class CommonFolder : IDisposable
{
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(5), s_pause = TimeSpan.FromMilliseconds(50);   // NFS may show late what another made

    private readonly IReadOnlyList<string> _made;

    private CommonFolder(IReadOnlyList<string> made) => _made = made;

    /// <summary>Sees to it that all ranks have one folder before them: rank 0 puts a file into its own, and the others look for that in theirs.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="hosts">The machine of each.</param>
    /// <param name="folder">The folder of this one, as it was written; null where it was given none.</param>
    /// <param name="makes">Whether it is made where it is not there.</param>
    /// <param name="late">For how long the others look; null for five seconds.</param>
    /// <exception cref="DisagreementException">They are several; told to all ranks alike.</exception>
    public static CommonFolder Begin(IRanks ranks, IReadOnlyList<string> hosts, string? folder, bool makes, TimeSpan? late = null)
    {
        string mine = folder is null ? "" : Path.GetFullPath(folder);
        IReadOnlyList<string> all = Agreement.Texts(ranks, mine);
        if (all.All(one => one.Length == 0))
        {
            return new([]);                             // which the work says
        }

        // On the machines that did not make it, too: to NFS they would else go on not seeing what they once did not see.
        var common = new CommonFolder(makes && mine.Length > 0 ? Make(mine) : []);
        string mark = ranks.Rank == 0 ? Mark(mine) : "", sought = Agreement.Texts(ranks, mark)[0];
        bool unknown = all[0].Length > 0 && sought.Length == 0;
        bool same = unknown || (mine.Length > 0 && sought.Length > 0 && Finds(Path.Combine(mine, sought), late ?? s_late));
        int[] found = new int[ranks.Size];
        ranks.Gather<int>([same ? 1 : 0], found);
        if (mark.Length > 0)
        {
            Try(() => File.Delete(Path.Combine(mine, mark)));
        }

        if (found.All(one => one == 1))
        {
            return common;
        }

        _ = Agreement.Texts(ranks, "");                 // until that is gone, too, no folder is empty
        common.Dispose();
        throw new DisagreementException("The ranks do not share one folder, and nothing was begun. Not the same: " + string.Join("; ",
            found.Index().Where(one => one.Index == 0 || one.Item == 0)
                .Select(one => $"rank {one.Index} on {hosts[one.Index]} {(all[one.Index] is { Length: > 0 } path ? $"has {path}" : "was given none")}"))
            + ". Give all of them one that all their machines see, by its whole path (--out, or --resume).");
    }

    /// <summary>Removes what was made and is empty.</summary>
    public void Dispose()
    {
        foreach (string folder in _made)
        {
            Try(() => Directory.Delete(folder));
        }
    }

    private static List<string> Make(string folder)
    {
        var made = new List<string>();
        for (string? at = Path.TrimEndingDirectorySeparator(folder); at is not null && !Path.Exists(at); at = Path.GetDirectoryName(at))
        {
            made.Add(at);
        }

        Try(() => Directory.CreateDirectory(folder));
        return made;
    }

    // By a name of files that are being written: one that is left behind is no hindrance, and goes with others of the kind.
    private static string Mark(string folder)
    {
        string name = $".ranks.{Path.GetRandomFileName()}.tmp";
        return folder.Length > 0 && Try(() => File.WriteAllBytes(Path.Combine(folder, name), [])) ? name : "";
    }

    private static bool Finds(string file, TimeSpan late)
    {
        var since = Stopwatch.StartNew();
        while (!File.Exists(file))
        {
            if (since.Elapsed > late)
            {
                return false;
            }

            Thread.Sleep(s_pause);
        }

        return true;
    }

    // What cannot be written or made is told by the work, with what it is for.
    private static bool Try(Action change)
    {
        try
        {
            change();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
