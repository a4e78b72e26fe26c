using System.Globalization;
using Apical.Analysis;

namespace Apical.Papers.Song2021;

/// <summary>Theorem 4.6: a penalty that is switched off after a while leaves linear networks aligned for good, whatever their width.</summary>
internal sealed class Theorem46Alignment : Experiment
{
    internal static readonly Track Cosines = new("cosine"), Least = new("least"), End = new("end"), Epsilon = new("epsilon");

    private const string Ridge = "ridge", Control = "no ridge";

    private static readonly Fixed<int> s_n = new("samples n", 10, "our choice");
    private static readonly Fixed<int> s_d = new("inputs d; entries of X ~ N(0, 1/d)", 2000, "proposition 4.5, size our choice");
    private static readonly Setting<int[]> s_widths = new("widths p", [200, 400, 800, 1600, 3200, 6400, 12800], [200, 800, 3200, 12800], "widths of figure 2");
    private static readonly Setting<int> s_repeats = new("repeats", 50, 4, "as figure 2");
    private static readonly Fixed<double> s_l = new("L = λ/γ", 5, "our choice; the theorem says large");
    private static readonly Fixed<double> s_eta = new("step size η", 0.05, "our choice");
    private static readonly Fixed<double> s_budget = new("constant c_S of the budget S_λ", 1, "our choice; the theorem says that there is one");
    private static readonly Fixed<double> s_norm = new("‖y‖ / √n", 1, "our choice; Θ(1) in the theorem");
    private static readonly Fixed<int> s_after = new("steps after the cut-off T", 1000, "our choice: the error is rounding by then");

    public override string Id => "song2021/theorem4.6";

    public override string Title => "A penalty with a cut-off leaves linear networks aligned at any width";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.1, 3);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_d, s_widths, s_repeats, s_l, s_eta, s_budget, s_norm, s_after];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_repeats.At(setup.Scale))
           from p in s_widths.At(setup.Scale)
           from kind in new[] { Ridge, Control }
           select new Job(Group(kind, p), run, context => Check(context.Rng, p, kind == Ridge ? s_l.Value : 0)) { Cost = p },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] widths = s_widths.At(setup.Scale);
        int wide = widths[^1];
        double[] least = [.. widths.SelectMany(p => results.All(Group(Ridge, p), Least))];
        double chance = 1 / Math.Sqrt(wide);
        return new(
            [
                new("cos ∠(b, β(t)) > 0 for all t > T_c, at every width", "at least a constant c > 0, with probability 1 − δ",
                    $"in {least.Count(c => c > 0)} of {least.Length} runs", "all", least.Length > 0 && least.All(c => c > 0)),
                Claim.AtLeast($"least cos ∠(b, β(t)) over all t > T_c and runs at p = {wide}", "at least a constant c > 0",
                    results.All(Group(Ridge, wide), Least).DefaultIfEmpty(double.NaN).Min(), 10 * chance),
                Claim.AtLeast("cos ∠(b, β) at the end as a power of p", "independent of p", Slope(Ridge), -0.1),
                Claim.AtMost($"control λ = 0: root mean square of cos ∠(b, β) at p = {wide}", "O(n/√p): no alignment (§4.1)", Rms(Control, wide),
                    s_n.Value * chance),
                Claim.AtMost("control λ = 0: its root mean square as a power of p", "−1/2 (§4.1)", Slope(Control), -0.25),
            ],
            [
                new("Alignment after the cut-off",
                    "a: cosine of b and β at the end against width, mean and standard deviation. b: its course in one run of each width.")
                {
                    Charts =
                    [
                        new("", new("hidden units p") { Logarithmic = true }, new("cos ∠(b, β)"), [Ends(Ridge, "λ(t) with cut-off"), Ends(Control, "λ = 0")]),
                        new("", new("steps after T"), new("cos ∠(b, β)"), [.. widths.SelectMany(Course)]),
                    ],
                },
            ])
        {
            Notes =
            [
                $"X is (γ, ε)-isometric with ε = {Claim.Show(results.Last(Group(Ridge, wide), Epsilon).Mean)} on average. The theorem names no value for c; "
                    + "at the greatest width, ten standard deviations of the cosine of random vectors count as one. "
                    + "T_c is where the error has come down to a hundredth of ‖y‖ after the cut-off.",
                "While λ acts, e settles near λ/(λ + γ) y and W X grows by b vᵀ with ‖v‖ near c_S/(1 + L), which is about what the cosine comes to: of the "
                    + "same size at any width, but smaller, not larger, for large L at the same budget.",
            ],
        };

        double Rms(string kind, int p) => Math.Sqrt(results.All(Group(kind, p), End).Select(c => c * c).DefaultIfEmpty(double.NaN).Average());
        double Slope(string kind) => Power.Of(widths, p => Rms(kind, p));
        Series Ends(string kind, string name) =>
            Series.Of(name, widths.Select(p => (double)p), [.. widths.Select(p => results.Last(Group(kind, p), End))], Mark.LineAndPoints);
        IEnumerable<Series> Course(int p) => results.Of(Group(Ridge, p)).Take(1)
            .Select(found => new Series(Group(Ridge, p), Mark.Line, [.. Enumerable.Range(0, found[Cosines].Count).Select(i => 10.0 * i)], found[Cosines]));
    }

    /// <summary>Trains one network under the schedule and watches the alignment after its cut-off.</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="p">Hidden units.</param>
    /// <param name="l">L = λ/γ; 0 for no penalty, with the same number of steps.</param>
    internal static Measurements Check(Rng rng, int p, double l)
    {
        (int n, int d, double eta) = (s_n.Value, s_d.Value, s_eta.Value);
        Matrix x = WideStart.Samples(rng, d, n, 1 / Math.Sqrt(d), Precision.Double), y = new(1, n, Precision.Double);
        y.FillNormal(rng.Fork("y"));
        y.Scale(s_norm.Value * Math.Sqrt(n) / y.Norm());
        Isometry isometry = Isometry.Of(x);
        double budget = isometry.RegularizationBudget(p, n, eta, s_budget.Value);
        long cut = Isometry.CutOff(budget, s_l.Value * isometry.LambdaMin);
        var net = new LinearWideNet(WideStart.Draw(rng, x, y, p), Step.OfSum(eta));
        double least = double.NaN;
        var found = new Measurements();
        for (long t = 0; t <= cut + s_after.Value; t++)
        {
            net.Step(t <= cut ? l * isometry.LambdaMin : 0);
            if (t > cut)
            {
                double cosine = JobContext.Finite(net.Cosine, "the cosine");
                if (!double.IsNaN(least) || net.SquaredError <= 1e-4 * y.SumOfSquares())
                {
                    least = double.IsNaN(least) ? cosine : Math.Min(least, cosine);
                }

                if ((t - cut) % 10 == 1)
                {
                    found.Add(Cosines, cosine);
                }
            }
        }

        return found.Add(Least, least).Add(End, net.Cosine).Add(Epsilon, isometry.Epsilon);
    }

    private static string Group(string kind, int p) => string.Create(CultureInfo.InvariantCulture, $"{kind} p={p}");
}
