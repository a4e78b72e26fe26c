using Apical.Cli.Output;
using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary>The claims of an experiment for people.</summary>
internal static class ClaimTable
{
    private const int LeastOfTable = 72;                // columns; with less each of its own has a word or two in a line

    /// <summary>Title, claims, what failed, notes.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="result">What came of the experiment.</param>
    /// <param name="withNotes">Whether notes are wanted.</param>
    public static void Write(Shell shell, Reproduction result, bool withNotes)
    {
        TextWriter output = shell.Output.Writer;
        bool oneLine = result.Id.Length + 2 + result.Title.Length <= shell.Output.Width;
        output.WriteLine(oneLine ? $"{result.Id}  {result.Title}" : result.Id);
        foreach (string line in oneLine ? [] : WrappingWriter.Lines(result.Title, shell.Output.Width - 2))
        {
            output.WriteLine($"  {line}");
        }

        if (result.Set is { } set)
        {
            Grid marked = Tables.Pairs();
            marked.AddRow("[bold yellow]not the paper's parameters[/]", Markup.Escape(string.Join("; ", set)));
            Tables.Write(shell, marked);
        }

        if (result.Skipped is { } reason)
        {
            output.WriteLine($"  skipped: {reason}");
            return;
        }

        if (result.Status != RunStatus.Finished)
        {
            string kept = Show.Count(result.Groups.Sum(group => group.Done + group.Failed), "replicate");
            output.WriteLine($"  {result.Status.ToString().ToLowerInvariant()}: no claims yet; {kept} kept");
            return;
        }

        if (result.Claims.Count > 0)
        {
            Table table = AsTable(result.Claims);
            Tables.Write(shell, Tables.Fit(shell, table) || (shell.Output.Width >= LeastOfTable && Tables.KeepsWords(shell, table)) ? table
                : Stacked(result.Claims));
        }

        foreach (GroupCount group in result.Groups.Where(group => group.Failed > 0))
        {
            output.WriteLine($"  {group.Failed} of {group.Failed + group.Done} replicates of '{group.Group}' failed: {string.Join("; ", group.Reasons)}");
        }

        if (withNotes && result.Notes.Count > 0)
        {
            Grid notes = Tables.Pairs();
            foreach (string note in result.Notes)
            {
                notes.AddRow("Note", Markup.Escape(note));
            }

            Tables.Write(shell, notes);
        }
    }

    private static Table AsTable(IReadOnlyList<Claim> claims)
    {
        Table table = Tables.New().AddColumn(Tables.Words("claim")).AddColumn(Tables.Words("paper")).AddColumn(Tables.Words("measured"))
            .AddColumn(Tables.Words("band")).AddColumn(Tables.Whole("holds"));
        foreach (Claim claim in claims)
        {
            table.AddRow(
                Markup.Escape(claim.Text), Markup.Escape(claim.Paper), Markup.Escape(claim.Measured), claim.Judged ? Markup.Escape(claim.Band) : Show.Nothing,
                Verdict(claim));
        }

        return table;
    }

    /// <summary>For narrow terminals: a claim, and below it what the paper says, what was measured and what counts as the same.</summary>
    private static Table Stacked(IReadOnlyList<Claim> claims)
    {
        Table table = Tables.New().AddColumn(Tables.Whole("holds")).AddColumn(Tables.Words("claim; what was measured, its band, what the paper says"));
        foreach (Claim claim in claims)
        {
            string band = claim.Judged ? $"; band {claim.Band}" : "";
            table.AddRow(Verdict(claim), $"[bold]{Markup.Escape(claim.Text)}[/]\n{Markup.Escape($"measured {claim.Measured}{band}; paper {claim.Paper}")}");
        }

        return table;
    }

    private static string Verdict(Claim claim) => claim switch
    {
        { Judged: false } => Show.Nothing,
        { Holds: true, OrderOnly: true } => "order",
        { Holds: true } => "[green]yes[/]",
        { OfTheClock: true } => "not now",
        _ => "[bold red]NO[/]",
    };

    /// <summary>How many claims hold, over all experiments.</summary>
    public static string Summary(IReadOnlyList<Reproduction> results)
    {
        Claim[] claims = [.. results.SelectMany(result => result.Claims).Where(claim => claim.Judged)];
        if (results.All(result => result.Set is not null))
        {
            return "No claim is judged: these are not the paper's parameters.";
        }

        int skipped = results.Count(result => result.Skipped is not null);
        string without = skipped > 0 ? $"; {Show.Count(skipped, "experiment")} skipped for want of data" : "";
        return $"{ClaimCount.Of(claims).Words}{without}.";
    }
}
