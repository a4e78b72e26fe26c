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

    /// <summary>
    /// Where this is a rank that ends before it has joined the others, for whom they wait, and what started them would not notice: ends them with it.
    /// </summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="args">The command line, which says whether it would have joined others.</param>
    public static void EndUnjoined(Func<string, string?> variable, IReadOnlyList<string> args)
    {
        if (Launcher.EndsBySignal(variable) && !Ranks.HaveJoined && WouldMeet(args, Ranks.CanJoin(variable)))
        {
            Process.GetCurrentProcess().Kill();
        }
    }

    /// <summary>Whether others wait for a rank with this command line. What ranks do by themselves, as tasks of a script, is nobody else's affair.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="canJoin">Whether there is an MPI: without one, ranks that share a list are parts, each by itself.</param>
    internal static bool WouldMeet(IReadOnlyList<string> args, bool canJoin) => args.FirstOrDefault() switch
    {
        ClusterCommand.Name => true,
        "train" => canJoin || args.Any(arg => Is(arg, TeamOptions.Name)),
        "compare" or "sweep" or "reproduce" => canJoin,
        _ => false,
    };

    private static bool Is(string arg, string option) => arg == option || arg.StartsWith(option + "=", StringComparison.Ordinal);

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

    /// <summary>
    /// Says an error before the ranks are left, of which MPI may not let go: what all of them know, rank 0 says at once, and nobody again; of others it is
    /// seen to that they are said at the latest before this process ends.
    /// </summary>
    /// <param name="ranks">The ranks, which are about to be left.</param>
    /// <param name="shell">Where to say it.</param>
    /// <param name="error">The error.</param>
    /// <returns>The same.</returns>
    public static T Before<T>(Ranks ranks, Shell shell, T error)
        where T : Exception
    {
        string who = ranks.Rank == 0 ? "" : $"rank {ranks.Rank} on {ranks.Host}: ";
        (ranks.Code, ranks.LastWords) = (ExitCode.Failed, error is DisagreementException ? null : () => Say(shell, who + Problem.Line(error)));
        if (error is DisagreementException told && ranks.Rank == 0)
        {
            Say(shell, Problem.Line(error));
            told.Said = true;
        }

        return error;
    }

    /// <summary>Lets rank 0 end first after a refusal: what starts them asks the others to end as soon as one has failed, and they complain of that.</summary>
    /// <param name="rank">The number of this rank.</param>
    public static void LetFirstEnd(int rank)
    {
        if (rank > 0)
        {
            Thread.Sleep(Step / 5);
        }
    }

    /// <summary>Says something, in a line that nothing holds back.</summary>
    public static void Say(Shell shell, string told)
    {
        shell.Error.Writer.WriteLine($"apical: {told}");
        shell.Error.Writer.Flush();
    }

    private static int End(Ranks ranks, Shell shell, string told, int code)
    {
        Say(shell, told);
        ranks.Abort(code);
        return code;
    }
}
