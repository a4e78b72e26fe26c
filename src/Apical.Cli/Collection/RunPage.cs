using Apical.Cli.Output;
using Spectre.Console;

namespace Apical.Cli.Collection;

/// <summary><c>apical runs show</c>: all that a folder tells of a run, on one page.</summary>
internal static class RunPage
{
    /// <summary>Writes it.</summary>
    public static void Write(Shell shell, RunEntry entry)
    {
        IAnsiConsole console = shell.OutputConsole();
        console.MarkupLine($"[bold]{Tables.Name(entry.Folder)}[/]  {RunTable.Coloured(entry.Status)}");
        Grid facts = Tables.Pairs();
        void Fact(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                facts.AddRow(new Markup($"[grey]{name}[/]"), new Text(string.Join('\n', text.Split('\n').Select(Problem.Safe))));
            }
        }

        Fact("because", entry.Reason);
        Fact("began", $"{RunTable.Time(entry.Started)} UTC{(entry.Finished is { } end ? $", ended {RunTable.Time(end)}" : "")}");
        Fact("command", entry.Command);
        Fact("data", string.Join("\n", entry.Data));
        Fact("rules", string.Join(", ", entry.Rules));
        Fact("went on", string.Join("\n", Flat.Items(entry.Record?["resumed"]).Select(time =>
            $"{Flat.Text(time["time"])}{(time["epoch"] is { } epoch ? $", after epoch {epoch}" : "")}, {Flat.Text(time["machine"]?["cpu"])}")));
        Fact("Apical", Flat.Text(entry.Record?["apicalVersion"]));
        Fact("git", entry.Record?["git"] is not { } git ? null
            : Flat.Text(git["commit"]) + ((bool)git["dirty"]! ? ", with changes that were not committed" : ""));
        Fact("machine", Flat.Text(entry.Record?["machine"]?["cpu"]));
        Fact("tags", string.Join(' ', entry.Notes.Tags.Select(tag => $"#{tag}")));
        Fact("notes", string.Join("\n", entry.Notes.Notes.Select(note => $"{RunTable.Time(note.Time)}  {note.Text}")));
        Tables.Write(shell, facts);
        WriteScores(shell, entry);
        IReadOnlyList<(string Name, string Value)> settings = Flat.Settings(entry);
        if (settings.Count > 0)
        {
            Grid grid = Tables.Pairs();
            foreach (var (name, value) in settings)
            {
                grid.AddRow(new Markup($"[grey]{Tables.Name(name)}[/]"), new Text(Problem.Safe(value)));
            }

            shell.Output.Writer.WriteLine();
            shell.Output.Writer.WriteLine("Settings");
            Tables.Write(shell, grid);
        }
    }

    private static void WriteScores(Shell shell, RunEntry entry)
    {
        if (entry.Claims is not null)
        {
            shell.Output.Writer.WriteLine();
            shell.Output.Writer.WriteLine($"{entry.Best}. 'apical report {CommandWords.Quoted(entry.Folder)}' draws its page.");
        }

        if (entry.Scores.Count == 0)
        {
            return;
        }

        shell.Output.Writer.WriteLine();
        Table whole = Scored(entry.Scores, losses: true);
        bool classes = entry.Scores.Any(score => !double.IsNaN(score.TestAccuracy.Mean));
        Tables.Write(shell, !classes || Tables.Fit(shell, whole) || Tables.KeepsWords(shell, whole) ? whole : Scored(entry.Scores, losses: false));
    }

    /// <summary>Where there is no room for all of it, losses are left out: names are never broken.</summary>
    private static Table Scored(IReadOnlyList<RunScore> scores, bool losses)
    {
        Table table = Tables.New().AddColumn(Tables.Words("")).AddColumn(Tables.Numbers(losses ? "test accuracy (%)" : "test\naccuracy (%)"));
        table.AddColumns([.. losses ? [Tables.Numbers("test loss")] : Array.Empty<TableColumn>(), Tables.Numbers("runs")]);
        foreach (RunScore score in scores)
        {
            string[] loss = losses ? [Show.Spread(score.TestLoss, Show.Loss)] : [];
            table.AddRow([Tables.Name(score.Name), Show.Spread(score.TestAccuracy, Show.Percent), .. loss,
                $"{score.Runs}{(score.Failed > 0 ? $", [red]{score.Failed} failed[/]" : "")}"]);
        }

        return table;
    }
}
