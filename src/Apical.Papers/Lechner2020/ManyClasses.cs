namespace Apical.Papers.Lechner2020;

/// <summary>What tables 3 to 6 do: more and more classes.</summary>
/// <param name="task">Where they come from.</param>
/// <param name="kind">FC or CNN.</param>
/// <param name="published">Classes, and what is published for BP, DFA, FA and mDFA.</param>
internal sealed class ManyClasses(ClassTask task, string kind, (int Classes, (double, double, double)[] Models)[] published)
{
    private const string Activation = "tanh";
    private const int Twenty = 20;                      // where the files have no more: beyond ten, as 25 is

    /// <summary>Sets of classes.</summary>
    public required Setting<int> Sets { get; init; }

    /// <summary>Epochs.</summary>
    public required Setting<int> Epochs { get; init; }

    /// <summary>Numbers of classes, in words.</summary>
    public required Told Counts { get; init; }

    /// <summary>Classes at most.</summary>
    public required Setting<int> Most { get; init; }

    /// <summary>The models at the quick scale.</summary>
    /// <value>Default all.</value>
    public string[] QuickModels { get; init; } = ClassTable.Models;

    /// <summary>Every parameter.</summary>
    /// <param name="more">The network, and what the data have.</param>
    public IReadOnlyList<ISetting> Settings(params ISetting[] more) =>
    [
        Sets, Epochs, Counts, Most, ClassTable.BatchSize, ClassTable.Inputs, ClassTable.Measured, .. more, ClassTable.Tuned,
        .. task.Tuned.Settings([kind], withRelu: false),
    ];

    /// <summary>The replicates.</summary>
    public IReadOnlyList<Job> Jobs(Setup setup) => ClassTable.Jobs(setup, task, Cells(setup), Sets.At(setup.Scale), Epochs.At(setup.Scale));

    /// <summary>Claims and pictures.</summary>
    public Outcome Conclude(Setup setup, Results results, string title)
    {
        if (task.Skip(setup) is { } skipped)
        {
            return skipped;
        }

        TableCell[] cells = Cells(setup);
        if (cells.Length == 0)
        {
            return Outcome.Skip($"{task.Need.Name} has {task.Classes(setup)} classes here, and the table begins with {published[0].Classes}");
        }

        int[] counts = [.. cells.Select(one => one.Classes).Distinct()];
        Picture[] pictures = [.. counts.Select(n => ClassTable.Bars(results, [.. cells.Where(one => one.Classes == n)], $"{title}, {n} classes"))];
        if (setup.Scale != Scale.Paper)
        {
            return new([.. ClassTable.Learn(results, cells.Where(one => one.Model == ClassTable.Bp))], pictures)
            {
                Notes = ["At the quick scale, with few epochs and classes, only whether BP learns is judged."],
            };
        }

        TableCell Of(string model, int n) => cells.First(one => one.Model == model && one.Classes == n);
        Claim[] behind =
        [
            .. counts.Where(n => n > 10).Select(n => Claim.AtMost(
                $"{Of(ClassTable.Mdfa, n).Group}: test accuracy less DFA's", "mDFA falls behind standard DFA for networks with more than ten output neurons",
                ClassTable.TestDifference(results, Of(ClassTable.Mdfa, n), Of(ClassTable.Dfa, n)).Mean, 0, " points")),
            .. ClassTable.Models.Where(model => model != ClassTable.Bp && counts.Length > 1).Select(model => Claim.AtMost(
                $"{model}: highest training accuracy on {counts[^1]} classes less that on 3", "struggle to fit the training data with more classes",
                ClassTable.Training(results, Of(model, counts[^1])).Mean - ClassTable.Training(results, Of(model, 3)).Mean, 0, " points")),
        ];
        return new([.. behind, .. ClassTable.AsPublished(results, cells)], pictures) { Notes = task.Notes(setup) };
    }

    private TableCell[] Cells(Setup setup)
    {
        int most = Math.Min(task.Classes(setup), Most.At(setup.Scale));
        var rows = published.Where(row => row.Classes <= most)
            .Select(row => (row.Classes, Published: row.Models.Select(numbers => ((double, double, double)?)numbers)));
        if (most is >= Twenty and < 25 && published[^1].Classes > most)
        {
            rows = rows.Append((Twenty, ClassTable.Models.Select(_ => ((double, double, double)?)null)));
        }

        return
        [
            .. from row in rows
               from one in ClassTable.Models.Zip(row.Published)
               where setup.Scale == Scale.Paper || QuickModels.Contains(one.First)
               select task.Cell(one.First, kind, Activation, row.Classes, setup.Scale) with { Published = one.Second },
        ];
    }
}
