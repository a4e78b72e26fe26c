using System.Globalization;
using Apical.Cli.Output;
using Apical.Data;
using Apical.Numerics.Matrices;
using Spectre.Console;

namespace Apical.Cli;

/// <summary>Shows what is in a set: what <c>apical data show</c> prints.</summary>
internal static class DataShow
{
    private const int MostColumns = 20, MostClasses = 30, MostInRow = 8;

    /// <summary>Writes it.</summary>
    /// <param name="shell">Where to.</param>
    /// <param name="entry">The set.</param>
    /// <param name="folder">Where its files are.</param>
    /// <param name="rows">Samples to show.</param>
    public static void Write(Shell shell, DataEntry entry, string? folder, int rows)
    {
        var request = new DataRequest { Folder = folder };
        DataSplits parts = entry.LoadParts(request);
        DataFacts facts = DataFacts.Of(parts);
        DataSplits data = entry.Compose(parts, request, (0, 1));
        TextWriter output = shell.Output.Writer;
        output.WriteLine(entry.NameIn(folder));
        output.WriteLine();
        Grid grid = Tables.Pairs();
        void Row(string title, string text) => grid.AddRow(new Markup($"[grey]{title}[/]"), new Text(text));
        ISamples train = data.Train;
        Row("samples", $"{data.Training.Count} to train{(data.Validation is { } held ? $", {held.Count} for validation" : "")}, {data.Test.Count} to test");
        NormalisationRecord found = Normalisation.Fit(NormalisationMethod.Whole, train).Record;
        Row("inputs", $"{train.Features}{(train.Shape is { } shape ? $": images of {shape}" : "")}, from {Number(found.Min)} to {Number(found.Max)}, "
            + $"mean {Number(found.Mean)}, sd {Number(found.Sd)}{(found.ConstantFeatures > 0 ? $"; {found.ConstantFeatures} never change" : "")}");
        Row("to learn", train.Classes > 0 ? $"{Show.Count(train.Classes, "class").Replace("classs", "classes")}, {Show.Count(train.Outputs, "output")}"
            : $"{Show.Count(train.Outputs, "number")}{(data.TargetNames.Count > 0 ? $": {string.Join(", ", data.TargetNames)}" : "")}, from "
                + $"{Number(train.Summary.Lowest)} to {Number(train.Summary.Highest)}");
        Row("checksum", facts.Checksum);
        Tables.Write(shell, grid);
        if (train.Classes > 0)
        {
            output.WriteLine();
            Tables.Write(shell, Classes(data));
        }

        if (train is Dataset table && data.FeatureNames.Count > 0)
        {
            output.WriteLine();
            Tables.Write(shell, Columns(table, data.FeatureNames));
        }

        if (rows > 0)
        {
            output.WriteLine();
            Tables.Write(shell, Samples(data, Math.Min(rows, train.Count)));
        }
    }

    private static Table Classes(DataSplits data)
    {
        Table table = Tables.New();
        table.AddColumn(Tables.Words("class"));
        table.AddColumn(Tables.Numbers("train"));
        table.AddColumn(Tables.Numbers("test"));
        int[] train = Counts(data.Train), test = Counts(data.Test);
        for (int label = 0; label < Math.Min(MostClasses, train.Length); label++)
        {
            table.AddRow(Markup.Escape(NameOf(data.Train, label)), $"{train[label]}", $"{test[label]}");
        }

        if (train.Length > MostClasses)
        {
            table.AddRow($"… {train.Length - MostClasses} more", $"{train.Skip(MostClasses).Sum()}", $"{test.Skip(MostClasses).Sum()}");
        }

        return table;
    }

    private static Table Columns(Dataset train, IReadOnlyList<string> names)
    {
        Table table = Tables.New();
        table.AddColumn(Tables.Words("input"));
        foreach (string heading in new[] { "least", "mean", "greatest" })
        {
            table.AddColumn(Tables.Numbers(heading));
        }

        foreach (var (i, name) in names.Take(MostColumns).Index())
        {
            double[] column = [.. Enumerable.Range(0, train.Count).Select(sample => train.Inputs[sample, i])];
            string shown = string.Concat(name.Select(sign => char.IsControl(sign) ? '·' : sign));
            table.AddRow(Markup.Escape(shown), Number(column.Min()), Number(column.Average()), Number(column.Max()));
        }

        if (names.Count > MostColumns)
        {
            table.AddRow($"… {names.Count - MostColumns} more", "", "", "");
        }

        return table;
    }

    private static Table Samples(DataSplits data, int count)
    {
        ISamples train = data.Train;
        Matrix x = new(train.Features, count, train.Precision), t = new(train.Outputs, count, train.Precision);
        int[] labels = new int[train.Classes == 0 ? 0 : count];
        train.Gather([.. Enumerable.Range(0, count)], x, t, labels);
        Table table = Tables.New();
        int shown = Math.Min(MostInRow, train.Features);
        table.AddColumn(Tables.Words("sample"));
        table.AddColumn(Tables.Words($"inputs{(shown < train.Features ? $", the first {shown}" : "")}"));
        table.AddColumn(Tables.Words(train.Classes > 0 ? "class" : "to learn"));
        for (int sample = 0; sample < count; sample++)
        {
            string inputs = string.Join("  ", Enumerable.Range(0, shown).Select(i => Number(x[i, sample])));
            string answer = train.Classes > 0 ? NameOf(train, labels[sample])
                : string.Join("  ", Enumerable.Range(0, Math.Min(MostInRow, train.Outputs)).Select(i => Number(t[i, sample])));
            table.AddRow($"{sample + 1}", inputs, Markup.Escape(answer));
        }

        return table;
    }

    private static int[] Counts(ISamples part)
    {
        int[] labels = new int[part.Count], counts = new int[part.Classes];
        part.Gather([.. Enumerable.Range(0, part.Count)], null, null, labels);
        foreach (int label in labels)
        {
            counts[label]++;
        }

        return counts;
    }

    private static string NameOf(ISamples set, int label) => label < set.ClassNames.Count
        ? Problem.Safe(set.ClassNames[label]) : $"{label}";

    private static string Number(double number) => number.ToString("G4", CultureInfo.InvariantCulture);
}
