using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Cluster;

namespace Apical.Cli.Teams;

/// <summary>The options by which ranks train one network together.</summary>
internal sealed class TeamOptions
{
    /// <summary>Name of the option.</summary>
    public const string Name = "--parallel";

    /// <summary>Name of the option for the bits of one rank.</summary>
    public const string SameBitsName = "--same-bits";

    /// <summary>Name of the option by which batches pass while layers learn.</summary>
    public const string StaleName = "--stale";

    /// <summary>Name of the option for the pieces in which batches pass.</summary>
    public const string MicroName = "--micro";

    private const string Group = "Many machines";

    private readonly HelpedOption<string> _parallel = new(
        Group, Name, "WHAT", "train by the ranks that mpirun started, each with a share of every batch (data), or with some of the layers (layers); "
            + "see docs/cluster.md", null,
        text => text is TeamPlan.Data or TeamPlan.Layers ? text
            : throw new ArgumentException($"'{text}' is unknown. Known: {TeamPlan.Data}, {TeamPlan.Layers}."));

    private readonly HelpedFlag _sameBits = new(Group, SameBitsName, "with --parallel data: the bits of one rank, for 2, 4, 8, … ranks; slower");

    private readonly HelpedFlag _stale = new(Group, StaleName,
        "with --parallel layers: the next batch passes forward while layers still learn from this one; faster, and not the bits of one rank");

    private readonly HelpedOption<int> _micro = new(Group, MicroName, "N", "with --parallel layers: samples that pass from rank to rank at a time, up to "
        + "a multiple of 16; the bits do not hang on it", "by batch and ranks", Values.Whole(1));

    /// <summary>Puts the options on a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_parallel);
        command.Add(_sameBits);
        command.Add(_stale);
        command.Add(_micro);
    }

    /// <summary>Trains alone, or as one of several ranks.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shell">Of this process.</param>
    /// <param name="work">Trains, with the team and what it prints to.</param>
    /// <exception cref="UsageException">Several ranks were started, and nothing was said of them.</exception>
    public int Run(ParseResult parsed, Shell shell, Func<Team?, Shell, int> work)
    {
        string? over = parsed.GetValue(_parallel);
        bool sameBits = parsed.GetValue(_sameBits), stale = parsed.GetValue(_stale);
        int? micro = parsed.GetValue(_micro) is > 0 and var samples ? samples : null;
        if (sameBits && over != TeamPlan.Data)
        {
            throw new UsageException(over is null ? $"{SameBitsName} goes with {Name} {TeamPlan.Data}."
                : $"{SameBitsName} goes with {Name} {TeamPlan.Data}; with {TeamPlan.Layers} the bits are those of one rank anyway, but for {StaleName}.");
        }

        if ((stale || micro is not null) && over != TeamPlan.Layers)
        {
            throw new UsageException($"{(stale ? StaleName : MicroName)} goes with {Name} {TeamPlan.Layers}.");
        }

        return over is not null ? Team.Run(shell, new(over, sameBits, stale, micro), work)
            : Launcher.Place(shell.Variable) is (_, > 1 and var size) ? throw new UsageException(
                $"mpirun started {size} of these, and each would train the same alone. Say {Name} {TeamPlan.Data} or {TeamPlan.Layers} for one by all.")
            : work(null, shell);
    }

    /// <summary>What each rank is given to go on with a run.</summary>
    public static string ResumeByOne(string path, TeamPlan plan) => $"apical train --resume {CommandWords.Quoted(path)} {plan.Options}";

    /// <summary>Sees to it that a run goes on with as many ranks as it began with, where its bits hang on it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="recorded">What run.json says of its ranks; null where it was trained alone.</param>
    /// <param name="team">The ranks that are to go on.</param>
    /// <exception cref="UsageException">They are others, or share the work in another way.</exception>
    public static void RequireSame(string path, JsonNode? recorded, Team? team)
    {
        (TeamPlan? then, int ranks) = recorded is JsonObject record ? TeamPlan.Read(record) : (null, 1);
        TeamPlan? now = team?.Plan;
        bool same = ranks == (team?.Size ?? 1) && then?.Over == now?.Over && then?.HasBitsOfOne == now?.HasBitsOfOne;
        if (!same && !(then is null or { HasBitsOfOne: true } && now is null or { HasBitsOfOne: true }))
        {
            throw new UsageException(then is null or { HasBitsOfOne: true }
                ? $"{path} has the bits of one rank, which would be others so: leave out {(now!.Stale ? StaleName : Name)}"
                    + (now.Over == TeamPlan.Data ? $", or add {SameBitsName}." : ".")
                : $"{path} was trained by {ranks} ranks. Go on with as many: {Launcher.Line(ranks, ResumeByOne(path, then))}");
        }
    }
}
