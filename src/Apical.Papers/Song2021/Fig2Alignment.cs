using System.Globalization;

namespace Apical.Papers.Song2021;

/// <summary>Figure 2: alignment against width and regularisation, and the loss on the way.</summary>
internal sealed class Fig2Alignment : Experiment
{
    private const int Narrowest = 200, Between = 1000;

    private static readonly Fixed<int> s_n = new("samples n", 50, "paper §5");
    private static readonly Fixed<int> s_d = new("inputs d", 150, "paper §5");
    private static readonly Fixed<int[]> s_linearWidths = new("widths p, linear", [200, 400, 800, 1600, 3200, 6400, 12800], "paper §5");
    private static readonly Setting<int[]> s_widths = new("widths p, other", [200, 400, 800, 1600, 3200, 6400, 12800], [200, 800, 3200], "paper §5");
    private static readonly Setting<int> s_linearRepeats = new("repeats, linear", 50, 10, "paper §5");
    private static readonly Setting<int> s_repeats = new("repeats, other", 6, 2, "our choice: the paper has 50, which would take some four hours");
    private static readonly Fixed<int> s_steps = new($"least steps at p = {Narrowest}; in proportion to √p", 5000, "released code");
    private static readonly Fixed<double> s_settled = new($"done when the mean squared error changes by less in {Between} steps", 1e-3, "released code");
    private static readonly Fixed<int> s_most = new("most steps, as a multiple of the least", 8, "our choice");
    private static readonly Fixed<int> s_curveWidth = new("width p of the loss curves", 3200, "figure 2");
    private static readonly Fixed<int> s_curveSteps = new("steps of the loss curves", 5000, "released code");
    private static readonly Told s_data =
        new("targets", "θᵀx with normal θ for linear networks, a network of the same form for the others", "released code");

    private readonly bool _released;

    private Fig2Alignment(bool released) => _released = released;

    /// <summary>With step sizes, λ and loss of the released code, whose table of alignments it is held against.</summary>
    public static Fig2Alignment Released { get; } = new(true);

    /// <summary>With the step sizes that the paper's text has, on the sum of squares (2.2).</summary>
    public static Fig2Alignment PaperSteps { get; } = new(false);

    public override string Id => _released ? "song2021/fig2" : "song2021/fig2-paper-steps";

    public override string Title =>
        _released ? "Alignment vanishes with width unless the output weights are regularised" : "Figure 2 with the step sizes of the paper's text";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => _released ? new(1.2, 35) : new(0.8, 22);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_n, s_d, s_linearWidths, s_widths, s_linearRepeats, s_repeats, s_steps, s_settled, s_most, s_curveWidth, s_curveSteps, s_data,
        .. Own.Select(Eta),
        .. _released ? Own.Select(Lambdas) : Own.Select(ISetting (network) => new Told(
            $"λ, {network.Name}", SettingText.Of(network.Lambdas.Select(LambdaOf)), "released code, times n/2 because (4.1) sums where the code averages")),
    ];

    private IEnumerable<Fig2Network> Own => Fig2Network.All.Where(network => _released || double.IsFinite(network.PaperEta));

    private IEnumerable<Fig2Network> Networks => Own.Select(network => _released
        ? network with { ReleasedEta = Eta(network).Value, Lambdas = Lambdas(network).Value } : network with { PaperEta = Eta(network).Value });

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Math.Max(s_linearRepeats.At(setup.Scale), s_repeats.At(setup.Scale)))
           from network in Networks
           where run <= Repeats(network, setup.Scale)
           from p in Widths(network, setup.Scale)
           from level in Enumerable.Range(0, network.Lambdas.Length)
           select new Job(Group(network, p, level), run, context => Run(context, network, p, network.Lambdas[level]))
           {
               Cost = network.Psi == ScalarFunction.Identity ? 0.1 : Math.Pow(p / (double)Narrowest, 1.5),
           },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        var summary = new Fig2Summary(results, Group, s_curveWidth.Value);
        return new(
            [.. Networks.SelectMany(network => summary.Claims(network, Widths(network, setup.Scale), _released))],
            [summary.Picture([.. Networks.Select(network => (network, Widths(network, setup.Scale)))])])
        {
            Notes =
            [
                "Every network is simulated exactly, on W X in place of W (W moves in the span of the samples only), the linear ones in the 2n + 2 directions "
                    + "in which they move; single precision, linear in double. After 10000 steps at p = 800 single and double precision differ "
                    + "in the cosine by less than 1e-4.",
                _released
                    ? "The paper's text has other step sizes (1e-4, 1e-3, 1e-2) than its released code (1e-3, 1e-2, 0.1), and the code averages the squared "
                        + "error over samples where (2.2) sums half of it. The published table was made by the code. song2021/fig2-paper-steps has the text's."
                    : "λ is not in the text. It is that of the released code, scaled so that the same network minimises the regularised loss.",
                "With λ > 0 held constant there is nothing to converge to: W rests only where e = 0 (linear networks, independent samples), "
                    + "and there β shrinks on. Alignment and loss go on changing slowly, and the rule for stopping decides where they are read; "
                    + "the loss tends to 0 and not to a positive number.",
            ],
        };
    }

    private static string Group(Fig2Network network, int p, int level) => string.Create(CultureInfo.InvariantCulture, $"{network.Name} p={p} level={level}");

    private static int[] Widths(Fig2Network network, Scale scale) => network.Psi == ScalarFunction.Identity ? s_linearWidths.Value : s_widths.At(scale);

    private static int Repeats(Fig2Network network, Scale scale) => network.Psi == ScalarFunction.Identity ? s_linearRepeats.At(scale) : s_repeats.At(scale);

    private Fixed<double> Eta(Fig2Network network) =>
        new($"step size η, {network.Name}", EtaOf(network), _released ? "released code" : "paper §5");

    private static Fixed<double[]> Lambdas(Fig2Network network) => new($"λ, {network.Name}", network.Lambdas, "released code");

    private double EtaOf(Fig2Network network) => _released ? network.ReleasedEta : network.PaperEta;

    private double LambdaOf(double released) => _released ? released : released * s_n.Value / 2;

    private Measurements Run(JobContext context, Fig2Network network, int p, double lambda)
    {
        (int n, bool linear) = (s_n.Value, network.Psi == ScalarFunction.Identity);
        Matrix x = WideStart.Samples(context.Rng, s_d.Value, n, 1, Precision.Single);
        var start =
            WideStart.Draw(context.Rng, x, linear ? WideStart.LinearTargets(context.Rng, x) : WideStart.TeacherTargets(context.Rng, x, p, network.Psi), p);
        Step step = _released ? Step.OfMean(EtaOf(network), n) : Step.OfSum(EtaOf(network));
        return Run(context, linear ? new LinearWideNet(start, step) : new WideNet(start, network.Psi, step), n, p, LambdaOf(lambda));
    }

    private static Measurements Run(JobContext context, IWideNet net, int n, int p, double lambda)
    {
        var found = new Measurements();
        double last = double.PositiveInfinity;
        long least = (long)(s_steps.Value * Math.Sqrt(p / (double)Narrowest)), most = s_most.Value * least;
        for (long t = 0; ; t++)
        {
            if (p == s_curveWidth.Value && t <= s_curveSteps.Value && t % 50 == 0)
            {
                found.Add(Fig2Summary.LossCurve, JobContext.Finite(net.SquaredError / n));
            }

            if (t % Between == 0 && t > 0)
            {
                double loss = JobContext.Finite(net.SquaredError / n);
                if ((t >= least && Math.Abs(loss - last) < s_settled.Value) || t >= most)
                {
                    return found.Add(Fig2Summary.Cosines, net.Cosine).Add(Fig2Summary.FinalLoss, loss).Add(Fig2Summary.Steps, t);
                }

                last = loss;
            }

            if (t % 50 == 0)
            {
                context.Report(Math.Min(1, t / (double)least));
            }

            net.Step(lambda);
        }
    }
}
