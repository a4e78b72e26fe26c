using Apical.Training;
using Spectre.Console;

namespace Apical.Cli.Output;

/// <summary>The result for people: one row per rule.</summary>
internal static class ResultTable
{
    private const int AngleWidth = 6;
    private const int MostAngles = 4;                   // beside the rest, in 80 columns

    /// <summary>
    /// Draws the table; angles go in a table of their own below where there is no room for them, and what is set of a rule is then told below in full. Where
    /// that is still too much, seconds are left out: names of rules are never broken.
    /// </summary>
    /// <param name="shell">Where to.</param>
    /// <param name="results">One per rule.</param>
    /// <param name="states">All runs, for what became of them.</param>
    public static void Write(Shell shell, IReadOnlyList<RuleResult> results, IReadOnlyList<JobState> states)
    {
        bool angles = results.Any(result => result.AnglesToBackprop.Any(angle => !double.IsNaN(angle)));
        IReadOnlyList<string> names = [.. results.Select(result => result.Rule)];
        bool apart = angles && (Layers(results) > MostAngles || !Tables.HaveRoom(shell, Performance(results, names, states, withAngles: true)));
        Table table = Performance(results, names, states, withAngles: angles && !apart);
        if (!Tables.HaveRoom(shell, table))
        {
            names = Short(names);
            table = Performance(results, names, states, withAngles: angles && !apart);
        }

        bool fits = Tables.HaveRoom(shell, table);
        Tables.WriteWhole(shell, fits ? table : Performance(results, names, states, withAngles: false, withSeconds: false));
        if (!fits)
        {
            Tables.TellLeftOut(shell, "seconds");
        }

        foreach (var (name, result) in names.Zip(results).Where(one => one.First != one.Second.Rule))
        {
            shell.Output.Writer.WriteLine($" {name} is {result.Rule}");
        }

        if (apart)
        {
            shell.Output.Writer.WriteLine();
            Tables.WriteWhole(shell, Angles(results, names));
        }
    }

    // fa (2) for fa:sparsity=0.5:scale=2
    private static IReadOnlyList<string> Short(IReadOnlyList<string> rules)
    {
        string[] set = [.. rules.Where(rule => rule.Contains(':'))];
        return [.. rules.Select(rule => Array.IndexOf(set, rule) is >= 0 and var place ? $"{rule.Split(':')[0]} ({place + 1})" : rule)];
    }

    private static Table Performance(
        IReadOnlyList<RuleResult> results, IReadOnlyList<string> names, IReadOnlyList<JobState> states, bool withAngles, bool withSeconds = true)
    {
        bool classes = results.Any(result => !double.IsNaN(result.TestAccuracy.Mean));
        bool uneven = results.Any(result => Runs(result, states) != Runs(results[0], states)) || states.Any(state => state.Failed || !state.Ended);
        double best = results.Max(result => double.IsNaN(result.TestAccuracy.Mean) ? double.NegativeInfinity : result.TestAccuracy.Mean);
        Table table = Tables.New().AddColumn(Tables.Words("rule"));
        IEnumerable<TableColumn> columns =
        [
            .. uneven ? [Tables.Numbers("runs")] : Array.Empty<TableColumn>(),
            .. classes ? [Tables.Numbers("test\naccuracy (%)")] : Array.Empty<TableColumn>(),
            Tables.Numbers("test\nloss"),
            .. withSeconds ? [Tables.Numbers("training\nseconds")] : Array.Empty<TableColumn>(),
            .. withAngles ? [Tables.Numbers(AngleHeading(results))] : Array.Empty<TableColumn>(),
        ];
        table.AddColumns([.. columns]);
        foreach (var (result, name) in results.Zip(names))
        {
            string accuracy = Show.Spread(result.TestAccuracy, Show.Percent);
            List<string> cells = [Tables.Name(name)];
            cells.AddRange(uneven ? [Runs(result, states)] : []);
            cells.AddRange(classes ? [result.TestAccuracy.Mean == best && results.Count > 1 ? $"[bold green]{accuracy}[/]" : accuracy] : []);
            cells.Add(Show.Spread(result.TestLoss, Show.Loss));
            cells.AddRange(withSeconds ? [Show.Number(result.Seconds.Mean, "0.00")] : []);
            cells.AddRange(withAngles ? [AngleText(result, results)] : []);
            table.AddRow([.. cells]);
        }

        return table;
    }

    private static Table Angles(IReadOnlyList<RuleResult> results, IReadOnlyList<string> names)
    {
        Table table = Tables.New().AddColumn(Tables.Words("rule")).AddColumn(Tables.Words(AngleHeading(results)).RightAligned());
        foreach (var (result, name) in results.Zip(names))
        {
            table.AddRow(Tables.Name(name), AngleText(result, results));
        }

        return table;
    }

    /// <summary>The angles of a rule; a dash for each layer that it has none for while others do.</summary>
    private static string AngleText(RuleResult result, IReadOnlyList<RuleResult> results) => string.Concat(Enumerable.Range(0, Layers(results))
        .Select(i => Show.Degrees(i < result.AnglesToBackprop.Count ? result.AnglesToBackprop[i] : double.NaN).PadLeft(AngleWidth)));

    private static string AngleHeading(IReadOnlyList<RuleResult> results) => "angle to backprop (°)\n"
        + string.Concat(Enumerable.Range(1, Layers(results)).Select(i => i == 1 ? "layer 1" : $"{i}".PadLeft(AngleWidth)));

    private static int Layers(IReadOnlyList<RuleResult> results) => results.Max(result => result.AnglesToBackprop.Count);

    private static string Runs(RuleResult result, IReadOnlyList<JobState> states)
    {
        JobState[] mine = [.. states.Where(state => state.Group == result.Rule)];
        int done = mine.Count(state => state.Phase == JobPhase.Done);
        string text = $"{done}";
        text += result.Failed > 0 ? $" + [red]{result.Failed} failed[/]" : "";
        return text + (mine.Length > done + result.Failed ? $" of {mine.Length}" : "");
    }
}
