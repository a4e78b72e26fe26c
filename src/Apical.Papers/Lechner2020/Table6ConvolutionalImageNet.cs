namespace Apical.Papers.Lechner2020;

/// <summary>Table 6: n classes of ImageNet, convolutional, tanh.</summary>
internal sealed class Table6ConvolutionalImageNet : Experiment
{
    private static readonly Setting<int> s_sets = new("sets of classes", 2, 1, "our choice: 5 in section 4.1; which were drawn is not given");
    private static readonly Setting<int> s_epochs = new("epochs", 6, 10, "our choice: 100 in the released code");
    private static readonly Setting<int> s_most = new("classes at most", 10, 3, "B.2");

    // classes; training accuracy, its standard deviation and validation accuracy of BP, DFA, FA, mDFA
    private static readonly (int Classes, (double, double, double)[] Models)[] s_published =
    [
        (3, [(100, 0, 68.5), (100, 0, 76.5), (35.8, 0.7, 53.3), (68.1, 8.2, 74.8)]),
        (5, [(100, 0, 61.6), (100, 0, 68.7), (21.4, 0.4, 29), (60.4, 6.2, 61.9)]),
        (10, [(100, 0, 52.8), (90.4, 10, 53.6), (11.3, 0.7, 10.6), (42.9, 3.9, 44.1)]),
    ];

    private static readonly ManyClasses s_table = new(ImageNetTask.Task, TableCell.Convolutional, s_published)
    {
        Sets = s_sets,
        Epochs = s_epochs,
        Counts = ImageNetTask.Counts,
        Most = s_most,
        QuickModels = [ClassTable.Bp, ClassTable.Dfa],
    };

    public override string Id => "lechner2020/table6";

    public override string Title => "n classes of ImageNet, convolutional: BP, DFA, FA and mDFA";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [ImageNetTask.Task.Need];

    public override Duration Takes => new(0.2, 45);

    public override IReadOnlyList<ISetting> Settings =>
        s_table.Settings(ImageNetTask.Side, ImageNetTask.Each, ImageNetTask.HeldOut, ImageNetTask.Tests, ImageNetTask.ConvolutionalNet);

    public override IReadOnlyList<Job> Jobs(Setup setup) => s_table.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results) => s_table.Conclude(setup, results, "Table 6");
}
