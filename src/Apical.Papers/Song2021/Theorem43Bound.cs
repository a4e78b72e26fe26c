using System.Globalization;
using Apical.Analysis;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Song2021;

/// <summary>Theorem 4.3: regularised linear networks converge, with a bound on the error of every step.</summary>
internal sealed class Theorem43Bound : Experiment
{
    internal static readonly Track
        Error = new("error"), BoundPrinted = new("bound-printed"), BoundSharp = new("bound-sharp"), Printed = new("printed"), Sharp = new("sharp");

    private static readonly Fixed<int> s_n = new("samples n", 10, "our choice");
    private static readonly Fixed<int> s_d = new("inputs d; entries of X ~ N(0, 1/d)", 100, "our choice");
    private static readonly Fixed<int[]> s_widths = new("widths p", [400, 1600, 6400, 12800], "our choice");
    private static readonly Setting<int> s_repeats = new("repeats", 100, 10, "our choice");
    private static readonly Fixed<double> s_eta = new("step size η", 0.05, "our choice");
    private static readonly Fixed<double> s_budget = new("constant c_S of the budget S_λ", 1, "our choice; the theorem says that there is one");
    private static readonly Fixed<double> s_lambda = new("λ until the budget is used up, in units of γ", 1, "our choice");
    private static readonly Fixed<double> s_norm = new("‖y‖ / √n", 1, "our choice; Θ(1) in the theorem");
    private static readonly Fixed<int> s_steps = new("steps", 2000, "our choice");

    public override string Id => "song2021/theorem4.3";

    public override string Title => "The bound on the error of regularised feedback alignment holds at every step";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.05, 0.3);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_d, s_widths, s_repeats, s_eta, s_budget, s_lambda, s_norm, s_steps];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_repeats.At(setup.Scale))
           from p in s_widths.Value
           select new Job(Group(p), run, context => Check(context.Rng, p, s_eta.Value)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] widths = s_widths.Value;
        IReadOnlyList<Measurements> shown = results.Of(Group(widths[^1]));
        return new(
            [
                Worst("(4.3) as printed: largest ratio of ‖e(t+1)‖ to (1 − ηγ/2 − ηλ(t)) ‖e(t)‖ + λ(t) ‖y‖", Printed),
                Worst("with the η that (4.1) puts before λ(t) ‖y‖: largest ratio", Sharp),
            ],
            [
                new("Error and bound",
                    $"One run at p = {widths[^1]}: the error after each step, and the bound from the step before, as printed and with η before λ‖y‖.")
                {
                    Charts = [new("", new("steps"), new("norm") { Logarithmic = true }, [.. shown.Take(1).SelectMany(Curves)])],
                },
            ])
        {
            Notes =
            [
                "Runs in which the sharper bound holds at every step: "
                    + string.Join(", ", widths.Select(p => $"p = {p}: {results.All(Group(p), Sharp).Count(w => w <= 1)} of {results.Of(Group(p)).Count}"))
                    + ".",
                "As printed, (4.3) and the update of β before it have λ(t) where the loss (4.1) gives ηλ(t), which is what §6 and the term −ηλ(t) ‖e(t)‖ of "
                    + "the bound have. The step here is (4.1)'s; the bound with η λ(t) ‖y‖ is the stronger statement.",
            ],
        };

        Claim Worst(string text, Track track) =>
            Claim.AtMost($"{text}, p = {widths[^1]}", "at most 1, with probability 1 − δ",
                results.All(Group(widths[^1]), track).DefaultIfEmpty(double.NaN).Max(), 1);

        static IEnumerable<Series> Curves(Measurements found)
        {
            foreach ((string name, Track track) in new[] { ("‖e(t)‖", Error), ("bound as printed", BoundPrinted), ("bound with ηλ‖y‖", BoundSharp) })
            {
                yield return new(name, Mark.Line, [.. Enumerable.Range(1, found[track].Count).Select(t => (double)t)], found[track]);
            }
        }
    }

    /// <summary>Trains one network and compares every step with the bound.</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="p">Hidden units: the theorem needs many.</param>
    /// <param name="eta">η: the theorem needs it small.</param>
    internal static Measurements Check(Rng rng, int p, double eta)
    {
        (int n, int d) = (s_n.Value, s_d.Value);
        Matrix x = WideStart.Samples(rng, d, n, 1 / Math.Sqrt(d), Precision.Double), y = new(1, n, Precision.Double);
        y.FillNormal(rng.Fork("y"));
        y.Scale(s_norm.Value * Math.Sqrt(n) / y.Norm());
        Isometry isometry = Isometry.Of(x);
        double gamma = isometry.LambdaMin, norm = y.Norm(), budget = isometry.RegularizationBudget(p, n, eta, s_budget.Value), lambda = s_lambda.Value * gamma;
        long cut = Isometry.CutOff(budget, lambda);
        var net = new LinearWideNet(WideStart.Draw(rng, x, y, p), Step.OfSum(eta));
        double error = Math.Sqrt(net.SquaredError), worstPrinted = 0, worstSharp = 0;
        var found = new Measurements();
        for (int t = 0; t < s_steps.Value && error > 1e-9 * norm; t++)
        {
            double now = t < cut ? lambda : 0, kept = (1 - (eta * gamma / 2) - (eta * now)) * error;
            net.Step(now);
            error = JobContext.Finite(Math.Sqrt(net.SquaredError), "the error");
            (double printed, double sharp) = (kept + (now * norm), kept + (eta * now * norm));
            (worstPrinted, worstSharp) = (Math.Max(worstPrinted, Bound.Ratio(error, printed)), Math.Max(worstSharp, Bound.Ratio(error, sharp)));
            found.Add(Error, error).Add(BoundPrinted, printed).Add(BoundSharp, sharp);
        }

        return found.Add(Printed, worstPrinted).Add(Sharp, worstSharp);
    }

    private static string Group(int p) => string.Create(CultureInfo.InvariantCulture, $"p={p}");
}
