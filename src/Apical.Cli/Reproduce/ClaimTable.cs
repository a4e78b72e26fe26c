using Apical.Cli.Output;
using Apical.Runs;
using Spectre.Console;

namespace Apical.Cli.Reproduce;

/// <summary>The claims of an experiment for people.</summary>
internal static class ClaimTable
{
    /// <summary>Title, claims, what failed, notes.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="result">What came of the experiment.</param>
    /// <param name="withNotes">Whether notes are wanted.</param>
    public static void Write(Shell shell, Reproduction result, bool withNotes)
    {
        TextWriter output = shell.Output.Writer;
        output.WriteLine($"{result.Id}  {result.Title}");
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

        Table table = Tables.New().AddColumn(Tables.Words("claim")).AddColumn(Tables.Words("paper")).AddColumn(Tables.Words("measured"))
            .AddColumn(Tables.Words("band")).AddColumn(Tables.Whole("holds"));
        foreach (Claim claim in result.Claims)
        {
            table.AddRow(
                Markup.Escape(claim.Text), Markup.Escape(claim.Paper), Markup.Escape(claim.Measured), claim.Judged ? Markup.Escape(claim.Band) : Show.Nothing,
                Verdict(claim));
        }

        if (result.Claims.Count > 0)
        {
            Tables.Write(shell, table);
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
        int order = claims.Count(claim => claim is { Holds: true, OrderOnly: true });
        string among = order > 0 ? $", {order} of them in order only" : "";
        return $"{claims.Count(claim => claim.Holds)} of {Show.Count(claims.Length, "claim")} {(claims.Length == 1 ? "holds" : "hold")}{among}{without}.";
    }
}
