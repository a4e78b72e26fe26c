using System.Globalization;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Song2021;

/// <summary>Theorem 3.2: the error of wide networks shrinks by a constant factor in every step, and weights hardly move.</summary>
internal sealed class Theorem32Convergence : Experiment
{
    internal static readonly Track
        WRms = new("w-rms"), BetaRms = new("beta-rms"), Worst = new("worst"), WMoved = new("w-moved"), BetaMoved = new("beta-moved"), Gamma = new("gamma"),
        Error = new("error");

    private static readonly Fixed<int> s_n = new("samples n", 10, "our choice");
    private static readonly Fixed<int> s_d = new("inputs d; entries of x_i ~ N(0, 1/d)", 50, "proposition 3.3, size our choice");
    private static readonly Setting<int[]> s_widths = new("widths p", [1024, 2048, 4096, 8192, 16384, 32768], [512, 1024, 2048, 4096, 8192], "our choice");
    private static readonly Setting<int> s_repeats = new("repeats", 40, 16, "our choice");
    private static readonly Fixed<double> s_eta = new("step size η", 0.5, "our choice");
    private static readonly Setting<int> s_steps = new("steps", 1000, 400, "our choice");
    private static readonly Told s_rest = new("network and targets", "tanh; targets uniform in [−1, 1]", "our choice within the theorem's premises");
    private static readonly Fixed<int> s_expectation = new("weight vectors that Ḡ is averaged over", 100_000, "our choice");

    public override string Id => "song2021/theorem3.2";

    public override string Title => "Wide networks converge linearly under feedback alignment, and their weights move by 1/√p";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.2, 4);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_d, s_widths, s_repeats, s_eta, s_steps, s_rest, s_expectation];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_repeats.At(setup.Scale))
           from p in s_widths.At(setup.Scale)
           select new Job(Group(p), run, context => Check(context.Rng, p, s_eta.Value, s_steps.At(setup.Scale), context.Report)) { Cost = p },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] widths = s_widths.At(setup.Scale);
        int[] holds = [.. widths.Select(p => results.All(Group(p), Worst).Count(worst => worst <= 1))];
        int runs = results.Of(Group(widths[^1])).Count;
        return new(
            [
                new($"(3.1) holds at every step at p = {widths[^1]}", "with probability 1 − δ once p is large enough", $"in {holds[^1]} of {runs} runs", "all",
                    holds[^1] == runs && runs > 0),
                Claim.AtMost($"largest ratio of ‖e(t+1)‖ to (1 − ηγ/4) ‖e(t)‖ at p = {widths[^1]}", "at most 1",
                    results.All(Group(widths[^1]), Worst).DefaultIfEmpty(double.NaN).Max(), 1),
                Slope("max ‖w_r(t) − w_r(0)‖ / √log p as a power of p", "−1/2 (3.2)", WMoved, p => Math.Sqrt(Math.Log(p))),
                Slope("max |β_r(t) − β_r(0)| as a power of p", "−1/2 (3.2)", BetaMoved, _ => 1),
                Slope("root mean square of ‖w_r(t) − w_r(0)‖ over units as a power of p", "−1/2, as the largest", WRms, _ => 1),
                Slope("root mean square of β_r(t) − β_r(0) over units as a power of p", "−1/2, as the largest", BetaRms, _ => 1),
            ],
            [
                new("How far weights move",
                    "Largest movement of a hidden unit's weights and of an output weight during training, mean over runs; the dashed line falls as 1/√p.")
                {
                    Charts =
                    [
                        new("", new("hidden units p") { Logarithmic = true }, new("movement") { Logarithmic = true },
                            [Moved("‖w_r(t) − w_r(0)‖", WMoved), Moved("|β_r(t) − β_r(0)|", BetaMoved), Reference()]),
                    ],
                },
            ])
        {
            Notes =
            [
                $"(3.1) by width: {string.Join(", ", widths.Zip(holds, (p, h) => $"p = {p}: {h} of {results.Of(Group(p)).Count}"))}. "
                    + $"γ = λ_min(Ḡ) = {Claim.Show(Mean(widths[^1], Gamma))} on average.",
                "The largest movement is that of the unit with the largest feedback and the most suitable weights out of p, which grows with p like powers of "
                    + "log p: at these widths that takes some 0.1 off the power. The root mean square, at the end of training, has no such factor.",
                "The minus signs of Algorithm 1 belong to the error f − y, not to the paper's e = y − f; signs here are such that the loss falls.",
            ],
        };

        double Mean(int p, Track track) => results.Last(Group(p), track).Mean;
        Claim Slope(string text, string paper, Track track, Func<double, double> bound) =>
            Claim.Between(text, paper, Power.Of(widths, p => Mean(p, track) / bound(p)), -0.6, -0.4);
        Series Moved(string name, Track track) => new(name, Mark.LineAndPoints, [.. widths.Select(p => (double)p)], [.. widths.Select(p => Mean(p, track))]);
        Series Reference() =>
            new("1/√p", Mark.Line, [.. widths.Select(p => (double)p)], [.. widths.Select(p => Mean(widths[0], WMoved) * Math.Sqrt(widths[0] / (double)p))]);
    }

    /// <summary>Trains one network and compares every step with (3.1).</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="p">Hidden units: the theorem needs many.</param>
    /// <param name="eta">η: the theorem needs it small.</param>
    /// <param name="steps">Most steps; it ends before that when the error is rounding.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Check(Rng rng, int p, double eta, int steps, Action<double>? report = null)
    {
        int n = s_n.Value, d = s_d.Value;
        Matrix x = WideStart.Samples(rng, d, n, 1 / Math.Sqrt(d), Precision.Double), y = new(1, n, Precision.Double);
        y.FillUniform(rng.Fork("y"), -1, 1);
        double gamma = LinearAlgebra.SymmetricEigen(WideKernel.Expected(x, ScalarFunction.Tanh, rng.Fork("expectation"), s_expectation.Value)).Values[0];
        var start = WideStart.Draw(rng, x, y, p);
        var net = new WideNet(start, ScalarFunction.Tanh, Step.OfSum(eta));
        Matrix xPlus = LinearAlgebra.PseudoInverse(x);
        double error = Math.Sqrt(net.SquaredError), settled = 1e-9 * error, worst = 0, wMoved = 0, betaMoved = 0;
        for (int t = 0; t < steps && error > settled; t++)
        {
            net.Step(0);
            double next = JobContext.Finite(Math.Sqrt(net.SquaredError), "the error");
            worst = Math.Max(worst, Bound.Ratio(next, (1 - (eta * gamma / 4)) * error));
            error = next;
            if (t % 20 == 0 || t == steps - 1 || error <= settled)
            {
                // W(t) − W(0) has its rows in the span of the samples, so that it is (W(t) X − W(0) X) X⁺
                wMoved = Math.Max(wMoved, Math.Sqrt(net.A.Minus(start.A).Dot(xPlus).RowSumsOfSquares().Max()));
                betaMoved = Math.Max(betaMoved, net.Beta.Minus(start.Beta).Abs().Max());
                report?.Invoke((double)t / steps);
            }
        }

        Matrix w = net.A.Minus(start.A).Dot(xPlus);
        return new Measurements().Add(WRms, w.Norm() / Math.Sqrt(p)).Add(BetaRms, net.Beta.Minus(start.Beta).Norm() / Math.Sqrt(p)).Add(Worst, worst)
            .Add(WMoved, wMoved).Add(BetaMoved, betaMoved).Add(Gamma, gamma).Add(Error, error);
    }

    private static string Group(int p) => string.Create(CultureInfo.InvariantCulture, $"p={p}");
}
