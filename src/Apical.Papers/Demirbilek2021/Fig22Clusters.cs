using System.Globalization;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 2.2: training both layers against training the output layer only, on clusters in many dimensions.</summary>
internal sealed class Fig22Clusters : Experiment
{
    public static readonly Fixed<int> Width = new("hidden units, ReLU", 256, "section 2.2");
    public static readonly Fixed<int[]> Ns = new($"training samples n, at d = {FixedD}", [32, 64, 128, 256, 512], "released code");
    public static readonly Fixed<int[]> Ds = new($"dimensions d, at n = {FixedN}", [5, 10, 15, 20, 25], "released code");

    private const int FixedD = 15, FixedN = 256;
    private const string Both = "both layers", OutputOnly = "output layer only";
    private static readonly double[] s_bothByN = [0.590, 0.773, 0.869, 0.971, 0.992], s_outputByN = [0.577, 0.664, 0.688, 0.736, 0.822];
    private static readonly double[] s_bothByD = [0.999, 0.994, 0.985, 0.942, 0.891], s_outputByD = [0.944, 0.824, 0.775, 0.706, 0.672];

    public override string Id => "demirbilek2021/fig2.2";

    public override string Title => "Clusters: test error against samples and dimensions, both layers or the output only";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override Duration Takes => new(0.2, 0.2);

    public override IReadOnlyList<ISetting> Settings => [.. ClusterTask.Common, Width, Ns, Ds];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, ClusterTask.Runs.Value)
           from at in Ns.Value.Select(n => (n, d: FixedD)).Concat(Ds.Value.Select(d => (n: FixedN, d))).Distinct()
           from method in new[] { Both, OutputOnly }
           select ClusterTask.Job(Group(method, at.n, at.d), run, method == Both ? "bp" : "shallow", "sgd", Width.Value, at.n, at.d),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string method, int n, int d) => ClusterTask.Accuracy(results, Group(method, n, d)).Mean;
        double[] byN(string method) => [.. Ns.Value.Select(n => Of(method, n, FixedD))];
        double[] byD(string method) => [.. Ds.Value.Select(d => Of(method, FixedN, d))];
        return new(
        [
            setup.OrderAtQuick(Gap("training both layers is better at every n from 64 on: least gain in accuracy", byN(Both)[1..], byN(OutputOnly)[1..],
                s_bothByN[1..], s_outputByN[1..])),
            setup.OrderAtQuick(Gap("training both layers is better at every d: least gain in accuracy", byD(Both), byD(OutputOnly), s_bothByD, s_outputByD)),
            ParityTask.Above("more samples help the network more than the lazy method: gain from n = 32 to 512", "helps more to network",
                byN(Both)[^1] - byN(Both)[0], byN(OutputOnly)[^1] - byN(OutputOnly)[0]),
            ParityTask.Above("more dimensions make it harder: accuracy of both layers at d = 5 against 25", "0.999 against 0.891", byD(Both)[0], byD(Both)[^1]),
            ParityTask.Above("… and of the output layer only", "0.944 against 0.672", byD(OutputOnly)[0], byD(OutputOnly)[^1]),
        ],
        [
            new Picture("Clusters",
                "a: the first two dimensions. b: test error against the number of samples, 15 dimensions. c: against the number of dimensions, "
                    + "256 samples. Mean and standard deviation of three runs.")
            {
                Charts =
                [
                    ClusterTask.Scatter(setup.RngOf(1).Fork("scatter")),
                    ClusterTask.Errors($"d = {FixedD}", "n", Ns.Value, results, [Both, OutputOnly], (m, n) => Group(m, n, FixedD)),
                    ClusterTask.Errors($"n = {FixedN}", "d", Ds.Value, results, [Both, OutputOnly], (m, d) => Group(m, FixedN, d)),
                ],
                Columns = 3,
            },
        ])
        {
            Notes =
            [
                $"Test accuracy by n, ours (published): both layers {Pairs(byN(Both), s_bothByN)}; output only {Pairs(byN(OutputOnly), s_outputByN)}.",
                $"Test accuracy by d, ours (published): both layers {Pairs(byD(Both), s_bothByD)}; output only {Pairs(byD(OutputOnly), s_outputByD)}.",
                "At n = 32 the published difference, 0.590 against 0.577, is smaller than what other samples make: no claim is made of it.",
            ],
        };
    }

    private static Claim Gap(string text, double[] both, double[] only, double[] bothPublished, double[] onlyPublished)
    {
        double published = bothPublished.Zip(onlyPublished, (b, o) => b - o).Min();
        return Claim.AtLeast(text, Claim.Show(published), both.Zip(only, (b, o) => b - o).Min(), 0, published: published);
    }

    private static string Pairs(double[] ours, double[] published) =>
        string.Join(", ", ours.Zip(published, (a, b) => string.Create(CultureInfo.InvariantCulture, $"{a:0.000} ({b:0.000})")));

    private static string Group(string method, int n, int d) => string.Create(CultureInfo.InvariantCulture, $"{method}, n={n}, d={d}");
}
