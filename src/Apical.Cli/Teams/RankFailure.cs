using System.Diagnostics;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary>The end of all ranks when one cannot go on: it says why, and then MPI ends the others.</summary>
internal static class RankFailure
{
    private const int Step = 5000, Apart = 400, Most = 25;           // milliseconds, and ranks

    /// <summary>Lets the ranks below say first what may be wrong for all: whoever has said it ends all, so that it is said once.</summary>
    /// <param name="rank">The number of this rank.</param>
    public static void LetOthersSpeak(int rank)
    {
        if (rank > 0)
        {
            Thread.Sleep(Step + (Apart * Math.Min(rank, Most)));
        }
    }

    /// <summary>Where this is a rank that ends before it has joined the others, and what started them would not notice: ends them with it.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="args">The command line: ranks that find no MPI are parts, each by itself, unless what they do needs one.</param>
    public static void EndUnjoined(Func<string, string?> variable, IReadOnlyList<string> args)
    {
        if (Launcher.EndsBySignal(variable) && !Ranks.HaveJoined
            && (args.Contains(TeamOptions.Name) || args.FirstOrDefault() == ClusterCommand.Name || Ranks.CanJoin(variable)))
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>Ends all ranks for an error of this one.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="shell">Where to say it.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>The exit code.</returns>
    public static int End(Ranks ranks, Shell shell, Exception error)
    {
        LetOthersSpeak(ranks.Rank);
        error = Problem.Cause(error);
        string who = ranks.Rank == 0 ? "" : $"rank {ranks.Rank} on {ranks.Host}: ";
        string what = error is UsageException || Problem.IsExpected(error) ? Problem.Line(error) : $"unexpected {error.GetType().Name}: {Problem.Line(error)}";
        return End(ranks, shell, who + what, error is UsageException ? ExitCode.Usage : ExitCode.Failed);
    }

    /// <summary>Ends all ranks because another is silent.</summary>
    /// <param name="ranks">The ranks.</param>
    /// <param name="shell">Where to say it.</param>
    /// <param name="lost">Who.</param>
    /// <param name="kept">What is kept, and how to go on.</param>
    public static void GiveUp(Ranks ranks, Shell shell, string lost, string kept)
    {
        LetOthersSpeak(ranks.Rank);

        // MPI may wait for the one that is silent.
        new Thread(() =>
        {
            Thread.Sleep(Step);
            Process.GetCurrentProcess().Kill();
        })
        {
            IsBackground = true,
        }.Start();
        End(ranks, shell, $"rank {ranks.Rank} on {ranks.Host}: {lost}: it hangs or was killed, or the network is down. All ranks end. {kept}", ExitCode.Failed);
    }

    private static int End(Ranks ranks, Shell shell, string told, int code)
    {
        shell.Error.Writer.WriteLine($"apical: {told}");
        shell.Error.Writer.Flush();
        ranks.Abort(code);
        return code;
    }
}
