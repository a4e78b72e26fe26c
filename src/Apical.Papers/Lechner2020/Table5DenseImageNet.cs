namespace Apical.Papers.Lechner2020;

/// <summary>Table 5: n classes of ImageNet, fully connected, tanh.</summary>
internal sealed class Table5DenseImageNet : Experiment
{
    private static readonly Setting<int> s_sets = new("sets of classes", 2, 1, "our choice: 5 in section 4.1; which were drawn is not given");
    private static readonly Setting<int> s_epochs = new("epochs", 6, 10, "our choice: 100 in the released code");
    private static readonly Setting<int> s_most = new("classes at most", 10, 5, "B.2");

    // classes; training accuracy, its standard deviation and validation accuracy of BP, DFA, FA, mDFA
    private static readonly (int Classes, (double, double, double)[] Models)[] s_published =
    [
        (3, [(100, 0, 74.5), (59.6, 7.2, 62.8), (50.4, 5.9, 64.2), (51.4, 4.4, 62)]),
        (5, [(100, 0, 63), (48.9, 5, 43.8), (41.4, 5.5, 42.3), (41, 7.1, 37.3)]),
        (10, [(99.7, 0.5, 41.2), (33.4, 4.5, 30.8), (24.7, 3.3, 26), (38.7, 10.1, 33.3)]),
    ];

    private static readonly ManyClasses s_table = new(ImageNetTask.Task, TableCell.Dense, s_published)
    {
        Sets = s_sets,
        Epochs = s_epochs,
        Counts = ImageNetTask.Counts,
        Most = s_most,
    };

    public override string Id => "lechner2020/table5";

    public override string Title => "n classes of ImageNet, fully connected: BP, DFA, FA and mDFA";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [ImageNetTask.Task.Need];

    public override Duration Takes => new(0.2, 45);

    public override IReadOnlyList<ISetting> Settings =>
        s_table.Settings(ImageNetTask.Side, ImageNetTask.Each, ImageNetTask.HeldOut, ImageNetTask.Tests, ImageNetTask.DenseNet, ImageNetTask.DenseRate);

    public override IReadOnlyList<Job> Jobs(Setup setup) => s_table.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results) => s_table.Conclude(setup, results, "Table 5");
}
