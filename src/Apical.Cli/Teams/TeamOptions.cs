using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cluster;
using Apical.Runs;

namespace Apical.Cli.Teams;

/// <summary>The options by which ranks train one network together.</summary>
internal sealed class TeamOptions
{
    /// <summary>Name of the option.</summary>
    public const string Name = "--parallel";

    /// <summary>Each rank has a share of every batch.</summary>
    public const string Data = "data";

    /// <summary>Name of the option for the bits of one rank.</summary>
    public const string SameBitsName = "--same-bits";

    private const string Group = "Many machines";

    private readonly HelpedOption<string> _parallel = new(
        Group, Name, "WHAT", "train by the ranks that mpirun started, each with a share of every batch (data); see docs/cluster.md", null,
        text => text == Data ? text : throw new ArgumentException($"'{text}' is unknown. Known: {Data}."));

    private readonly HelpedFlag _sameBits = new(Group, SameBitsName, "with --parallel: the bits of one rank, for 2, 4, 8, … ranks; slower");

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_parallel);
        command.Add(_sameBits);
    }

    /// <summary>Trains alone, or as one of several ranks.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shell">Of this process.</param>
    /// <param name="work">Trains, with the team and what it prints to.</param>
    /// <exception cref="UsageException">Several ranks were started, and nothing was said of them.</exception>
    public int Run(ParseResult parsed, Shell shell, Func<Team?, Shell, int> work)
    {
        if (parsed.GetValue(_parallel) is not null)
        {
            return Team.Run(shell, parsed.GetValue(_sameBits), work);
        }

        return parsed.GetValue(_sameBits) ? throw new UsageException($"{SameBitsName} goes with {Name} {Data}.")
            : Launcher.Place(shell.Variable) is (_, > 1 and var size) ? throw new UsageException(
                $"mpirun started {size} of these, and each would train the same alone. Say {Name} {Data} for one training by all.")
            : work(null, shell);
    }

    /// <summary>The line by which ranks go on with a run.</summary>
    public static string Resume(string path, int ranks, bool sameBits) =>
        $"mpirun -np {ranks} apical train --resume {CommandWords.Quoted(path)} {Name} {Data}{(sameBits ? $" {SameBitsName}" : "")}";

    /// <summary>Sees to it that a run goes on with as many ranks as it began with: its bits hang on it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="recorded">What run.json says of its ranks; null where it was trained alone.</param>
    /// <param name="team">The ranks that are to go on.</param>
    /// <exception cref="UsageException">They are others.</exception>
    public static void RequireSame(string path, JsonNode? recorded, Team? team)
    {
        var fields = recorded is JsonObject ranks ? new JsonFields(ranks) : null;
        (int Ranks, bool Same) then = fields is null ? (1, true) : (fields.Whole("ranks", 1), fields.Flag("sameBits"));
        (int Ranks, bool Same) now = team is null ? (1, true) : (team.Size, team.SameBits);
        if (then != now && !(then.Same && now.Same))
        {
            throw new UsageException(then.Ranks == 1
                ? $"{path} was trained by one rank, and its bits would be others by {now.Ranks}: leave out {Name}, or add {SameBitsName}."
                : $"{path} was trained by {then.Ranks} ranks. Go on with as many: {Resume(path, then.Ranks, then.Same)}");
        }
    }
}
