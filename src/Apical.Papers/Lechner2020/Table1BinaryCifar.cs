namespace Apical.Papers.Lechner2020;

/// <summary>Table 1: two classes of CIFAR-100 told apart, with three activations, fully connected and convolutional.</summary>
internal sealed class Table1BinaryCifar : Experiment
{
    private const string ZeroWeights = "weights from zero";

    private static readonly Setting<int> s_pairs = new("pairs of classes", 5, 1, "section 4.1; which were drawn is not given");
    private static readonly Setting<int> s_epochs = new("epochs", 100, 6, "released code");

    // highest training accuracy, its standard deviation, test accuracy: FC, then CNN
    private static readonly (string Activation, string Model, (double, double, double) Dense, (double, double, double) Convolutional)[] s_published =
    [
        ("hard-tanh", ClassTable.Bp, (100, 0, 81.3), (100, 0, 80.9)),
        ("hard-tanh", ClassTable.Dfa, (84.1, 8.2, 76.8), (84.4, 7.9, 80)),
        ("hard-tanh", ClassTable.Fa, (85.3, 8, 76.9), (82.5, 10.2, 77.5)),
        ("hard-tanh", ClassTable.Mdfa, (100, 0, 77.3), (87.4, 7, 80.9)),
        ("relu", ClassTable.Bp, (100, 0, 80), (100, 0, 82.2)),
        ("relu", ClassTable.Dfa, (76.2, 9.6, 72.9), (73, 15.5, 72)),
        ("relu", ClassTable.Fa, (77.9, 10.2, 71), (68.6, 15.9, 69.8)),
        ("relu", ClassTable.Mdfa, (78.2, 9.9, 62.1), (78, 11.7, 75.5)),
        ("tanh", ClassTable.Bp, (100, 0, 81.4), (100, 0, 81.1)),
        ("tanh", ClassTable.Dfa, (84.2, 8.2, 77.5), (81.6, 9.3, 79.7)),
        ("tanh", ClassTable.Fa, (84.9, 8, 77.6), (94.2, 3.5, 83.4)),
        ("tanh", ClassTable.Mdfa, (100, 0, 77.2), (89, 6, 81.1)),
    ];

    private static readonly TableCell[] s_cells = TwoClasses.Cells(CifarTask.Task, Scale.Paper, s_published);

    private static readonly TableCell[] s_zeros =
    [
        .. from model in new[] { ClassTable.Dfa, ClassTable.Fa, ClassTable.Mdfa }
           let cell = Dense(model)
           select cell with { Published = null, Note = ZeroWeights, Tuning = cell.Tuning with { Initial = Tuning.Zeros } },
    ];

    public override string Id => "lechner2020/table1";

    public override string Title => "Two classes of CIFAR-100: BP, DFA, FA and mDFA with three activations";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [CifarTask.Task.Need];

    public override Duration Takes => new(0.3, 45);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_pairs, s_epochs, ClassTable.BatchSize, ClassTable.Inputs, ClassTable.Measured, CifarTask.DenseNet, CifarTask.ConvolutionalNet, ClassTable.OneOutput,
        ClassTable.Tuned, .. CifarTask.Task.Tuned.Settings([TableCell.Dense, TableCell.Convolutional], withRelu: true),
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        ClassTable.Jobs(
            setup, CifarTask.Task, setup.Scale == Scale.Paper ? [.. s_cells, .. s_zeros] : AtQuickScale, s_pairs.At(setup.Scale), s_epochs.At(setup.Scale));

    public override Outcome Conclude(Setup setup, Results results)
    {
        if (CifarTask.Task.Skip(setup) is { } skipped)
        {
            return skipped;
        }

        Picture[] pictures = TwoClasses.Pictures(results, s_cells, "Table 1");
        if (setup.Scale != Scale.Paper)
        {
            return TwoClasses.AtQuickScale(results, AtQuickScale, pictures);
        }

        IEnumerable<Claim> zeros = s_zeros.Select(cell => Claim.AtLeast(
            $"{cell.Model} FC tanh: test accuracy with weights that start at zero less that with uniform ones",
            "perform best when all forward weights start at zero", ClassTable.TestDifference(results, cell, Dense(cell.Model)).Mean, 0, " points"));
        return new([.. TwoClasses.Sentences(results, s_cells), .. zeros, .. ClassTable.AsPublished(results, s_cells)], pictures)
        {
            Notes = CifarTask.Task.Notes(setup),
        };
    }

    private static TableCell[] AtQuickScale => [.. s_cells.Where(cell => cell.Activation != "relu")];

    private static TableCell Dense(string model) =>
        s_cells.First(cell => (cell.Model, cell.Activation, cell.Kind) == (model, "tanh", TableCell.Dense));
}
