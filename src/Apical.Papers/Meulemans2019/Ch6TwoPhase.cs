using Apical.Analysis;
using Apical.Data;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Section 6.6: a free and a learning phase. Their difference takes reconstruction errors out, so that it learns without inverses; the signal decays with depth
/// still, and noise on the activities can drown it.
/// </summary>
internal sealed class Ch6TwoPhase : Experiment
{
    private const string Carry = "carry-over", Noise = "noise", Recorded = "course", Traced = "slow trace, τ_slow = ";
    private const string Two = "two phases", Single = "single phase", Dtp = "DTP", Shallow = "output layer only";

    private static readonly Track s_times = new("t");
    private static readonly string[] s_methods = [MixtureTraining.Two, MixtureTraining.Dtp, MixtureTraining.Output];
    private static readonly Fixed<double> s_mu = new("μ of carry-over and noise", 0.2, "our choice");
    private static readonly Fixed<int> s_depth = new("L of carry-over and noise", 4, "our choice"), s_looks = new("looks that are averaged", 16, "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_slow = new("τ_slow of the trace, in τ", [5, 20, 100], "our choice");
    private static readonly Fixed<double> s_phase = new("length of a phase, in τ", 10, "our choice");
    private static readonly Fixed<int> s_turns = new("times that both phases are gone through", 60, "our choice");
    private static readonly Setting<int> s_few = new("networks with traces and noise", 20, 5, "our choice");
    private static readonly Fixed<int> s_digitsDepth = new("L on digits", 4, "our choice");
    private static readonly Told s_digits = new("methods on digits",
        "dynamical-dtp and dynamical-tp with rates of layers, dtp-ai with η̂ = 0.1, Q starting as W⁺; shallow", "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_rates = new("rates tried on digits", [0.01, 0.03, 0.1, 0.3], "our choice"),
        s_singleRates = new("rates tried on digits, single phase", [1e-4, 3e-4, 1e-3, 3e-3, 0.01], "our choice"),
        s_outputRates = new("rates tried on digits, output layer only", [0.03, 0.1, 0.3, 1], "our choice");

    private static IReadOnlyList<DigitsMethod> OnDigits =>
    [
        new(Two, s_digitsDepth.Value, "dynamical-dtp:layer-rates=yes:init=pseudo-inverse", s_rates.Value),
        new(Single, s_digitsDepth.Value, "dynamical-tp:layer-rates=yes", s_singleRates.Value),
        new(Dtp, s_digitsDepth.Value, "dtp-ai:step=0.1:init=pseudo-inverse", s_rates.Value),
        new(Shallow, s_digitsDepth.Value, "shallow", s_outputRates.Value),
    ];

    public override string Id => "meulemans2019/ch6-two-phase";

    public override string Title => "Target propagation as a resting state, two phases: the difference learns without inverses";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.3, 3);

    public override IReadOnlyList<ISetting> Settings =>
    [
        .. MixtureAngles.Settings, .. MixtureTraining.Settings, .. MixtureDigits.Settings, s_mu, s_depth, s_looks, s_slow, s_phase, s_turns, s_few,
        s_digits, s_digitsDepth, s_rates, s_singleRates, s_outputRates,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int nets = MixtureAngles.Nets.At(setup.Scale), few = s_few.At(setup.Scale), L = s_depth.Value;
        double mu = s_mu.Value, eta = MixtureAngles.Eta.Value;
        Lazy<DataSplits> data = MixtureDigits.Data(setup);
        return
        [
            .. OnDigits.SelectMany(method => method.Jobs(setup, data)),
            .. MixtureTraining.Jobs(setup, s_methods),
            .. s_slow.Value.Select(slow => new Job(
                Trace(slow), 1,
                context => TwoPhases.Trace(context, few, MixtureAngles.Mu.Value, eta, MixtureAngles.Claimed, slow, s_phase.Value,
                    s_turns.Value)) { Cost = 10 }),
            .. MixtureAngles.Jobs(setup),
            new(Carry, 1, context => TwoPhases.CarryOver(context, nets, L, mu, eta)),
            new(Noise, 1, context => TwoPhases.NoiseLimit(context, few, L, mu, eta, s_looks.Value)),
            new(Recorded, 1, context => Courses(context, mu)),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Mean(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Average() : double.NaN;
        double Max(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Max() : double.NaN;
        double Angle(string kind) => MixtureAngles.At(results, kind, MixtureAngles.Claimed, MixtureAngles.Two);
        double Loss((string, bool) at, string method) => MixtureTraining.Best(results, at, method).Loss;
        double Error(string name) => Method(name).Best(results).Error;
        double At(double slow, int turn) => results.All(Trace(slow), TwoPhases.Angles) is { Count: > 0 } all ? all[turn < 0 ? all.Count
            + turn : turn] : double.NaN;
        double mu = s_mu.Value, q = mu / (1 - mu), steepness = NoiseSlope(q, s_depth.Value);
        double best = s_slow.Value.Select(slow => At(slow, -1)).Min();
        return new(
            [
                .. MixtureAngles.Kinds.Select(kind => Claim.AtMost(
                    $"{kind.Name}, ε = {MixtureAngles.Claimed}: angle of layer 1 to the signal of exact inverses", "reconstruction errors cancel",
                        Angle(kind.Name),
                    12, "°")),
                Claim.AtMost($"linear, L = {s_depth.Value}: greatest distance of ‖h_i^f − h_i^l‖/‖d_i‖ from (1 − q^i)/(1 − q)",
                    "mathematics: exact; (6.36) leaves it out", Max(Carry, TwoPhases.Worst), 1e-6),
                .. MixtureTraining.Cases.Select(at => Claim.AtMost(
                    $"{MixtureTraining.Name(at)}: final test loss of two phases over that of DTP", "as difference target propagation",
                    Loss(at, MixtureTraining.Two) / Loss(at, MixtureTraining.Dtp), 1.2)),
                .. MixtureTraining.Cases.Select(at => setup.OrderAtQuick(Claim.AtMost(
                    $"{MixtureTraining.Name(at)}: the same over that of the output layer only", "hidden layers learn",
                    Loss(at, MixtureTraining.Two) / Loss(at, MixtureTraining.Output), 1))),
                Claim.AtMost("digits, L = 4, Q learns: error of two phases less that of DTP", "as difference target propagation", Error(Two) - Error(Dtp), 1,
                    " points"),
                setup.OrderAtQuick(Claim.AtLeast("digits: error of the single phase less that of the output layer only",
                    "no chance without (almost) perfect inverses", Error(Single) - Error(Shallow), 0, " points")),
                Claim.Between("ln of the noise at which a layer's update is at 45°: gain per layer", "ln 1/q, and the carry-over: mathematics",
                    Mean(Noise, TwoPhases.Slope), 0.95 * steepness, 1.05 * steepness, "", steepness),
                Claim.Between($"noise at 45° of the mean over {s_looks.Value} looks, over that of one", "mathematics: √K", Mean(Noise, TwoPhases.Gain),
                    0.95 * Math.Sqrt(s_looks.Value), 1.05 * Math.Sqrt(s_looks.Value), "", Math.Sqrt(s_looks.Value)),
                Claim.AtMost("slow trace for the stored phase, seen once: angle of layer 1 to (6.35), at the best τ_slow",
                    "phases need a memory (6.8)", s_slow.Value.Select(slow => At(slow, 0)).Min(), 5, "°"),
                Claim.AtMost("the same, phases in turn until nothing changes", "phases need a memory (6.8)", best, 5, "°"),
            ],
            [
                new("Angles, and what is left of the signal under noise",
                    "a: angle of layer 1's update vector to the signal of exact inverses, Q = W⁻¹ + ε N(0, 1/n). "
                        + "b: noise on activities at which it is at "
                        + "45°, geometric mean over linear networks; dashed: theory.")
                {
                    Charts = [MixtureAngles.Chart(results, MixtureAngles.Two, "two phases"), NoiseChart(results, q)],
                },
                MixtureTraining.Picture(results, s_methods),
                new("Free and learning phase",
                    "Unit 1 of each layer of a linear network, L = 3, exact inverses, η̂ = 1, from rest at 0: the target is on from half of the time on.")
                {
                    Charts = [CourseChart(results), TraceChart(results)],
                },
            ])
        {
            Notes =
            [
                $"Angles in degrees: {MixtureAngles.InWords(results, MixtureAngles.Two)}.",
                "What is left of reconstruction errors (e_phase of 6.36), over the signal, in the mean at ε = 0.1: "
                    + $"{string.Join("; ", MixtureAngles.Kinds.Select(k => $"{k.Name} {PhaseErrors(results, k.Name)}"))}.",
                $"Test errors on digits, at the rate that is best on images held out: {string.Join(", ", OnDigits.Select(m => m.InWords(results)))}.",
                "Slow trace, angle after one and after the last turn: "
                    + $"{string.Join("; ", s_slow.Value.Select(slow => $"τ_slow = {slow} τ {Claim.Show(At(slow, 0))}° and {Claim.Show(At(slow, -1))}°"))}.",
                "Dividing a layer's signal by what it loses (rates of layers) multiplies its noise too and leaves these angles as they are.",
            ],
        };
    }

    /// <summary>Gain per layer, by regression, of ln of what is left of the signal in two phases: ln (q^−i)⁻¹ and the carry-over.</summary>
    internal static double NoiseSlope(double q, int depth)
    {
        double[] layers = [.. Enumerable.Range(1, depth).Select(i => (double)i)];
        return LineFit.Of(layers, [.. layers.Select(i => LogOfSize(q, i))]).Slope;
    }

    // ln of ‖h_i^f − h_i^l‖ but for a constant: q^(L+1−i) (1 − q^i)/(1 − q)
    private static double LogOfSize(double q, double i) => (-i * Math.Log(q)) + Math.Log(1 - Math.Pow(q, i));

    private static DigitsMethod Method(string name) => OnDigits.First(method => method.Name == name);

    private static string Trace(double slow) => FormattableString.Invariant($"{Traced}{slow}");

    private static string PhaseErrors(Results results, string kind) =>
        $"{Claim.Show(MixtureAngles.At(results, kind, MixtureAngles.Claimed, MixtureAngles.PhaseError))} "
            + $"(single phase {Claim.Show(MixtureAngles.At(results, kind, MixtureAngles.Claimed, MixtureAngles.SingleError))})";

    // One unit of each layer, as the rule records it
    private static Measurements Courses(JobContext context, double mu)
    {
        var net = new MixtureNet(context.Rng, 3, MixtureNet.Linear);
        Recording recorded = net.Rule(mu, 1).Record(net.Batch);
        var found = new Measurements().Add(s_times, recorded.Times);
        foreach (Trace trace in recorded.Traces.Where(trace => trace.Unit == 1))
        {
            found.Add(Unit(trace.Layer), trace.Values);
        }

        return found;
    }

    private static Track Unit(int layer) => Track.Of("h", layer);

    private static Chart CourseChart(Results results) => new("activities", new("t / τ"), new("h"),
        [.. Enumerable.Range(1, 3).Select(i => new Series($"layer {i}", Mark.Line, results.All(Recorded, s_times), results.All(Recorded, Unit(i))))]);

    private static Chart TraceChart(Results results) => new("a slow trace in place of the stored phase", new("turns"),
        new("angle of layer 1 to (6.35) (°)") { Logarithmic = true },
        [
            .. s_slow.Value.Select(slow => results.All(Trace(slow), TwoPhases.Angles) is var all
                ? new Series(FormattableString.Invariant($"τ_slow = {slow} τ"), Mark.Line, [.. Enumerable.Range(1, all.Count).Select(turn =>
                    (double)turn)], all)
                : null!),
        ]);

    private static Chart NoiseChart(Results results, double q)
    {
        double[] limits = [.. results.All(Noise, TwoPhases.Noise)], layers = [.. Enumerable.Range(1, limits.Length).Select(i => (double)i)];
        double last = limits.Length == 0 ? 0 : limits[^1] - LogOfSize(q, limits.Length);
        return new("noise", new("layer i"), new("σ at 45°") { Logarithmic = true },
        [
            new("measured", Mark.Point, layers, [.. limits.Select(Math.Exp)]),
            new("theory", Mark.Line, layers, [.. layers.Select(i => Math.Exp(LogOfSize(q, i) + last))]) { Dashed = true },
        ]);
    }
}
