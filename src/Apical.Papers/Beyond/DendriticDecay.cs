using Apical.Analysis;
using Apical.Networks;

namespace Apical.Papers.Beyond;

/// <summary>
/// The thesis says that the signal of dendritic microcircuits decays with depth as that of its single-phase model does (meulemans2019, 6.8): by a power of the
/// mixing factor for each layer, as the paper's own expansion has it.
/// </summary>
internal sealed class DendriticDecay : Experiment
{
    private const int Batch = 8;
    private const double Tolerance = 0.05;

    private static readonly Setting<int> s_runs = new("networks", 50, 20, "our choice");
    private static readonly Fixed<string> s_net = new("network", "6-6-6-6-6-6-6", "units as in the thesis's task; depth: our choice");
    private static readonly Fixed<double[]> s_lambdas = new("λ = λ_N = λ_I", [0.05, 0.1, 0.3], "our choice");
    private static readonly Told s_task = new("task",
        "tanh units, linear output, inputs and targets N(0, 1), W uniform ±1/√6, B uniform ±1, tied interneurons", "our choice");

    private static readonly Track s_mapped = new("ln of signal over undamped signal");

    public override string Id => "beyond/dendritic-decay";

    public override string Title => "Dendritic microcircuits: how the signal decays with depth";

    public override Citation Paper => BeyondPapers.Citation;

    public override Duration Takes => new(0.03, 0.05);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_net, s_lambdas, s_task];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_runs.At(setup.Scale))
           from lambda in s_lambdas.Value
           select new Job(Name(lambda), run, context => Measure(context.Rng, lambda, s_net.Value)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Slope(double lambda) => results.Curve(Name(lambda), s_mapped) is { Count: > 1 } curve ? -SlopeOf(curve.Select(at => at.Mean)) : double.NaN;
        return new(
        [
            .. from lambda in s_lambdas.Value
               let slope = Slope(lambda)
               from claim in new[]
               {
                   Within($"λ = {Claim.Show(lambda)}: slope of ln‖u_k − u_k⁻‖ per layer down over ln λ", "1: a factor λ a layer (6.8)",
                       slope / Math.Log(lambda)),
                   Within($"λ = {Claim.Show(lambda)}: the same over ln λ(1 − λ_I)", "1: ours, with what interneurons take over",
                       slope / Math.Log(lambda * (1 - lambda))),
               }
               select claim,
        ],
        [
            new("Decay", "‖u_k − u_k⁻‖ over the norm of B_k D_{k+1} B_{k+1} ⋯ D_N (u^trgt − u_N⁻), which is what a signal without decay would be; "
                + "mean of logarithms.")
            {
                Charts =
                [
                    new("", new("layer k"), new("ln of the ratio"),
                    [
                        .. from lambda in s_lambdas.Value
                           select Series.Of(Name(lambda), Enumerable.Range(1, 100).Select(k => (double)k), results.Curve(Name(lambda), s_mapped)),
                    ]),
                ],
                Columns = 1,
            },
        ])
        {
            Notes =
            [
                "An interneuron is nudged by the cell that it predicts, and so takes over a share λ_I of its deviation: apical dendrites hear 1 − λ_I "
                    + "of it, and a layer costs λ(1 − λ_I). With λ_I = λ that is within 5 % of ln λ for λ up to 0.1, and not for 0.3; the paper's "
                    + "expansion has it in its remainder.",
            ],
        };
    }

    /// <summary>ln(‖u_k − u_k⁻‖ / ‖B_k D_{k+1} ⋯ B_{N−1} D_N (u^trgt − u_N⁻)‖) for k = 1 .. N − 1 of a random network.</summary>
    internal static Measurements Measure(Rng rng, double lambda, string net)
    {
        Network network = Network.Dense(net, rng.Fork("network"), Activation.Tanh, Loss.SquaredError, precision: Precision.Double);
        var rule = new DendriticError(network, rng.Fork("rule"), new()
        {
            Lambda = lambda,
            LambdaOut = lambda,
            LambdaInterneuron = lambda,
            Interneurons = InterneuronKind.Tied,
            Rescale = false,
        });
        Matrix x = new(network[1].FanIn, Batch, Precision.Double), t = new(network[network.L].FanOut, Batch, Precision.Double);
        x.FillNormal(rng.Fork("x"));
        t.FillNormal(rng.Fork("t"));
        Pass pass = network.Forward(x);
        TeachingSignals signals = rule.Teach(pass, new Data.Batch(x, t));

        // Potentials from rates, which tanh allows: u_k = artanh(r_k), u_k⁻ = (1 − λ) a_k.
        Matrix undamped = t.Minus(pass.H[network.L]);
        var logarithms = new double[network.L - 1];
        for (int k = network.L - 1; k >= 1; k--)
        {
            Matrix rest = pass.A[k].Scaled(1 - lambda);
            undamped = rule.Feedback[k - 1].Value.Dot(undamped);
            logarithms[k - 1] = Math.Log(signals.Presynaptic(k + 1)!.Map(ScalarFunction.Atanh).Minus(rest).Norm() / undamped.Norm());
            undamped = network[k].Activation.TimesSlope(undamped, network[k].Activation.Of(rest));
        }

        return new Measurements().Add(s_mapped, logarithms);
    }

    private static double SlopeOf(IEnumerable<double> values)
    {
        double[] y = [.. values];
        return LineFit.Of([.. Enumerable.Range(1, y.Length).Select(k => (double)k)], y).Slope;
    }

    private static Claim Within(string text, string paper, double ratio) => Claim.Between(text, paper, ratio, 1 - Tolerance, 1 + Tolerance, "", 1);

    private static string Name(double lambda) => FormattableString.Invariant($"λ = {lambda}");
}
