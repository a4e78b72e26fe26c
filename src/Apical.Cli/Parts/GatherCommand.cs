using System.CommandLine;
using System.Text.Json.Nodes;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Plugins;
using Apical.Cli.Reproduce;
using Apical.Cli.Settings;
using Apical.Papers;
using Apical.Report;
using Apical.Runs;

namespace Apical.Cli.Parts;

/// <summary><c>apical gather</c>: concludes a run whose parts were done by several processes, or says what is missing of it.</summary>
internal static class GatherCommand
{
    /// <summary>Its name.</summary>
    public const string Name = "gather";

    private const string What = "Options";

    /// <summary>The line that gathers a folder.</summary>
    public static string Line(string folder) => $"apical {Name} {CommandWords.Quoted(folder)}";

    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var folder = new Argument<string>("DIR") { Description = "the folder that all parts were given with --out" };
        var dataDir = new HelpedOption<string>(What, "--data-dir", "DIR", "folder with the data sets", "where the parts found them", Values.Path);
        var json = new HelpedOption<string>(What, "--json", "FILE", "write the result for a program; '-' is the standard output, which then has nothing else",
            null, Values.Path);
        var quiet = new HelpedFlag(What, "--quiet", "print only the result: the table, or with --json not even that");
        var command = new HelpedCommand(Name, "Concludes a comparison, sweep or reproduction that was done in parts (--part): tables, claims, results, "
            + "page, as one process would have left them. The last part to end does that by itself; where parts died, this names them, what is missing, and "
            + "the command that does it, and ends with 75.")
        {
            Examples =
            [
                ("apical gather runs/rates", "conclude, or say what is missing"),
                ("apical gather runs/rates --json result.json", "and write the result for a program"),
            ],
        };
        command.Add(folder);
        command.Add(dataDir);
        command.Add(json);
        command.Add(quiet);
        command.SetAction(parsed =>
        {
            string[] options =
            [
                .. parsed.GetValue(dataDir) is { } dir ? ["--data-dir", dir] : Array.Empty<string>(),
                .. parsed.GetValue(json) is { } file ? ["--json", file] : Array.Empty<string>(),
                .. parsed.GetValue(quiet) ? ["--quiet"] : Array.Empty<string>(),
                .. (parsed.GetValue<string[]>(PluginOption.Name) ?? []).SelectMany(dll => new[] { PluginOption.Name, dll }),
            ];
            string run = parsed.GetValue(folder)!;
            if (LineOf(run, options) is { } line)
            {
                return CommandLine.Run(line, shell, new Share { Gathers = true });
            }

            if (parsed.GetValue(json) is { } target)
            {
                IReadOnlyList<string> folders = ReproductionPage.FoldersIn(run);
                bool isList = folders is not [var only] || only != run;
                string[] order = [.. ExperimentCatalog.All.Select(experiment => experiment.Id)];
                JsonOutput.Write(shell, target, () => ReproductionJson.Text(
                    [.. folders.Select(one => (Result: Reproduction.Read(one), one)).OrderBy(one => Array.IndexOf(order, one.Result.Id))], isList));
                return ExitCode.Done;
            }

            shell.Output.Writer.WriteLine($"{run} is concluded; 'apical report {CommandWords.Quoted(run)}' draws its page again.");
            return ExitCode.Done;
        });
        return command;
    }

    // The command that the parts were given, but that it goes on in their folder; null where nothing is left to gather.
    private static IReadOnlyList<string>? LineOf(string folder, string[] options)
    {
        if (File.Exists(Path.Combine(folder, RunFolder.RecordName)))
        {
            JsonObject settings = RunFolder.ReadRecord(folder).Description.Settings;
            return RunSettings.AreOfTraining(settings)
                ? throw new UsageException($"DIR: '{folder}' is a single training, which has no parts: 'apical train --resume' goes on with it.")
                : [settings.ContainsKey("over") ? "sweep" : "compare", "--resume", folder, .. options];
        }

        if (PartsFolder.Read(folder).MaxBy(note => note.Started) is { Arguments: ["reproduce", ..] and var words })
        {
            return [.. options.Contains("--data-dir") ? Share.Without(words, ["--data-dir"]) : words, "--out", folder, .. options];
        }

        IReadOnlyList<string> experiments = ReproductionPage.FoldersIn(folder);
        if (experiments.Count > 0 && experiments.All(experiment => Reproduction.Read(experiment).Status == RunStatus.Finished))
        {
            return null;
        }

        throw new UsageException(experiments.Count > 0
            ? $"DIR: '{folder}' was not done in parts. It goes on by: {Reproduction.Read(experiments[0]).Command}"
            : Directory.Exists(folder) ? $"DIR: '{folder}' holds no run."
            : $"DIR: there is no folder '{folder}'. Give the one that all parts were given with --out.");
    }
}
