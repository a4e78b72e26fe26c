namespace Apical.Papers.Lechner2020;

/// <summary>Table 2: two classes of ImageNet told apart, with three activations, fully connected and convolutional.</summary>
internal sealed class Table2BinaryImageNet : Experiment
{
    // highest training accuracy, its standard deviation, validation accuracy: FC, then CNN
    private static readonly (string Activation, string Model, (double, double, double) Dense, (double, double, double) Convolutional)[] s_published =
    [
        ("hard-tanh", ClassTable.Bp, (98.4, 3.6, 77.3), (99.8, 0.5, 81.7)),
        ("hard-tanh", ClassTable.Dfa, (93.8, 13, 74), (100, 0, 83)),
        ("hard-tanh", ClassTable.Fa, (97.5, 0.8, 74.7), (51.9, 0.5, 54.7)),
        ("hard-tanh", ClassTable.Mdfa, (95.3, 10.4, 79.5), (79.5, 9.8, 83.8)),
        ("relu", ClassTable.Bp, (100, 0, 78.3), (90, 18.1, 72.5)),
        ("relu", ClassTable.Dfa, (75.1, 8.1, 73.2), (50.4, 0.9, 52.7)),
        ("relu", ClassTable.Fa, (68.3, 7.9, 71), (52.3, 0.9, 54.8)),
        ("relu", ClassTable.Mdfa, (56.9, 0.9, 59.7), (52.6, 1.6, 58.4)),
        ("tanh", ClassTable.Bp, (99.9, 0.2, 75.8), (99.9, 0.1, 76.2)),
        ("tanh", ClassTable.Dfa, (97.9, 2.2, 76.8), (99.3, 1.5, 83.2)),
        ("tanh", ClassTable.Fa, (98.1, 2.3, 76.5), (62.4, 17.3, 60.8)),
        ("tanh", ClassTable.Mdfa, (99.9, 0.1, 78), (78.2, 9.4, 83)),
    ];

    private readonly Setting<int> _pairs, _epochs;
    private readonly bool _appendix;

    private Table2BinaryImageNet(bool appendix, int pairs, int epochs) => (_appendix, _pairs, _epochs) = (
        appendix, new("pairs of classes", pairs, 1, "our choice: 5 in section 4.1; which were drawn is not given"),
        new("epochs", epochs, 10, "our choice: 100 in the released code"));

    /// <summary>Fully connected, and the convolutional network of the released code.</summary>
    public static Table2BinaryImageNet Whole { get; } = new(appendix: false, pairs: 2, epochs: 10);

    /// <summary>The convolutional network of the paper's appendix, tanh.</summary>
    public static Table2BinaryImageNet AppendixNet { get; } = new(appendix: true, pairs: 1, epochs: 6);

    public override string Id => _appendix ? "lechner2020/table2-appendix-net" : "lechner2020/table2";

    public override string Title => _appendix
        ? "Two classes of ImageNet with the convolutional network of the paper's appendix, tanh"
        : "Two classes of ImageNet: BP, DFA, FA and mDFA with three activations";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [ImageNetTask.Task.Need];

    public override Duration Takes => new(0.2, 45);

    public override IReadOnlyList<ISetting> Settings =>
    [
        _pairs, _epochs, ImageNetTask.Side, ImageNetTask.Each, ImageNetTask.HeldOut, ImageNetTask.Tests, ClassTable.BatchSize, ClassTable.Inputs,
        ClassTable.Measured,
        .. _appendix ? [new Told("CNN", ImageNetTask.Appendix, "B.1")]
            : new ISetting[] { ImageNetTask.DenseNet, ImageNetTask.DenseRate, ImageNetTask.ConvolutionalNet },
        ClassTable.OneOutput, ClassTable.Tuned,
        .. ImageNetTask.Task.Tuned.Settings(_appendix ? [TableCell.Convolutional] : [TableCell.Dense, TableCell.Convolutional], withRelu: !_appendix),
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        ClassTable.Jobs(setup, ImageNetTask.Task, Trained(setup.Scale), _pairs.At(setup.Scale), _epochs.At(setup.Scale));

    public override Outcome Conclude(Setup setup, Results results)
    {
        if (ImageNetTask.Task.Skip(setup) is { } skipped)
        {
            return skipped;
        }

        TableCell[] cells = Cells(setup.Scale);
        Picture[] pictures = TwoClasses.Pictures(results, cells, "Table 2");
        return setup.Scale != Scale.Paper ? TwoClasses.AtQuickScale(results, Trained(setup.Scale), pictures)
            : new([.. TwoClasses.Sentences(results, cells), .. ClassTable.AsPublished(results, cells)], pictures) { Notes = ImageNetTask.Task.Notes(setup) };
    }

    /// <summary>The cells of the table.</summary>
    internal TableCell[] Cells(Scale scale)
    {
        TableCell[] all = TwoClasses.Cells(ImageNetTask.Task, scale, s_published);
        return !_appendix ? all :
        [
            .. all.Where(cell => cell is { Kind: TableCell.Convolutional, Activation: "tanh" })
                .Select(cell => cell with { Layers = ImageNetTask.Convolutional(ImageNetTask.Appendix, scale) }),
        ];
    }

    // At the quick scale of the convolutional networks only two: they take long, and mDFA needs more steps than there are to begin.
    private TableCell[] Trained(Scale scale) => scale == Scale.Paper ? Cells(scale) :
    [
        .. Cells(scale).Where(cell => cell.Activation != "relu"
            && (cell.Kind == TableCell.Dense || cell is { Activation: "tanh", Model: ClassTable.Bp or ClassTable.Dfa })),
    ];
}
