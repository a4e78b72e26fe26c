using System.Globalization;
using Apical.Cli.Output;
using Spectre.Console;

namespace Apical.Cli.Collection;

/// <summary>Runs for people: a table where the terminal is wide enough, else a few lines for each.</summary>
internal static class RunTable
{
    /// <summary>Writes them.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="entries">In order.</param>
    /// <param name="root">The folder that was looked through.</param>
    /// <param name="all">Runs in it, those that do not fit included.</param>
    public static void Write(Shell shell, IReadOnlyList<RunEntry> entries, string root, int all)
    {
        TextWriter output = shell.Output.Writer;
        if (entries.Count > 0)
        {
            Table table = Table(entries);
            if (Tables.Fit(shell, table))
            {
                Tables.Write(shell, table);
            }
            else
            {
                Narrow(shell, entries);
            }

            output.WriteLine();
        }

        string where = $"'{root}'";
        output.WriteLine(all == 0 ? $"There are no runs in {where}." : entries.Count == all ? $"{Show.Count(all, "run")} in {where}."
            : $"{entries.Count} of {Show.Count(all, "run")} in {where}.");
        foreach (RunEntry damaged in entries.Where(entry => entry.Status == RunState.Damaged))
        {
            shell.Error.Writer.WriteLine($"apical: {Problem.Safe(damaged.Name)}: {damaged.Reason}");
        }
    }

    /// <summary>A time as lists have it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A status in its colour.</summary>
    public static string Coloured(RunState status)
    {
        string colour = status switch
        {
            RunState.Finished => "green",
            RunState.Running => "blue",
            RunState.Interrupted => "yellow",
            _ => "red",
        };
        return $"[{colour}]{status.Word()}[/]";
    }

    /// <summary>Data sets as people write them: without settings that are as they are by default.</summary>
    public static string Data(RunEntry entry) =>
        entry.Data.Count == 0 ? Show.Nothing : string.Join(", ", entry.Data.Select(set => Trained.TrainedRun.Short(set)));

    private static string Rules(RunEntry entry) => entry.Rules.Count == 0 ? Show.Nothing : string.Join(", ", entry.Rules);

    private static string Tags(RunEntry entry) => string.Join(' ', entry.Notes.Tags.Select(tag => $"#{tag}"));

    private static Table Table(IReadOnlyList<RunEntry> entries)
    {
        bool tags = entries.Any(entry => entry.Notes.Tags.Count > 0);
        Table table = Tables.New();
        table.AddColumns([Tables.Whole("run"), Tables.Whole("began (UTC)"), Tables.Whole("command"), Tables.Whole("data"), Tables.Whole("rules"),
            Tables.Whole("best on test"), Tables.Whole("status"), .. tags ? [Tables.Whole("tags")] : Array.Empty<TableColumn>()]);
        foreach (RunEntry entry in entries)
        {
            string[] cells = [entry.Name, Time(entry.Started), entry.Kind, Data(entry), Rules(entry), entry.Best];
            table.AddRow([.. cells.Select(Tables.Name), Coloured(entry.Status), .. tags ? [Tables.Name(Tags(entry))] : Array.Empty<string>()]);
        }

        return table;
    }

    private static void Narrow(Shell shell, IReadOnlyList<RunEntry> entries)
    {
        IAnsiConsole console = shell.OutputConsole();
        foreach (RunEntry entry in entries)
        {
            console.MarkupLine($"[bold]{Tables.Name(entry.Name)}[/]  {Coloured(entry.Status)}");
            Grid grid = Tables.Pairs();
            grid.AddRow(entry.Kind, Tables.Name($"{Rules(entry)}{(entry.Data.Count > 0 ? $" on {Data(entry)}" : "")}"));
            grid.AddRow(Time(entry.Started)[..10], Tables.Name($"{entry.Best}{(entry.Notes.Tags.Count > 0 ? $"  {Tags(entry)}" : "")}"));
            Tables.Write(shell, grid);
        }
    }
}
