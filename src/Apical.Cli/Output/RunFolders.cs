using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Parts;
using Apical.Cli.Plugins;
using Apical.Cli.Settings;
using Apical.Data;
using Apical.Probes;
using Apical.Runs;
using Apical.Training;

namespace Apical.Cli.Output;

/// <summary>Makes the folders of new runs, and opens those of runs that go on.</summary>
internal static class RunFolders
{
    private const int Tries = 3;

    /// <summary>What a run sets out to do.</summary>
    /// <param name="request">The probes.</param>
    /// <param name="args">The command line.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="shell">The plugins in use, and the state of the current folder.</param>
    /// <param name="skipped">Samples that were left out.</param>
    /// <param name="startedFrom">Which weights it begins with.</param>
    public static RunDescription Describe(
        RunRequest request, IReadOnlyList<string> args, JsonObject settings, ulong seed, Shell shell, IReadOnlyList<string> skipped,
        IReadOnlyList<string> startedFrom) => new()
        {
            Command = CommandWords.Line(args),
            Settings = settings,
            Seeds = [seed],
            Code = shell.Code(),
            Plugins = shell.Plugins,
            SkippedData = skipped,
            StartedFrom = startedFrom,
            Metrics = [.. request.Probes.SelectMany(name => ProbeCatalog.Make(name).Metrics)],
        };

    /// <summary>Begins a run in the folder asked for, or in one named by time, command and subject under <c>runs/</c>.</summary>
    /// <param name="request">The folder asked for, or null in it.</param>
    /// <param name="args">The command line.</param>
    /// <param name="subject">What the run is about, for the folder's name.</param>
    /// <param name="description">What it sets out to do.</param>
    /// <param name="shell">The clock.</param>
    public static RunFolder Create(RunRequest request, IReadOnlyList<string> args, string subject, RunDescription description, Shell shell)
    {
        if (request.Out is { } wanted)
        {
            return Create(wanted, description, shell.Time);
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return Create(RunPlace.DefaultPath(args[0], subject, shell.Time), description, shell.Time);
            }
            catch (IOException) when (attempt < Tries)
            {
                // Another run that began in the same second may have taken the name.
            }
        }
    }

    /// <summary>What data are called in the name of a folder: the set, or the file or folder of the user's own.</summary>
    public static string Subject(DataRecipe recipe, DataSplits data) => recipe.Set.Value.IsYours ? data.Train.Name.Split('/')[0] : recipe.Set.Text;

    /// <summary>Opens the folder of a list of runs, and has each kept there when it ends.</summary>
    /// <param name="list">The runs; those that the folder has already are taken over.</param>
    /// <param name="existing">A folder that has some of them, or null.</param>
    /// <param name="create">Makes a new one.</param>
    /// <param name="settings">All settings.</param>
    /// <param name="shell">The clock, and the plugins in use.</param>
    public static RunFolder Open<T>(TrainingList<T> list, string? existing, Func<RunFolder> create, JsonObject settings, Shell shell)
    {
        if (existing is null)
        {
            RunFolder fresh = create();
            list.Keep(fresh.FolderPath);
            return fresh;
        }

        TellOfOtherMachine(existing, shell);

        // metrics.csv is written anew: what was measured by runs that were cut short is not in the files of those that ended.
        return RunFolder.Resume(existing, () => list.Keep(existing), settings, shell.Time, shell.Plugins);
    }

    /// <summary>Tells when a run goes on where numbers are rounded otherwise than where it was before.</summary>
    /// <param name="existing">Its folder, or null for a new run.</param>
    /// <param name="shell">Where to tell it.</param>
    public static void TellOfOtherMachine(string? existing, Shell shell)
    {
        if (existing is not null && RunFolder.ReadRecord(existing) is var record
            && MachineFacts.Current().Unlike(record.Resumed is [.., var last] ? last.Machine : record.Description.Machine, existing) is { } note)
        {
            shell.Error.Writer.WriteLine($"apical: {Problem.Line(note)}");
        }
    }

    /// <summary>Sees to it that a run goes on with the data that it began with.</summary>
    /// <param name="existing">Its folder, or null for a new run.</param>
    /// <param name="learned">What was loaded.</param>
    /// <exception cref="Apical.Data.DatasetException">Files were changed.</exception>
    public static void RequireSameData(string? existing, IReadOnlyList<DataRecord> learned)
    {
        if (existing is not null)
        {
            DataRecords.RequireSame(RunFolder.ReadRecord(existing).Description.Data, learned, existing);
        }
    }

    /// <summary>Sees to it that a run that goes on keeps its settings.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="allowed">Options that may be given with <c>--resume</c>.</param>
    /// <exception cref="UsageException">Another was given.</exception>
    public static void RejectOthers(ParseResult parsed, params string[] allowed)
    {
        IEnumerable<Option> given = HelpPage.Options(parsed.CommandResult.Command).Where(option => parsed.Gives(option));
        allowed = [.. allowed, PluginOption.Name];
        if (given.FirstOrDefault(option => option.Name != "--resume" && !allowed.Concat(SlurmCommand.Own).Contains(option.Name)) is { } other)
        {
            throw new UsageException($"{other.Name} cannot be given with --resume: the run keeps its settings. Allowed: {string.Join(", ", allowed)}.");
        }
    }

    /// <summary>Does a step with the settings of a run that goes on: where they will not do, that is told of its file, not of the command line.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="step">The step.</param>
    /// <exception cref="InvalidDataException">They will not do.</exception>
    public static T Recorded<T>(string folder, Func<T> step)
    {
        try
        {
            return step();
        }
        catch (UsageException error) when (error.InnerException is { } found)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, RunFolder.RecordName)}' does not hold settings that will do: {Problem.Line(found)}", found);
        }
    }

    /// <summary>Where the model of one run of a comparison goes: <c>models/fa-1.safetensors</c>, that of its best epoch <c>fa-1-best</c>.</summary>
    /// <param name="folder">That of the comparison.</param>
    /// <param name="rule">A rule with its settings; ':' becomes '_', and where two rules would have one name, each has a checksum.</param>
    /// <param name="run">Number of the run.</param>
    /// <param name="rules">All rules of the comparison.</param>
    /// <param name="best">Whether it is that of the best epoch.</param>
    public static string ModelPath(string folder, string rule, int run, IEnumerable<string> rules, bool best = false) => Path.Combine(
        folder, RunFolder.ModelsName, $"{FileNames.Among(rule, rules, "-.=,+", '_')}-{run}{(best ? "-best" : "")}.safetensors");

    private static RunFolder Create(string path, RunDescription description, TimeProvider time)
    {
        RunPlace.RequireNoFile(path);
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (Problem.IsExpected(error))
        {
            throw new IOException($"The folder '{path}' cannot be made. {Problem.Line(error)} Choose another with --out.", error);
        }

        return RunFolder.Create(path, description, time);
    }
}
