using System.CommandLine;
using System.Globalization;
using Apical.Branches;
using Apical.Cli.Help;
using Apical.Cli.Output;
using Apical.Cli.Settings;
using Apical.Data;

namespace Apical.Cli;

/// <summary><c>apical data make branches</c>: a trace of branches from a log of a user's own.</summary>
internal static class DataMake
{
    /// <summary>The command with its subcommand.</summary>
    public static Command Create(Shell shell) => new HelpedCommand("make", "Makes data from records of yours.")
    {
        Examples = [("apical data make branches log.txt --out mine/sort.br.gz", "a trace for 'apical reproduce lechner2020/branch --data-dir mine'")],
        Subcommands = { Branches(shell) },
    };

    private static Command Branches(Shell shell)
    {
        var log = new Argument<string>("LOG")
        {
            Description = "a file with a line for each branch, address and outcome: '0x401136 1'",
            HelpName = "LOG",
        };
        HelpedOption<string> to = new("Options", "--out", "FILE", "the trace to write, NAME.br.gz", "the log's name with .br.gz, beside it", Values.Path);
        var command = new HelpedCommand("branches", "Makes a trace of branches, in the format of docs/branches.md.")
        {
            Examples = [("apical data make branches log.txt --out mine/sort.br.gz", "compressed, as its name says")],
        };
        command.Add(log);
        command.Add(to);
        command.SetAction(parsed =>
        {
            string from = parsed.GetValue(log)!;
            string path = parsed.GetValue(to) ?? Path.ChangeExtension(from, null) + BranchTraceFile.Endings[0];
            if (!BranchTraceFile.Endings.Any(path.EndsWith))
            {
                throw new UsageException($"A trace is named {string.Join(" or ", BranchTraceFile.Endings.Select(ending => "NAME" + ending))}, "
                    + $"and --out is '{path}'.");
            }

            Preparation.Try(() =>
            {
                BranchTrace trace = Read(from, BranchTraceFile.NameOf(path));
                BranchTraceFile.Write(trace, path);
                string count = Show.Count(trace.Count, "branch").Replace("branchs", "branches", StringComparison.Ordinal);
                string taken = (100 * trace.TakenShare).ToString("F1", CultureInfo.InvariantCulture);
                shell.Output.Writer.WriteLine($"{path}: {count} at {trace.Addresses.Count} addresses, {taken} % taken");
                return true;
            });
        });
        return command;
    }

    private static BranchTrace Read(string from, string name)
    {
        try
        {
            using var reader = new StreamReader(from);
            return BranchLog.Read(name, reader);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The log cannot be read: {error.Message}", error);
        }
    }
}
