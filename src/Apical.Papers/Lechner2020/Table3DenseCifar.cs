namespace Apical.Papers.Lechner2020;

/// <summary>Table 3: n classes of CIFAR-100, fully connected, tanh.</summary>
internal sealed class Table3DenseCifar : Experiment
{
    // classes; training accuracy, its standard deviation and test accuracy of BP, DFA, FA, mDFA
    private static readonly (int Classes, (double, double, double)[] Models)[] s_published =
    [
        (3, [(100, 0, 77.4), (50.5, 9.5, 49.1), (79, 6.1, 74.2), (53.3, 8.9, 50.9)]),
        (5, [(100, 0, 68.5), (33.8, 9.7, 31.2), (68.4, 6, 60.7), (34.1, 9.8, 33.9)]),
        (10, [(100, 0, 57.3), (24.7, 1.8, 25), (52.4, 4, 46.9), (25.9, 1.2, 26.3)]),
        (25, [(99.9, 0.1, 41.2), (13.4, 1.7, 13.4), (31.3, 1.6, 28.2), (13.1, 1.4, 13.1)]),
        (50, [(99.7, 0.1, 31.8), (8.5, 0.1, 8.8), (20, 1.1, 18.1), (7.9, 0.2, 8)]),
    ];

    private static readonly ManyClasses s_table = new(CifarTask.Task, TableCell.Dense, s_published)
    {
        Sets = CifarTask.Sets,
        Epochs = CifarTask.Epochs,
        Counts = CifarTask.Counts,
        Most = CifarTask.Most,
    };

    public override string Id => "lechner2020/table3";

    public override string Title => "n classes of CIFAR-100, fully connected: BP, DFA, FA and mDFA";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [CifarTask.Task.Need];

    public override Duration Takes => new(0.3, 60);

    public override IReadOnlyList<ISetting> Settings => s_table.Settings(CifarTask.DenseNet);

    public override IReadOnlyList<Job> Jobs(Setup setup) => s_table.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results) => s_table.Conclude(setup, results, "Table 3");
}
