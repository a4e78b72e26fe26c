using System.Globalization;

namespace Apical.Papers.Song2021;

/// <summary>§5: dropout in place of the ridge penalty does not keep wide networks aligned.</summary>
internal sealed class DropoutAlignment : Experiment
{
    internal static readonly Track Cosines = new("cosine"), Loss = new("loss");

    private const int Narrowest = 200;

    private static readonly Fixed<int> s_n = new("samples n", 50, "paper §5");
    private static readonly Fixed<int> s_d = new("inputs d", 150, "paper §5");
    private static readonly Setting<int[]> s_widths = new("widths p", [200, 800, 3200, 12800], [200, 800, 1600], "of those of figure 2, our choice");
    private static readonly Setting<double[]> s_rates =
        new("probability that a hidden unit is silent", [0, 0.2, 0.5], [0, 0.5], "our choice; the paper names none");
    private static readonly Setting<int> s_repeats = new("repeats", 5, 2, "our choice; the paper names none");
    private static readonly Fixed<int> s_steps = new($"steps at p = {Narrowest}; in proportion to √p", 5000, "released code, for ridge");
    private static readonly Told s_rest = new("step sizes and targets", "as song2021/fig2", "released code, for ridge");

    public override string Id => "song2021/dropout";

    public override string Title => "Dropout does not keep wide networks aligned";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.5, 26);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_d, s_widths, s_rates, s_repeats, s_steps, s_rest];

    private static IEnumerable<Fig2Network> Networks => Fig2Network.All.Where(network => double.IsFinite(network.PaperEta));

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_repeats.At(setup.Scale))
           from network in Networks
           from p in s_widths.At(setup.Scale)
           from rate in s_rates.At(setup.Scale)
           select new Job(Group(network, p, rate), run, context => Run(context, network, p, rate)) { Cost = Math.Pow(p, 1.5) * (rate > 0 ? 3 : 1) },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] widths = s_widths.At(setup.Scale);
        double[] rates = s_rates.At(setup.Scale);
        (int narrow, int wide, double most) = (widths[0], widths[^1], rates[^1]);
        return new(
            [
                .. Networks.Select(network => Claim.AtMost(
                    string.Create(CultureInfo.InvariantCulture,
                        $"{network.Name}: with dropout {most} alignment falls with width, cos at p = {wide} over that at p = {narrow}"),
                    "does not keep it away from zero at large p", Cosine(network, wide, most).Mean / Cosine(network, narrow, most).Mean, 0.75)),
                .. Networks.Select(network => setup.OrderAtQuick(Claim.AtLeast(
                    string.Create(CultureInfo.InvariantCulture, $"{network.Name}: dropout {most} helps at p = {narrow}, cos above that without"),
                    "can also help the alignment", Cosine(network, narrow, most).Mean - Cosine(network, narrow, 0).Mean, 0))),
                .. Networks.Select(network => Claim.AtMost(
                    $"{network.Name}: with dropout cos at p = {wide} is below that of the largest λ of figure 2 at p = 12800",
                    "regularisation keeps it, dropout does not",
                    rates.Max(rate => Cosine(network, wide, rate).Mean), network.Wide[^1])),
            ],
            [
                new("Alignment with dropout", "Cosine of b and β at the end, mean and standard deviation over runs.")
                {
                    Columns = 3,
                    Charts =
                    [
                        .. Networks.Select(network => new Chart(network.Name, new("hidden units p") { Logarithmic = true },
                            new("cos ∠(b, β)") { Min = 0, Max = 1 }, [.. rates.Select(rate => Curve(network, rate))])),
                    ],
                },
            ])
        {
            Notes =
            [
                "The paper gives neither rate nor numbers. Hidden units are silenced for each sample and step; those that are not count 1/(1 − rate). "
                    + "'Falls' means that at most three quarters of the alignment at the smallest width are left; chance alone would leave √(200/p).",
            ],
        };

        Spread Cosine(Fig2Network network, int p, double rate) => results.Last(Group(network, p, rate), Cosines);
        Series Curve(Fig2Network network, double rate) => Series.Of(
            string.Create(CultureInfo.InvariantCulture, $"dropout {rate}"), widths.Select(p => (double)p), [.. widths.Select(p => Cosine(network, p, rate))],
            Mark.LineAndPoints);
    }

    private static Measurements Run(JobContext context, Fig2Network network, int p, double rate)
    {
        int n = s_n.Value, steps = (int)(s_steps.Value * Math.Sqrt(p / (double)Narrowest));
        bool linear = network.Psi == ScalarFunction.Identity;
        Matrix x = WideStart.Samples(context.Rng, s_d.Value, n, 1, Precision.Single);
        var start =
            WideStart.Draw(context.Rng, x, linear ? WideStart.LinearTargets(context.Rng, x) : WideStart.TeacherTargets(context.Rng, x, p, network.Psi), p);
        Step step = Step.OfMean(network.ReleasedEta, n);
        IWideNet net = rate > 0 ? new WideNet(start, network.Psi, step, context.Rng.Fork("dropout"), rate)
            : linear ? new LinearWideNet(start, step)
            : new WideNet(start, network.Psi, step);
        for (int t = 0; t < steps; t++)
        {
            net.Step(0);
            if (t % 50 == 0)
            {
                context.Report((double)t / steps);
            }
        }

        return new Measurements().Add(Cosines, JobContext.Finite(net.Cosine, "the cosine")).Add(Loss, JobContext.Finite(net.SquaredError / n));
    }

    private static string Group(Fig2Network network, int p, double rate) => string.Create(CultureInfo.InvariantCulture, $"{network.Name} p={p} dropout={rate}");
}
