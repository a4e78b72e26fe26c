namespace Apical.Papers.Lechner2020;

/// <summary>What tables 3 and 4 do: more and more classes of CIFAR-100.</summary>
/// <param name="published">Classes, and what is published for BP, DFA, FA and mDFA.</param>
/// <param name="cell">The cell of a model, an activation and a number of classes.</param>
internal sealed class ManyClasses((int Classes, (double, double, double)[] Models)[] published, Func<string, string, int, TableCell> cell)
{
    private const string Activation = "tanh";
    private const int Twenty = 20;                      // where the files have no more: beyond ten, as 25 is

    private static readonly Setting<int> s_sets = new("sets of classes", 5, 1, "as section 4.1; which were drawn is not given");
    private static readonly Setting<int> s_epochs = new("epochs", 100, 3, "released code");
    private static readonly Fixed<string> s_classes =
        new("n", "3, 5, 10, 25, 50 as far as the files have so many classes; 20 where they have no 25", "section 4.2; 20 ours");
    private static readonly Setting<int> s_most = new("classes at most", int.MaxValue, 5, "our choice");

    /// <summary>Every parameter.</summary>
    /// <param name="net">The network.</param>
    /// <param name="kind">FC or CNN.</param>
    public IReadOnlyList<ISetting> Settings(ISetting net, string kind) =>
    [
        s_sets, s_epochs, s_classes, s_most, ClassTable.BatchSize, ClassTable.Inputs, ClassTable.Measured, net, ClassTable.Tuned,
        .. Tuning.Settings([kind], withRelu: false),
    ];

    /// <summary>The replicates.</summary>
    public IReadOnlyList<Job> Jobs(Setup setup) =>
        ClassTable.Jobs(setup, Cells(setup), s_sets.At(setup.Scale), s_epochs.At(setup.Scale), CifarTask.Data(setup));

    /// <summary>Claims and pictures.</summary>
    public Outcome Conclude(Setup setup, Results results, string title)
    {
        TableCell[] cells = Cells(setup);
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
            .. new[] { ClassTable.Dfa, ClassTable.Fa, ClassTable.Mdfa }.Select(model => Claim.AtMost(
                $"{model}: highest training accuracy on {counts[^1]} classes less that on 3", "struggle to fit the training data with more classes",
                ClassTable.Training(results, Of(model, counts[^1])).Mean - ClassTable.Training(results, Of(model, 3)).Mean, 0, " points")),
        ];
        return new([.. behind, .. ClassTable.AsPublished(results, cells)], pictures) { Notes = CifarTask.Notes(setup) };
    }

    private TableCell[] Cells(Setup setup)
    {
        int most = Math.Min(CifarTask.Classes(setup), s_most.At(setup.Scale));
        var rows = published.Where(row => row.Classes <= most)
            .Select(row => (row.Classes, Published: row.Models.Select(numbers => ((double, double, double)?)numbers)));
        if (most is >= Twenty and < 25)
        {
            rows = rows.Append((Twenty, ClassTable.Models.Select(_ => ((double, double, double)?)null)));
        }

        return
        [
            .. from row in rows
               from one in ClassTable.Models.Zip(row.Published)
               select cell(one.First, Activation, row.Classes) with { Published = one.Second },
        ];
    }
}
