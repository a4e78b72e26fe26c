namespace Apical.Papers.Lechner2020;

/// <summary>What tables 1 and 2 do: two classes told apart, with three activations, fully connected and convolutional.</summary>
internal static class TwoClasses
{
    /// <summary>The activations in the order of the tables.</summary>
    public static readonly string[] Activations = ["hard-tanh", "relu", "tanh"];

    private static readonly string[] s_smooth = ["tanh", "hard-tanh"];

    /// <summary>The cells of a table.</summary>
    /// <param name="task">Where the classes come from.</param>
    /// <param name="scale">Networks may differ by it.</param>
    /// <param name="published">Highest training accuracy, its standard deviation, test accuracy: FC, then CNN.</param>
    public static TableCell[] Cells(
        ClassTask task, Scale scale, (string Activation, string Model, (double, double, double) Dense, (double, double, double) Convolutional)[] published) =>
    [
        .. published.SelectMany(row => new[]
        {
            task.Cell(row.Model, TableCell.Dense, row.Activation, 2, scale) with { Published = row.Dense },
            task.Cell(row.Model, TableCell.Convolutional, row.Activation, 2, scale) with { Published = row.Convolutional },
        }),
    ];

    /// <summary>The sentences of section 4.1, as far as the cells that they are about are there.</summary>
    public static IEnumerable<Claim> Sentences(Results results, IReadOnlyList<TableCell> cells)
    {
        foreach (TableCell cell in Smooth(TableCell.Dense))
        {
            yield return Claim.AtLeast(
                $"{cell.Group}: highest training accuracy", "brings the training error to zero for fully-connected networks",
                ClassTable.Training(results, cell).Mean, 99.5, " %", cell.Published?.Train);
        }

        foreach (TableCell cell in Smooth(TableCell.Convolutional))
        {
            yield return Claim.AtLeast(
                $"{cell.Group}: test accuracy less BP's", "matches backpropagation for convolutional networks",
                ClassTable.TestDifference(results, cell, cells.First(other => other.Model == ClassTable.Bp && other.IsBeside(cell))).Mean,
                -ClassTable.Near, " points");
        }

        foreach (TableCell cell in cells.Where(cell => cell is { Model: ClassTable.Mdfa, Activation: "relu" }))
        {
            TableCell tanh = cells.First(other => other.Model == cell.Model && other.Kind == cell.Kind && other.Activation == "tanh");
            yield return Claim.AtMost(
                $"mDFA {cell.Kind}: highest training accuracy with relu less that with tanh", "fails with relu; hard-tanh and tanh do not",
                ClassTable.TrainingDifference(results, cell, tanh).Mean, -5, " points");
        }

        IEnumerable<TableCell> Smooth(string kind) =>
            s_smooth.SelectMany(activation => cells.Where(cell => (cell.Model, cell.Activation, cell.Kind) == (ClassTable.Mdfa, activation, kind)));
    }

    /// <summary>What is judged of few epochs on one pair.</summary>
    /// <param name="results">What was found.</param>
    /// <param name="cells">What was trained.</param>
    /// <param name="pictures">The table.</param>
    public static Outcome AtQuickScale(Results results, IEnumerable<TableCell> cells, Picture[] pictures) =>
        new([.. ClassTable.Learn(results, cells.Where(cell => cell.Model is ClassTable.Bp or ClassTable.Mdfa))], pictures)
        {
            Notes = ["At the quick scale, with few epochs on one pair and without relu, only whether networks of BP and mDFA learn is judged."],
        };

    /// <summary>A picture for each activation.</summary>
    public static Picture[] Pictures(Results results, IReadOnlyList<TableCell> cells, string title) =>
    [
        .. Activations.Where(activation => cells.Any(cell => cell.Activation == activation)).Select(activation =>
            ClassTable.Bars(results, [.. cells.Where(cell => cell.Activation == activation)], $"{title}, {activation}")),
    ];
}
