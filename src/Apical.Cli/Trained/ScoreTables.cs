using System.Globalization;
using Apical.Cli.Output;
using Apical.Models;
using Spectre.Console;

namespace Apical.Cli.Trained;

/// <summary>Scores for people.</summary>
internal static class ScoreTables
{
    private const int MostCrossed = 12;                 // classes in a table of which was taken for which
    private const int MostClasses = 30, WorstShown = 12, PairsShown = 10;

    /// <summary>Writes all there is to say.</summary>
    public static void Write(Shell shell, ModelCard card, ModelScores scores)
    {
        TextWriter output = shell.Output.Writer;
        if (scores.Confusion is { } confusion)
        {
            (double low, double high) = scores.AccuracyInterval;
            output.WriteLine($"accuracy  {Show.Percent(scores.Accuracy)} % (95 % interval {Show.Percent(low)} to {Show.Percent(high)} %)");
            output.WriteLine($"loss      {Show.Loss(scores.Loss)}");
            output.WriteLine();
            Tables.Write(shell, Classes(card, confusion, out int left));
            if (left > 0)
            {
                output.WriteLine($"The {WorstShown} classes with the lowest F1; {left} others are in --json.");
            }

            output.WriteLine();
            Crossed(shell, card, confusion);
            return;
        }

        output.WriteLine($"loss      {Show.Loss(scores.Loss)}");
        output.WriteLine();
        Table table = Tables.New().AddColumn(Tables.Words("output")).AddColumns(Tables.Numbers("RMSE"), Tables.Numbers("MAE"), Tables.Numbers("R²"));
        foreach (var (i, one) in scores.Outputs.Index())
        {
            table.AddRow(Tables.Name(card.NameOfOutput(i)), Show.Loss(one.Rmse), Show.Loss(one.Mae), Show.Number(one.R2, "0.0000"));
        }

        Tables.Write(shell, table);
    }

    private static Table Classes(ModelCard card, ConfusionMatrix confusion, out int left)
    {
        Table table = Tables.New().AddColumn(Tables.Words("class"));
        table.AddColumns(Tables.Numbers("samples"), Tables.Numbers("said\nto be"), Tables.Numbers("precision\n(%)"), Tables.Numbers("recall\n(%)"),
            Tables.Numbers("F1\n(%)"));
        int[] shown = [.. Enumerable.Range(0, confusion.Classes)];
        if (shown.Length > MostClasses)
        {
            shown = [.. shown.Where(c => confusion.Of(c) is { Count: > 0 } or { Predicted: > 0 }).OrderBy(c => confusion.Of(c).F1).Take(WorstShown)];
        }

        left = confusion.Classes - shown.Length;
        foreach (int c in shown)
        {
            ClassScores of = confusion.Of(c);
            table.AddRow(Tables.Name(card.NameOfClass(c)), Text(of.Count), Text(of.Predicted), Show.Percent(of.Precision), Show.Percent(of.Recall),
                Show.Percent(of.F1));
        }

        return table;
    }

    // All pairs where they fit beside each other, else those most confused.
    private static void Crossed(Shell shell, ModelCard card, ConfusionMatrix confusion)
    {
        int[] all = [.. Enumerable.Range(0, confusion.Classes)];
        int cell = Math.Max(2, all.SelectMany(_ => all, (a, p) => Text(confusion[a, p]).Length).Max());
        int names = all.Max(c => Label(card, c).Length);
        if (confusion.Classes <= MostCrossed && names + 4 + (confusion.Classes * (cell + 2)) <= shell.Output.Width)
        {
            shell.Output.Writer.WriteLine("Rows are what samples are, columns what they are said to be.");
            shell.Output.Writer.WriteLine();
            Table table = Tables.New().AddColumn(Tables.Whole("")).AddColumns([.. all.Select(c => Tables.Numbers(Text(c)))]);
            foreach (int actual in all)
            {
                table.AddRow([Tables.Name(Label(card, actual)), .. all.Select(predicted => confusion[actual, predicted] switch
                {
                    0 => "[grey]·[/]",
                    var count when actual == predicted => $"[bold]{count}[/]",
                    var count => Text(count),
                })]);
            }

            Tables.Write(shell, table);
            return;
        }

        (int Actual, int Predicted, long Count)[] pairs = [.. confusion.Mistakes.Take(PairsShown)];
        if (pairs.Length == 0)
        {
            shell.Output.Writer.WriteLine("No sample was taken for another class.");
            return;
        }

        shell.Output.Writer.WriteLine("Most confused:");
        shell.Output.Writer.WriteLine();
        Table most = Tables.New().AddColumn(Tables.Words("is")).AddColumn(Tables.Words("said to be")).AddColumn(Tables.Numbers("samples"))
            .AddColumn(Tables.Numbers("of its class (%)"));
        foreach (var (actual, predicted, count) in pairs)
        {
            most.AddRow(Tables.Name(card.NameOfClass(actual)), Tables.Name(card.NameOfClass(predicted)), Text(count),
                Show.Percent((double)count / confusion.Of(actual).Count));
        }

        Tables.Write(shell, most);
    }

    private static string Label(ModelCard card, int c) => card.ClassNames.Count == 0 ? Text(c) : Problem.Safe($"{c} {card.NameOfClass(c)}");

    private static string Text(long count) => count.ToString(CultureInfo.InvariantCulture);
}
