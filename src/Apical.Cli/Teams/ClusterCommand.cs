using System.CommandLine;
using System.Diagnostics;
using Apical.Cli.Help;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary><c>apical cluster check</c>: which MPI there is, and whether its ranks can talk.</summary>
internal static class ClusterCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "cluster";

    private const int Numbers = 1_000_000;

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var check = new HelpedCommand("check", "Says which MPI was found, its ranks and their machines, and whether what they sum is right.")
        {
            Examples =
            [
                ("apical cluster check", "which MPI is installed"),
                ("mpirun -np 4 --bind-to none apical cluster check", "whether four ranks can talk"),
            ],
        };
        check.SetAction(_ => Check(shell));
        return new HelpedCommand(Name, "Ranks of MPI, by which several machines train one network: checks them.") { check };
    }

    private static int Check(Shell shell)
    {
        using Ranks? ranks = RankStart.Join(shell, "cluster check");
        if (ranks is null)
        {
            return Alone(shell);
        }

        using Patience patience = new(RankPatience.Of(shell, RankPatience.TenMinutes), lost => RankFailure.GiveUp(ranks, shell, lost, ""));
        patience.Begin();
        bool right = IsRight(ranks);
        float[] numbers = new float[Numbers];
        var sum = new FixedSum<float>(ranks);
        double inOrder = Time(ranks, () => sum.Sum(numbers));
        double own = Time(ranks, () => ranks.AllReduce(numbers));
        if (ranks.Rank == 0)
        {
            TextWriter output = shell.Output.Writer;
            output.WriteLine($"{ranks.Library}, started by {ranks.LauncherName}");
            output.WriteLine(FormattableString.Invariant(
                $"{ranks.Size} ranks on {string.Join(", ", ranks.Hosts.CountBy(host => host).Select(host => $"{host.Key} ({host.Value})"))}"));
            output.WriteLine(right ? "sums over ranks are right" : "sums over ranks are WRONG");
            output.WriteLine(FormattableString.Invariant(
                $"a sum of {Numbers} numbers in single precision takes {inOrder:F2} ms in the order of the ranks, {own:F2} ms as MPI likes"));
            output.WriteLine(FormattableString.Invariant($"{Environment.ProcessorCount} cores for rank 0{(Environment.ProcessorCount == 1 && ranks.Size > 1
                ? ": Open MPI binds ranks to one core each, unless it is told --bind-to none or --map-by slot:PE=N" : "")}"));
        }

        return ranks.Code = right ? ExitCode.Done : ExitCode.Failed;
    }

    private static int Alone(Shell shell)
    {
        IReadOnlyList<string> found = Ranks.Installed();
        foreach (string library in found)
        {
            shell.Output.Writer.WriteLine(library);
        }

        if (found.Count == 0)
        {
            shell.Error.Writer.WriteLine("apical: no MPI was found, and none is needed but for 'mpirun … apical'. Install Open MPI or MPICH (apt-get install "
                + $"openmpi-bin, on a cluster: module load …), or name its library with {Launcher.LibraryVariable}.");
            return ExitCode.Failed;
        }

        shell.Output.Writer.WriteLine(
            "Not started by mpirun, so there is one rank. Whether several can talk: mpirun -np 2 --bind-to none apical cluster check");
        return ExitCode.Done;
    }

    // Rank r gives (r + 1) i for each i: together n (n + 1) / 2 · i, exact in single precision.
    private static bool IsRight(Ranks ranks)
    {
        float[] mine = [.. Enumerable.Range(0, 100).Select(i => (float)((ranks.Rank + 1) * i))];
        float[] expected = [.. Enumerable.Range(0, 100).Select(i => (float)(ranks.Size * (ranks.Size + 1) / 2 * i))];
        return ranks.AllReduce(mine).SequenceEqual(expected) & SumInOrder(ranks, mine).SequenceEqual(expected) & GoesRound(ranks);
    }

    private static float[] SumInOrder(Ranks ranks, float[] mine)
    {
        float[] sum = [.. mine];
        new FixedSum<float>(ranks).Sum(sum);
        return sum;
    }

    // A number goes from rank to rank, each adds one, and the last hands it back to the first.
    private static bool GoesRound(Ranks ranks)
    {
        int[] number = [0];
        if (ranks.Rank > 0)
        {
            ranks.Receive<int>(ranks.Rank - 1, number);
            number[0]++;
        }

        if (ranks.Size > 1)
        {
            ranks.Send<int>((ranks.Rank + 1) % ranks.Size, number);
        }

        if (ranks.Rank == 0 && ranks.Size > 1)
        {
            ranks.Receive<int>(ranks.Size - 1, number);
        }

        return number[0] == (ranks.Rank > 0 ? ranks.Rank : ranks.Size - 1);
    }

    private static double Time(Ranks ranks, Action sum)
    {
        double least = double.PositiveInfinity;
        for (int time = 0; time < 10; time++)
        {
            ranks.Barrier();
            long start = Stopwatch.GetTimestamp();
            sum();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return least;
    }
}
