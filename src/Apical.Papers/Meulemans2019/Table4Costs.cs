using System.Diagnostics;
using Apical.Analysis;
using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Numerics.Backends;
using Apical.Optimizers;

namespace Apical.Papers.Meulemans2019;

/// <summary>Tables 4.1 to 4.3: what a training step costs per layer, counted while the library takes it, and how its time grows with the layers.</summary>
internal sealed class Table4Costs : Experiment
{
    internal static readonly Track Multiplications = new("multiplications"), Additions = new("additions"), Seconds = new("seconds");
    private const string Counted = "counted", Timed = "timed", Inversion = "explicit inversion";

    private const double Slope = 0.35;

    private static readonly Fixed<int[]> s_widths = new("n, counted", [4, 8, 16, 32], "our choice: three would determine the polynomial");
    private static readonly Setting<int[]> s_timed = new("n, timed", [96, 192, 384, 768], [96, 192, 384], "our choice");
    private static readonly Fixed<int[]> s_inverted = new("n, inverted", [48, 96, 192], "our choice");
    private static readonly Told s_network =
        new("network",
            FormattableString.Invariant($"layers of n units, leaky ReLU {Slope}, no biases, batch 1; cost of a layer: four layers less three"), "4.1.3");

    // Per layer: a n² + b n + c additions and multiplications.
    private static readonly (string Rule, string Table, double[] Additions, double[] Multiplications)[] s_rules =
    [
        ("bp", "table 4.2", [3, -2, 0], [3, 2, 0]),
        ("tp-ei", "table 4.3", [7, -4, -1], [7, 3, 0]),
    ];

    public override string Id => "meulemans2019/table4";

    public override string Title => "Costs of a step: backprop and target propagation with exact inverses, counted and timed";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.1, 0.2);

    public override IReadOnlyList<ISetting> Settings => [s_widths, s_timed, s_inverted, s_network];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. s_rules.Select(rule => new Job($"{Counted} {rule.Rule}", 1, _ => CountAll(rule.Rule))),
        .. s_rules.Select(rule => new Job($"{Timed} {rule.Rule}", 1, context => TimeSteps(context, rule.Rule, s_timed.At(setup.Scale))) { Cost = 10 }),
        new(Inversion, 1, context => TimeInversions(context)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] timed = s_timed.At(setup.Scale);
        return new(
            [.. s_rules.SelectMany(rule => Counts(results, rule)),
                .. s_rules.Select(rule => Growth($"{Timed} {rule.Rule}", $"{rule.Rule}: exponent of the time of a step in n", timed, 1.5, 2.6, "O(n²)")),
                Growth(Inversion, "explicit inversion: exponent of its time in n", s_inverted.Value, 2.6, 4, "O(n³)")],
            [
                new("Operations and time",
                    "a: additions and multiplications of one layer's step, dots counted, dashed lines the tables'. "
                        + "b: seconds of a whole step of four layers, the least of many.")
                {
                    Charts =
                    [
                        new("operations", new("n") { Logarithmic = true }, new("operations") { Logarithmic = true },
                        [
                            .. s_rules.Select(rule =>
                                new Series(rule.Rule, Mark.Point, Doubles(s_widths.Value), results.Of($"{Counted} {rule.Rule}") is [var found, ..]
                                    ? [.. found[Additions].Zip(found[Multiplications], (a, m) => a + m)]
                                    : [])),
                            .. s_rules.Select(rule => new Series(rule.Rule, Mark.Line, Doubles(s_widths.Value),
                                [.. s_widths.Value.Select(n => At(rule.Additions, n) + At(rule.Multiplications, n))]) { Dashed = true }),
                        ]),
                        new("time", new("n") { Logarithmic = true }, new("seconds") { Logarithmic = true },
                        [
                            .. s_rules.Select(rule => Times(rule.Rule, $"{Timed} {rule.Rule}", timed)), Times(Inversion, Inversion, s_inverted.Value),
                        ]),
                    ],
                },
            ])
        {
            Notes =
            [
                "Operations are counted by a backend that computes and counts, while the library takes a step; nothing is written down beforehand.",
                "Where terms in n differ from the tables: multiplications by the rate (u is −ηδ), and for target propagation h − ĥ and its product with D, "
                    + "which table 4.3 leaves out, and a second inner product, because the denominator is needed before and after the step.",
                "The table's word \"roughly the double\" for seven thirds, 2.33, is kept.",
            ],
        };

        Series Times(string name, string group, int[] widths) =>
            new(name, Mark.LineAndPoints, Doubles(widths), results.Of(group) is [var found, ..] ? found[Seconds] : []);

        Claim Growth(string group, string text, int[] widths, double low, double high, string paper) =>
            Claim.Between(text, paper,
                results.Of(group) is [var found, ..] ? LineFit.OfLogarithms(Doubles(widths), [.. found[Seconds]]).Slope : double.NaN, low, high) with
            { OfTheClock = true };
    }

    private static IEnumerable<Claim> Counts(Results results, (string Rule, string Table, double[] Additions, double[] Multiplications) rule)
    {
        foreach ((Track track, double[] formula) in new[] { (Additions, rule.Additions), (Multiplications, rule.Multiplications) })
        {
            double[] found = results.Of($"{Counted} {rule.Rule}") is [var one, ..] ? Polynomial(s_widths.Value, one[track])
                : [double.NaN, double.NaN, double.NaN];
            string Text(double[] c) =>
                $"{Claim.Show(c[0])} n² {(c[1] < 0 ? "−" : "+")} {Claim.Show(Math.Abs(c[1]))} n {(c[2] < 0 ? "−" : "+")} {Claim.Show(Math.Abs(c[2]))}";

            // n² is what the argument is about; other terms may differ by what the table leaves out, a few n.
            yield return new(
                $"{rule.Rule}: {track.Name} per layer", $"{Text(formula)} ({rule.Table})", Text(found),
                $"{Claim.Show(formula[0])} n², and terms in n within 5 n",
                Math.Abs(found[0] - formula[0]) < 1e-6 && Math.Abs(found[1] - formula[1]) <= 5)
            { Value = found[0], Published = formula[0] };
        }
    }

    /// <summary>Operations of one layer's step for each n.</summary>
    internal static Measurements CountAll(string rule)
    {
        var found = new Measurements();
        foreach (int n in s_widths.Value)
        {
            (long a4, long m4) = Count(rule, n, 4);
            (long a3, long m3) = Count(rule, n, 3);
            found.Add(Additions, a4 - a3).Add(Multiplications, m4 - m3);
        }

        return found;
    }

    /// <summary>a, b, c of a n² + b n + c through the last three points.</summary>
    internal static double[] Polynomial(IReadOnlyList<int> n, IReadOnlyList<double> y)
    {
        var powers = Matrix.Of([.. n.TakeLast(3).Select(x => new double[] { (double)x * x, x, 1 })], Precision.Double);
        return [.. LinearAlgebra.Inverse(powers).Dot(Matrix.Of([.. y.TakeLast(3).Select(value => new[] { value })], Precision.Double)).ToArray()
            .Select(c => Math.Round(c, 6) + 0.0)];
    }

    private static (long Additions, long Multiplications) Count(string rule, int n, int layers)
    {
        var counting = new CountingBackend();
        using IDisposable scope = counting.Enter();
        (NetworkLearner learner, Batch batch) = Step(rule, n, layers, Precision.Double);
        learner.Learn(batch);
        counting.Reset();
        learner.Learn(batch);
        return (counting.Additions, counting.Multiplications);
    }

    private static Measurements TimeSteps(JobContext context, string rule, int[] widths)
    {
        var found = new Measurements();
        foreach (int n in widths)
        {
            (NetworkLearner learner, Batch batch) = Step(rule, n, 4, Precision.Single);
            found.Add(Seconds, Least(context, Math.Max(20, 4_000_000 / (n * n)), () => learner.Learn(batch)));
        }

        return found;
    }

    private static Measurements TimeInversions(JobContext context)
    {
        var found = new Measurements();
        foreach (int n in s_inverted.Value)
        {
            var w = new Matrix(n, n, Precision.Double);
            w.FillNormal(new Rng(1));
            found.Add(Seconds, Least(context, 12, () => LinearAlgebra.Inverse(w)));
        }

        return found;
    }

    private static (NetworkLearner Learner, Batch Batch) Step(string rule, int n, int layers, Precision precision)
    {
        var rng = new Rng(1);
        var network = Network.Dense(
            string.Join('-', Enumerable.Repeat(n, layers + 1)), rng, Activation.LeakyRelu(Slope), Loss.SquaredError, initialiser: Initialiser.Glorot,
            bias: false, precision: precision);
        Matrix x = new(n, 1, precision), t = new(n, 1, precision);
        x.FillNormal(rng.Fork("x"));
        t.FillNormal(rng.Fork("t"));
        return (new NetworkLearner(RuleCatalog.Make(rule, network, rng), new Sgd(1e-4)), new Batch(x, t));
    }

    private static double Least(JobContext context, int repeats, Action work)
    {
        double least = double.PositiveInfinity;
        for (int i = 0; i < repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
            context.Report(0);
        }

        return least;
    }

    private static double At(double[] c, int n) => (c[0] * n * n) + (c[1] * n) + c[2];

    private static double[] Doubles(int[] n) => [.. n.Select(value => (double)value)];
}
