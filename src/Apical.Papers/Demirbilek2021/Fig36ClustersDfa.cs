using System.Globalization;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.6: backpropagation, direct feedback alignment and the lazy method on clusters, with SGD and RMSProp.</summary>
internal sealed class Fig36ClustersDfa : Experiment
{
    public static readonly Fixed<int> Width = new("hidden units, ReLU", 512, "chapter 3");
    public static readonly Fixed<int> N = new("training samples n", 256, "figure 3.6");
    public static readonly Fixed<int[]> Ds = new("dimensions d", [5, 10, 15, 20, 25], "released code");

    private const string Lazy = "BP SGD, output layer only";
    private static readonly (string Name, string Rule, string Optimizer, double[]? Published)[] s_methods =
    [
        ("BP SGD", "bp", "sgd", [0.997, 0.983, 0.959, 0.911, 0.889]),
        ("DFA SGD", "dfa", "sgd", [0.965, 0.861, 0.817, 0.787, 0.780]),
        ("BP RMSProp", "bp", Rates.RmsProp, [0.992, 0.952, 0.876, 0.775, 0.758]),
        ("DFA RMSProp", "dfa", Rates.RmsProp, [0.990, 0.924, 0.897, 0.842, 0.823]),
        (Lazy, "shallow", "sgd", null),
    ];

    public override string Id => "demirbilek2021/fig3.6";

    public override string Title => "BP and DFA on clusters with SGD and RMSProp, against the number of dimensions";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override Duration Takes => new(0.4, 0.4);

    public override IReadOnlyList<ISetting> Settings => [.. ClusterTask.Common, Rates.Forms, Width, N, Ds];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, ClusterTask.Runs.Value)
           from d in Ds.Value
           from m in s_methods
           select ClusterTask.Job(Group(m.Name, d), run, m.Rule, m.Optimizer, Width.Value, N.Value, d),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        // The mean over d: a run has but 256 samples, and neighbouring methods cross at single points.
        double Mean(string method) => Ds.Value.Average(d => ClusterTask.Accuracy(results, Group(method, d)).Mean);
        Claim Better(string better, string worse, string paper) =>
            ParityTask.Above($"{better} is better than {worse}, mean over d", paper, Mean(better), Mean(worse));
        return new(
        [
            Better("DFA SGD", Lazy, "DFA performs better than the lazy method"),
            Better("BP SGD", "DFA SGD", "BP outperforms the DFA"),
            Better("DFA RMSProp", "DFA SGD", "RMSProp increases the predictive power of DFA"),
            Better("BP SGD", "DFA RMSProp", "still behind the BP with SGD"),
            Better("BP SGD", "BP RMSProp", "BP with RMSProp did not perform better than with SGD"),
        ],
        [
            new Picture("Clusters by method",
                "a: the first two dimensions. b: test error against the number of dimensions, 256 samples. Mean and standard deviation of three runs.")
            {
                Charts =
                [
                    ClusterTask.Scatter(setup.RngOf(1).Fork("scatter")),
                    ClusterTask.Errors($"n = {N.Value}", "d", Ds.Value, results, s_methods.Select(m => m.Name), Group),
                ],
            },
        ])
        {
            Notes =
            [
                .. s_methods.Where(m => m.Published is not null)
                    .Select(m => $"{m.Name}, test accuracy at d = 5 … 25, ours (published): "
                        + $"{string.Join(", ", Ds.Value.Zip(m.Published!, (d, p) => Pair(m.Name, d, p)))}."),
            ],
        };

        string Pair(string method, int d, double published) =>
            string.Create(CultureInfo.InvariantCulture, $"{ClusterTask.Accuracy(results, Group(method, d)).Mean:0.000} ({published:0.000})");
    }

    private static string Group(string method, int d) => string.Create(CultureInfo.InvariantCulture, $"{method}, d={d}");
}
