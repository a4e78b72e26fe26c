using System.CommandLine;
using System.Globalization;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Cli.Teams;
using Apical.Cluster;
using Apical.Training;

namespace Apical.Cli.Parts;

/// <summary>What a command does of its list of jobs: all of it, one part, no more than gather what others did, or no more than tell how much it is.</summary>
internal sealed record Share
{
    /// <summary>All of it.</summary>
    public static readonly Share Whole = new();

    /// <summary>Name of the option that asks for a part.</summary>
    public const string Name = "--part";

    private const string TaskVariable = "SLURM_ARRAY_TASK_";

    /// <summary>The part, where it is one of several.</summary>
    public Part? Part { get; init; }

    /// <summary>Whether it is one because mpirun started several, and nobody said so.</summary>
    public bool IsOfRanks { get; init; }

    /// <summary>The command of which it is a part.</summary>
    public string Command { get; init; } = "";

    /// <summary>The folder that all share, as it was written, and whether it is to be there; null where none was given.</summary>
    public (string Path, bool IsThere)? Folder { get; init; }

    /// <summary>What those who share a list are called.</summary>
    public string Who => IsOfRanks ? "ranks" : "parts";

    /// <summary>The ranks by which its jobs are dealt; null where its part is known in advance.</summary>
    public Crew? Crew { get; init; }

    /// <summary>Whether it is one because this is a task of a Slurm array, and nobody said so.</summary>
    public bool IsOfArray { get; init; }

    /// <summary>Whether it does nothing but gather.</summary>
    public bool Gathers { get; init; }

    /// <summary>Is told how much it is, instead of doing it; null where it is done.</summary>
    public Action<JobPlan>? Plans { get; init; }

    /// <summary>Whether all is done here.</summary>
    public bool IsWhole => Part is null && !Gathers && Plans is null;

    /// <summary>The option that asks for a part.</summary>
    public static HelpedOption<Part> Option() => new(
        "Many machines", Name, "I/N", "do part I of N, beside others that are given the same --out; the last to end concludes, or 'apical gather' does",
        "in a job array of Slurm, the number of the task of as many as there are; by mpirun, what rank 0 deals; else all; 1/1 is all", Part.Parse);

    /// <summary>What is asked for on the command line, or follows from being a task of a Slurm array.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="option">As <see cref="Option"/> made it.</param>
    /// <param name="shell">Its environment; its ranks, where there are several.</param>
    /// <exception cref="UsageException">The numbers of the array do not say which part it is.</exception>
    /// <exception cref="DisagreementException">Ranks were given the same part in the same folder.</exception>
    public Share Asked(ParseResult parsed, HelpedOption<Part> option, Shell shell)
    {
        if (!IsWhole)
        {
            return this;
        }

        string command = parsed.CommandResult.Command.Name;
        string? begun = Value("--resume"), folder = begun ?? Value("--out");
        bool given = parsed.Gives(option);
        if (given)
        {
            RankStart.RequireApart(shell, command, Name, parsed.GetValue(option)!, folder);
        }

        Part? array = given ? null : OfArray(shell.Variable), part = given ? parsed.GetValue(option) : array ?? OfRanks(shell.Variable);
        return part is null or { Of: 1 } ? Whole : new()
        {
            Part = part,
            Command = command,
            Folder = folder is null ? null : (folder, begun is not null),
            IsOfArray = array is not null,
            IsOfRanks = !given && array is null,
        };

        string? Value(string name) =>
            parsed.CommandResult.Command.Options.OfType<Option<string>>().FirstOrDefault(one => one.Name == name) is { } one ? parsed.GetValue(one) : null;
    }

    /// <summary>Does it; by ranks, where it is one of theirs.</summary>
    /// <param name="shell">Of this process.</param>
    /// <param name="work">Does it, with what this process prints to.</param>
    public int Do(Shell shell, Func<Share, Shell, int> work) =>
        IsOfRanks ? Crew.Run(shell, Command, Folder, (crew, mine) => work(this with { Crew = crew }, mine)) : work(this, shell);

    /// <summary>Sees to it that the work can be shared.</summary>
    /// <param name="folder">The folder that all parts share, or null.</param>
    /// <param name="obstacle">Why parts cannot do it, and what can be done; null where they can.</param>
    /// <exception cref="UsageException">It cannot.</exception>
    public void Require(string? folder, string? obstacle)
    {
        if (IsWhole)
        {
            return;
        }

        string who = Part is null ? "" : IsOfRanks ? $"these are {Part.Of} ranks that share one list ({Name} 1/1 does all in each). "
            : IsOfArray ? $"this is task {Part.Number} of {Part.Of} of a Slurm array, and so a part ({Name} 1/1 does all in each). " : $"{Name}: ";
        if ((obstacle ?? (Part is not null && folder is null ? $"give all {Who} the same --out DIR, where they keep what is done." : null)) is { } reason)
        {
            throw new UsageException(who + reason);
        }
    }

    /// <summary>Sees to it that nothing is added to a list of which this is a share.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="line">The line by which one process goes on with the list.</param>
    /// <param name="names">Options that add to it.</param>
    /// <exception cref="UsageException">One of them was given.</exception>
    public void RejectMore(ParseResult parsed, string line, params string[] names)
    {
        IEnumerable<Option> given = HelpPage.Options(parsed.CommandResult.Command).Where(option => parsed.Gives(option));
        if (!IsWhole && given.FirstOrDefault(option => names.Contains(option.Name)) is { } more)
        {
            throw new UsageException($"{more.Name} adds to the list that {Who} are to go on with, and one process has to do that: "
                + $"{line} {more.Name} … (stop it as soon as it trains, and the line without {more.Name} goes on with all).");
        }
    }

    /// <summary>A command line without some options and their values.</summary>
    /// <param name="args">The line.</param>
    /// <param name="names">Names of options that have one value, or none.</param>
    /// <param name="flags">Names of options without a value.</param>
    public static IReadOnlyList<string> Without(IReadOnlyList<string> args, IReadOnlyList<string> names, params string[] flags)
    {
        var kept = new List<string>();
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i].Split('=', ':')[0];
            if (names.Contains(name))
            {
                i += name.Length == args[i].Length ? 1 : 0;
            }
            else if (!flags.Contains(name))
            {
                kept.Add(args[i]);
            }
        }

        return kept;
    }

    /// <summary>A command line that means the same in whatever folder it is carried out.</summary>
    /// <param name="args">The line.</param>
    /// <param name="names">Names of options whose values are files or folders.</param>
    public static IReadOnlyList<string> FullPaths(IReadOnlyList<string> args, IReadOnlyList<string> names) =>
    [
        .. args.Select((word, i) => i > 0 && names.Contains(args[i - 1]) ? Path.GetFullPath(word)
            : word.IndexOfAny(['=', ':']) is > 0 and var end && end < word.Length - 1 && names.Contains(word[..end])
                ? word[..(end + 1)] + Path.GetFullPath(word[(end + 1)..]) : word),
    ];

    /// <summary>A command line without what says which part it is: that is no matter of the run.</summary>
    public static IReadOnlyList<string> WithoutPart(IReadOnlyList<string> args) => Without(args, [Name]);

    // Each process that mpirun started is a part; nothing of MPI is needed for that.
    private static Part? OfRanks(Func<string, string?> variable) => Launcher.Place(variable) is { } place ? new(place.Rank + 1, place.Size) : null;

    // Slurm counts tasks from any number in any steps: 0-10:2 are six.
    private static Part? OfArray(Func<string, string?> variable)
    {
        if (Number("ID") is not { } id)
        {
            return null;
        }

        int least = Number("MIN") ?? 1, step = Math.Max(1, Number("STEP") ?? 1);
        int? count = Number("COUNT") ?? (Number("MAX") is { } most ? ((most - least) / step) + 1 : null);
        if (count is not { } of)
        {
            return null;
        }

        int place = id - least;
        return place >= 0 && place % step == 0 && place / step < of ? new((place / step) + 1, of)
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture,
                $"this is task {id} of a Slurm array of {of} tasks whose numbers do not follow each other in equal steps, so it is not clear which part it is: "
                    + $"give {Name} I/N ({Name} 1/1 does all in each)."));

        int? Number(string name) =>
            int.TryParse(variable(TaskVariable + name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
