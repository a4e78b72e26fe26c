using System.CommandLine;
using System.CommandLine.Invocation;
using Apical.Cli.Help;
using Apical.Cli.Plugins;
using Apical.Cli.Reproduce;
using Apical.Cli.Settings;
using Apical.Cli.Sweeps;
using Apical.Runs;

namespace Apical.Cli.Parts;

/// <summary><c>apical slurm</c>: prints a job script for Slurm that does a comparison, sweep or reproduction as an array of parts.</summary>
internal static class SlurmCommand
{
    private const string What = "Slurm", Parts = "--parts", OfEach = "--cores", Limit = "--time";
    private const int Cores = 4;
    private const int MostParts = 1000;                 // of an array, where the cluster says nothing else
    // A part that is done before the scheduler has found it a place is not worth it.
    private static readonly TimeSpan s_worthwhile = TimeSpan.FromMinutes(5);

    /// <summary>Names of the options that are only about the script.</summary>
    public static IReadOnlyList<string> Own { get; } = [Parts, OfEach, Limit];

    /// <summary>The command.</summary>
    public static Command Create(Shell shell, IReadOnlyList<string> args)
    {
        IReadOnlyList<string> line = [.. args.Skip(1)];
        return new HelpedCommand("slurm", "Prints a job script for Slurm that is ready to be submitted: the line that follows, as a job array whose tasks "
            + "are its parts (--part), and a job that gathers when all of them have ended. Tasks that run out of time save what they are at and go on when "
            + "they are queued again.")
        {
            Make(shell, line, share => CompareCommand.Create(shell, line, share)),
            Make(shell, line, share => SweepCommand.Create(shell, line, share)),
            Make(shell, line, share => ReproduceCommand.Create(shell, line, share)),
        };
    }

    private static Command Make(Shell shell, IReadOnlyList<string> line, Func<Share, Command> create)
    {
        JobPlan? plan = null;
        Command command = create(new Share { Plans = told => plan = told });
        var action = (SynchronousCommandLineAction)command.Action!;
        HelpedOption<int> parts = new(What, Parts, "N", "tasks of the array",
            "as many as make use of their cores, and take some minutes where that is known", Values.Whole(1));
        HelpedOption<int> cores = new(What, OfEach, "N", "cores of each task", $"--threads, else {Cores}", Values.Threads);
        HelpedOption<TimeSpan> time = new(What, Limit, "TIME", "time limit of each task: minutes, or hours:minutes:seconds, or days-hours",
            "from what is known of durations; else an hour", SlurmTime.Parse);
        foreach (Option option in new Option[] { parts, cores, time })
        {
            command.Add(option);
        }

        command.Options.First(option => option.Name == Share.Name).Hidden = true;
        command.Description = $"Prints a job script for Slurm that does this as an array of parts: {command.Description}";
        ((HelpedCommand)command).Examples =
        [
            ($"apical slurm {command.Name} … --out runs/mine > job.sh; bash job.sh", "submits the array, and the job that gathers"),
            ($"apical slurm {command.Name} … --parts 6 --cores 8 --time 2:00:00 | sbatch", "submits the array alone; the last part to end concludes"),
        ];
        command.SetAction(parsed =>
        {
            if (command.Options.First(option => option.Name == Share.Name) is var part && parsed.Gives(part))
            {
                throw new UsageException($"{Share.Name}: the script gives each of its tasks a part of its own. Leave it out; {Parts} says how many.");
            }

            int code = action.Invoke(parsed);
            if (code != ExitCode.Done || plan is null)
            {
                return code;
            }

            if (plan.Jobs == 0)
            {
                throw new UsageException("there is nothing left to do: all jobs of this have ended. 'apical gather' concludes.");
            }

            int given = parsed.GetValue<int>("--threads"), each = parsed.Or(cores, given > 0 ? given : Math.Min(Cores, plan.Jobs));
            int tasks = Math.Min(plan.Jobs, parsed.Or(parts, DefaultParts(plan, each)));
            string? resumed = Value("--resume"), output = resumed ?? Value("--out");
            RunPlace.RequireNoFile(output ?? "");
            string folder = output ?? RunPlace.DefaultPath(command.Name, plan.Subject, shell.Time);
            IEnumerable<string> words = Share.Without(Share.WithoutPart(line), [.. Own, "--threads"]);
            shell.Output.Data.Write(new SlurmScript(command.Name, plan, tasks, each)
            {
                Program = shell.Program,
                Words = [.. words, .. output is null ? ["--out", folder] : Array.Empty<string>()],
                Gather =
                [
                    folder,
                    .. new[] { "--data-dir", "--json" }.Where(name => Value(name) is not null).SelectMany(name => new[] { name, Value(name)! }),
                    .. shell.Plugins.SelectMany(plugin => new[] { PluginOption.Name, plugin.Path }),
                ],
                Directory = Environment.CurrentDirectory,
                Time = parsed.Gives(time) ? parsed.GetValue(time) : null,
            }.Text());
            return ExitCode.Done;

            string? Value(string name) =>
                command.Options.OfType<Option<string>>().FirstOrDefault(option => option.Name == name) is { } option ? parsed.GetValue(option) : null;
        });
        return command;
    }

    private static int DefaultParts(JobPlan plan, int cores)
    {
        int filled = (plan.Jobs + cores - 1) / cores;
        int worthwhile = plan.Seconds is { } seconds ? Math.Max(1, (int)(seconds / cores / s_worthwhile.TotalSeconds)) : int.MaxValue;
        return Math.Min(Math.Min(filled, worthwhile), MostParts);
    }
}
