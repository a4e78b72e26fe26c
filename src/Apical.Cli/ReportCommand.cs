using System.CommandLine;
using Apical.Cli.Help;
using Apical.Cli.Settings;
using Apical.Report;
using Apical.Runs;

namespace Apical.Cli;

/// <summary><c>apical report</c>: draws the page of one run, or of several side by side; or of papers' experiments.</summary>
internal static class ReportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Shell shell)
    {
        var runs = new Argument<string[]>("RUN")
        {
            Description = "the folder of a run or of an experiment, or a folder of experiments' folders",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "RUN",
        };
        var output = new HelpedOption<string>(
            "Options", "--out", "FILE", "where to write the page", $"RUN/{RunFolder.ReportName}; with several runs ./{RunFolder.ReportName}", Values.Path);
        var command = new HelpedCommand("report", "Draws the report page of a run from its folder, also of one that was interrupted or killed; "
            + "or of several runs side by side. Folders that 'apical reproduce' wrote get the page of their experiments.")
        {
            Examples =
            [
                ("apical report runs/fa", "draws runs/fa/report.html again"),
                ("apical report runs/fa runs/dfa --out fa-dfa.html", "two runs on one page"),
                ("apical report reproductions", "all experiments whose folders lie there, on one page"),
            ],
        };
        command.Add(runs);
        command.Add(output);
        command.SetAction(parsed =>
        {
            string[] folders = parsed.GetValue(runs)!;
            string path = parsed.GetValue(output) ?? (folders.Length == 1 ? Path.Combine(folders[0], RunFolder.ReportName) : RunFolder.ReportName);
            if (parsed.GetValue(output) is null && folders.Length > 1 && File.Exists(path))
            {
                throw new UsageException($"{path} is there already, and a page of several runs has no folder of its own: "
                    + $"say with --out where to write this one, or --out {path} to replace it.");
            }

            if (Directory.Exists(path))
            {
                throw new UsageException($"--out: '{path}' is a folder; give the file to write, such as {Path.Combine(path, RunFolder.ReportName)}.");
            }

            string[] experiments = [.. folders.Where(folder => ReproductionPage.FoldersIn(folder).Count > 0)];
            if (experiments.Length > 0 && experiments.Length < folders.Length)
            {
                throw new UsageException(
                    $"RUN: '{experiments[0]}' holds an experiment of a paper and '{folders.Except(experiments).First()}' does not; "
                    + "give runs or experiments, not both.");
            }

            shell.Output.Data.WriteLine(experiments.Length > 0 ? ReproductionPage.Write(folders, path)
                : ReportPage.Write(folders, path, problem => shell.Error.Writer.WriteLine($"apical: {Problem.Line(problem)}")));
        });
        return command;
    }
}
