using System.Diagnostics;
using System.Globalization;
using Apical.Cluster;
using Apical.Training;

namespace Apical.Cli.Teams;

/// <summary>Joins the ranks that were started together, and sees to it before anything else that all are to do the same.</summary>
internal static class RankStart
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(30);            // one process may begin so much later than another

    /// <summary>Joins them; null where this process was not started as one of several.</summary>
    /// <param name="shell">Of this process.</param>
    /// <param name="command">What this one was told to do, in the words of the command line.</param>
    /// <exception cref="MpiException">There is a launcher, but its MPI cannot be found or does not see all ranks.</exception>
    /// <exception cref="DisagreementException">Others were told to do something else.</exception>
    /// <exception cref="UsageException">Nobody can wait for as long as was asked for.</exception>
    public static Ranks? Join(Shell shell, string command)
    {
        if (Launcher.Of(shell.Variable) is null)
        {
            return null;
        }

        TimeSpan most = RankPatience.Of(shell, RankPatience.TenMinutes);
        using Patience patience = new(most > s_least ? most : s_least, lost => GiveUp(shell, lost));
        patience.Begin();
        Ranks ranks = Ranks.Join(shell.Variable)!;
        try
        {
            Agreement.Require(ranks, ranks.Host, [("command", command)]);
        }
        catch (Exception error)
        {
            RankFailure.Before(ranks, shell, error);
            ranks.Dispose();
            throw;
        }

        return ranks;
    }

    /// <summary>Sees to it that ranks that were each given a part do not do the same one in the same folder.</summary>
    /// <param name="shell">Of this process.</param>
    /// <param name="command">What this one was told to do.</param>
    /// <param name="option">Name of the option by which it was given a part.</param>
    /// <param name="part">The part; 1/1 is all.</param>
    /// <param name="folder">Where it keeps what it does; null for a folder of its own.</param>
    /// <exception cref="DisagreementException">Two on a machine would.</exception>
    public static void RequireApart(Shell shell, string command, string option, Part part, string? folder)
    {
        if (Launcher.Place(shell.Variable) is not (_, > 1) || !Ranks.CanJoin(shell.Variable))
        {
            return;
        }

        using Ranks ranks = Join(shell, $"{command} {option}")!;
        ranks.LastWords = () => RankFailure.Say(shell, $"rank {ranks.Rank} on {ranks.Host}: MPI does not let go of this process, so that what {option} {part} "
            + $"asks for was not begun. Leave out {option}, and the ranks share the work; or start each such process without mpirun.");
        string mine = folder is null ? "" : $"{part} {ranks.Host} {Path.GetFullPath(folder)}";
        IReadOnlyList<string> all = Agreement.Texts(ranks, mine);
        if (all.Index().Where(one => one.Item.Length > 0).GroupBy(one => one.Item, one => one.Index).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            string[] words = same.Key.Split(' ', 3);
            bool whole = words[0] == "1/1";
            string who = string.Join(", ", same), what = whole ? "all of it" : $"part {words[0]}", own = whole ? "an --out" : "a part";
            throw RankFailure.Before(ranks, shell, new DisagreementException($"ranks {who} would each do {what} in {words[2]}, and nothing was begun. "
                + $"Leave out {option}, and the ranks share the work; or give each {own} of its own."));
        }
    }

    private static void GiveUp(Shell shell, string lost)
    {
        (int rank, int size) = Launcher.Place(shell.Variable) ?? (0, 1);
        RankFailure.LetOthersSpeak(rank);
        RankFailure.Say(shell, string.Create(CultureInfo.InvariantCulture,
            $"rank {rank} of {size} on {Environment.MachineName} waits for all to begin: {lost}. They ended, do something else or hang, or the "
                + $"network is down. Nothing was begun."));
        Process.GetCurrentProcess().Kill();
    }
}
