namespace Apical.Papers.Lechner2020;

/// <summary>Table 4: n classes of CIFAR-100, convolutional, tanh.</summary>
internal sealed class Table4ConvolutionalCifar : Experiment
{
    // classes; training accuracy, its standard deviation and test accuracy of BP, DFA, FA, mDFA
    private static readonly (int Classes, (double, double, double)[] Models)[] s_published =
    [
        (3, [(100, 0, 76.2), (86.3, 5, 79.8), (84.1, 10.2, 79.6), (100, 0, 82)]),
        (5, [(100, 0, 65.4), (84.6, 4.6, 71.8), (74.3, 8.6, 70.1), (100, 0, 73.3)]),
        (10, [(100, 0, 57.5), (83, 3.5, 65), (57.9, 3.4, 55.1), (94.4, 1.7, 63.9)]),
        (25, [(99.9, 0, 41.8), (81, 1.5, 48.3), (36.3, 1.8, 35), (64.8, 1.4, 44)]),
        (50, [(98.9, 0, 33.3), (80.5, 1, 37.1), (22.7, 1.4, 22.3), (44.5, 0.9, 34.5)]),
    ];

    private static readonly ManyClasses s_table = new(CifarTask.Task, TableCell.Convolutional, s_published)
    {
        Sets = CifarTask.Sets,
        Epochs = CifarTask.Epochs,
        Counts = CifarTask.Counts,
        Most = CifarTask.Most,
    };

    public override string Id => "lechner2020/table4";

    public override string Title => "n classes of CIFAR-100, convolutional: BP, DFA, FA and mDFA";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override IReadOnlyList<Need> Needs => [CifarTask.Task.Need];

    public override Duration Takes => new(0.3, 80);

    public override IReadOnlyList<ISetting> Settings => s_table.Settings(CifarTask.ConvolutionalNet);

    public override IReadOnlyList<Job> Jobs(Setup setup) => s_table.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results) => s_table.Conclude(setup, results, "Table 4");
}
