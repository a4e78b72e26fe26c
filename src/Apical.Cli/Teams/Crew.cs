using System.Globalization;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary>The ranks that share lists of jobs in one folder. Rank 0 deals them, works like the others, and concludes; the others are silent.</summary>
internal sealed class Crew
{
    private const int Minute = 60;
    private const string Kept = "Every job that ended is kept; the same line goes on.";

    private readonly Ranks _ranks;
    private readonly Dealing _dealing;
    private CancellationTokenRegistration _heeded;

    private Crew(Ranks ranks, Dealing dealing) => (_ranks, _dealing) = (ranks, dealing);

    /// <summary>Whether this is rank 0.</summary>
    public bool Leads => _ranks.Rank == 0;

    /// <summary>How many ranks there are.</summary>
    public int Size => _ranks.Size;

    /// <summary>The ranks and their machines, in words.</summary>
    public string Where => string.Create(CultureInfo.InvariantCulture,
        $"{Size} ranks on {string.Join(", ", _ranks.Hosts.CountBy(host => host).Select(host => $"{host.Key} ({host.Value})"))}");

    /// <summary>Tells that all ranks are to end soon, because one was asked to.</summary>
    public CancellationToken Stopping => _dealing.Stopping;

    /// <summary>Does work as one of the ranks that were started together; alone where there is no MPI between them.</summary>
    /// <param name="shell">Of this process.</param>
    /// <param name="command">What this process was told to do, in the words of the command line.</param>
    /// <param name="folder">The folder that it was given, and whether it is to be there; null for none.</param>
    /// <param name="work">The work, as which of the ranks, or null, and with what it prints to.</param>
    /// <returns>The exit code.</returns>
    public static int Run(Shell shell, string command, (string Path, bool IsThere)? folder, Func<Crew?, Shell, int> work)
    {
        if (!Ranks.CanJoin(shell.Variable))
        {
            return work(null, shell);
        }

        TimeSpan patience = RankPatience.Of(shell, Minute);
        using Ranks ranks = RankStart.Join(shell, command)!;
        try
        {
            using CommonFolder common = CommonFolder.Begin(ranks, ranks.Hosts, folder?.Path, makes: folder is (_, false));
            Dealing dealing = RankDealing.Begin(ranks, patience, lost => RankFailure.GiveUp(ranks, shell, lost, Kept));
            var crew = new Crew(ranks, dealing);
            int code = ranks.Code = work(crew, crew.Leads ? shell : shell with { Output = new(TextWriter.Null), Error = new(TextWriter.Null) });
            crew._heeded.Dispose();                     // a signal from here on has nothing to stop
            dealing.Dispose();
            return code;
        }
        catch (Exception error)
        {
            return RankFailure.End(ranks, shell, error);
        }
    }

    /// <summary>Stops all ranks when this one is asked to.</summary>
    public void Heed(CancellationToken interrupted)
    {
        _heeded.Dispose();
        _heeded = interrupted.Register(_dealing.Stop);
    }

    /// <summary>Deals jobs, as lists of work ask for them.</summary>
    /// <param name="jobs">Jobs of the whole list.</param>
    /// <param name="list">Its name.</param>
    public Func<int?> Deal(int jobs, string list = "")
    {
        long name = list.Aggregate(0L, (sum, letter) => unchecked((31 * sum) + letter));
        return () => _dealing.Next(name, jobs);
    }

    /// <summary>How many of a list this rank may have to do at once.</summary>
    /// <param name="left">Jobs that are left.</param>
    public int ShareOf(int left) => (left + Size - 1) / Size;

    /// <summary>This rank has no more to do. Rank 0 waits for the others, and those until it has concluded.</summary>
    public void Leave() => _dealing.Leave();

    /// <summary>The line by which ranks go on.</summary>
    /// <param name="line">That of one process.</param>
    public string Resume(string line) => Launcher.Line(Size, line, _ranks.LauncherName);
}
