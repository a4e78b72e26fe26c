namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Sections 6.2 to 6.5: target propagation as the resting state of segregated dendrites in a single phase. Its signal is that of exact inverses but for a
/// decay, and drowns in reconstruction errors where inverses are not exact.
/// </summary>
internal sealed class Ch6Single : Experiment
{
    private const string Smooth = "(6.15), tanh", Untaught = "no target", Drops = "plastic Q, target on, patterns = ", Asleep = "sleep, L = ";

    private static readonly string[] s_methods = [MixtureTraining.Single, MixtureTraining.Output];
    private static readonly Fixed<double> s_mu = new("μ of identities, sleep and plastic Q", 0.2, "our choice");
    private static readonly Fixed<IReadOnlyList<int>> s_depths = new("L of (6.15)", [2, 4, 8], "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_mus = new("μ of the decay", [0.05, 0.1, 0.2, 0.3], "our choice");
    private static readonly Fixed<int> s_deep = new("L of the decay", 6, "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_etas = new("η̂ of the slope", [1e-3, 3e-3, 1e-2, 3e-2], "our choice");
    private static readonly Fixed<double> s_small = new("η̂ against target propagation", 0.01, "our choice");
    private static readonly Fixed<IReadOnlyList<int>> s_patterns = new("patterns seen by a plastic Q", [1, 4, 16], "our choice: 6 units");
    private static readonly Setting<int> s_passes = new("passes of a plastic Q", 4000, 1000, "our choice");
    private static readonly Setting<int> s_sleep = new("sleep steps", 5000, 5000, "our choice");
    private static readonly Fixed<double> s_rate = new("rate of Q", 0.1, "our choice"), s_start = new("ε before sleep", 0.1, "our choice");
    private static readonly Setting<int> s_few = new("networks that learn Q", 20, 5, "our choice");

    public override string Id => "meulemans2019/ch6-single";

    public override string Title => "Target propagation as a resting state, single phase: exact inverses or nothing";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.2, 1);

    public override IReadOnlyList<ISetting> Settings =>
        [.. MixtureAngles.Settings, .. MixtureTraining.Settings, .. ExactCurves.Settings, s_mu, s_depths, s_mus, s_deep, s_etas, s_small, s_patterns, s_passes,
            s_sleep, s_rate, s_start, s_few];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int nets = MixtureAngles.Nets.At(setup.Scale), few = s_few.At(setup.Scale);
        double mu = s_mu.Value;
        return
        [
            .. MixtureAngles.Jobs(setup),
            .. MixtureTraining.Jobs(setup, s_methods),
            .. ExactCurves.Jobs(setup),
            .. s_depths.Value.Select(L => new Job(Linear(L), 1, context => SinglePhase.Formula(context, nets, L, MixtureNet.Linear, mu, 0.1))),
            new(Smooth, 1, context => SinglePhase.FirstOrder(context, nets, 3, MixtureNet.Smooth, mu, s_etas.Value)),
            .. s_mus.Value.Select(m => new Job(
                Decay(m, "linear"), 1, context => SinglePhase.Decay(context, nets, s_deep.Value, MixtureNet.Linear, m, s_small.Value))),
            .. s_mus.Value.Select(m => new Job(
                Decay(m, "leaky ReLU"), 1, context => SinglePhase.Decay(context, nets, s_deep.Value, MixtureNet.Leaky, m, s_small.Value))),
            .. new[] { 2, 4 }.Select(L => new Job(Update(L), 1, context => SinglePhase.ToExact(context, nets, L, mu, s_small.Value))),
            new(Untaught, 1, context => SinglePhase.Untaught(context, nets, 4, mu)),
            .. s_patterns.Value.Select(k => new Job(
                $"{Drops}{k}", 1, context => SinglePhase.Cancels(context, few, k, s_passes.At(setup.Scale), mu, s_rate.Value))),
            .. new[] { 2, 4 }.Select(L => new Job(
                $"{Asleep}{L}", 1, context => SinglePhase.Sleep(context, few, L, s_sleep.At(setup.Scale), MixtureAngles.Mu.Value, s_rate.Value,
                    s_start.Value))),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Mean(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Average() : double.NaN;
        double Max(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Max() : double.NaN;
        double Angle(string kind, double epsilon) => MixtureAngles.At(results, kind, epsilon, MixtureAngles.Single);
        double Loss((string, bool) at, string method) => MixtureTraining.Best(results, at, method).Loss;
        return new(
            [
                .. s_depths.Value.Select(L => Claim.AtMost(
                    $"linear, L = {L}: greatest relative error of (6.15)", "mathematics: exact", Max(Linear(L), SinglePhase.Error), 1e-8)),
                Claim.Between("tanh, L = 3: order in η̂ of the relative error of (6.15)", "≈: first order", Mean(Smooth, SinglePhase.Slope), 0.9, 1.1, "", 1),
                .. from kind in new[] { "linear", "leaky ReLU" }
                   from m in s_mus.Value
                   let theory = Math.Log((1 - m) / m)
                   select Claim.Between($"{kind}, L = {s_deep.Value}, μ = {Claim.Show(m)}: gain of ln‖signal‖ per layer, mapped to the output",
                       "ln((1 − μ)/μ): decay by μ/(1 − μ) a layer", Mean(Decay(m, kind), SinglePhase.Slope), 0.98 * theory, 1.02 * theory, "", theory),
                .. new[] { 2, 4 }.Select(L => Claim.AtMost(
                    $"leaky ReLU, L = {L}, η̂ = {Claim.Show(s_small.Value)}: greatest angle of ΔW_i to that of TP with exact inverses, over layers",
                    "the same but for the rates of layers (6.19)", Max(Update(L), SinglePhase.Angles), 2, "°")),
                Claim.AtMost("exact inverses: greatest distance of the mean curves of the test loss, single phase and TP, in standard deviations of runs",
                    "the same but for the rates of layers (6.19)", ExactCurves.Distance(results), 1),
                Claim.AtMost("exact inverses: final test loss of TP over the first", "it learns", ExactCurves.Left(results), 0.5),
                Claim.AtMost("no target, exact inverses, L = 4: greatest distance from the forward pass", "the forward pass", Max(Untaught,
                    SinglePhase.Away), 1e-9),
                .. MixtureAngles.Kinds.Select(kind => Claim.AtLeast(
                    $"{kind.Name}, ε = {MixtureAngles.Claimed}: angle of layer 1 to the signal of exact inverses",
                    "no chance without (almost) perfect inverses", Angle(kind.Name, MixtureAngles.Claimed), 60, "°")),
                .. MixtureTraining.Cases.Select(at => setup.OrderAtQuick(Claim.AtLeast(
                    $"{MixtureTraining.Name(at)}: final test loss of the single phase over that of the output layer only",
                    "no chance without (almost) perfect inverses", Loss(at, MixtureTraining.Single) / Loss(at, MixtureTraining.Output), 1))),
                .. s_patterns.Value.Where(k => k < MixtureNet.Units).Select(k => Claim.AtMost(
                    $"plastic Q while the target is on, patterns = {k}: reconstruction errors, which are the signal, over their start",
                        "mathematics: cancelled",
                    Max($"{Drops}{k}", SinglePhase.Left), 1e-6)),
                Claim.AtMost("sleep, L = 2: greatest ‖Q W − I‖", "Q can settle on the inverse", Max($"{Asleep}2", SinglePhase.Inverse), 1e-3),
                Claim.AtMost("sleep, L = 2: angle of layer 1 after it", "almost perfect inverses would do", Mean($"{Asleep}2", SinglePhase.Angles), 5, "°"),
                Claim.AtMost("sleep, L = 4: greatest ‖Q W − I‖", "Q can settle on the inverse", Max($"{Asleep}4", SinglePhase.Inverse), 1e-3),
            ],
            [
                new("Decay with depth, and how good inverses must be",
                    "a: norm of what a layer lacks, mapped to the output, mean of logarithms over linear networks with exact inverses; dashed: "
                        + "(μ/(1 − μ))^(L + 1 − i). b: angle of layer 1's update vector to the signal of exact inverses, Q = W⁻¹ + ε N(0, 1/n).")
                {
                    Charts =
                    [
                        new("decay", new("layer i"), new("‖signal‖ over that of the output") { Logarithmic = true },
                            [.. s_mus.Value.SelectMany(m => Decays(results, m))]),
                        MixtureAngles.Chart(results, MixtureAngles.Single, "single phase"),
                    ],
                },
                MixtureTraining.Picture(results, s_methods, ExactCurves.Chart(results)),
            ])
        {
            Notes =
            [
                $"Angles in degrees: {MixtureAngles.InWords(results, MixtureAngles.Single)}.",
                $"{s_patterns.Value[^1]} patterns, more than units: "
                    + $"a plastic Q leaves {Claim.Show(Mean($"{Drops}{s_patterns.Value[^1]}", SinglePhase.Left))} of the errors.",
            ],
        };
    }

    private static IEnumerable<Series> Decays(Results results, double mu)
    {
        double[] sizes = [.. results.All(Decay(mu, "linear"), SinglePhase.Sizes)], layers = [.. Enumerable.Range(1, sizes.Length).Select(i => (double)i)];
        string name = $"μ = {Claim.Show(mu)}";          // of both, which so have one colour
        yield return new(name, Mark.Point, layers, [.. sizes.Select(size => Math.Exp(size - sizes[^1]))]);
        yield return new(name, Mark.Line, layers, [.. layers.Select(i => Math.Pow(mu / (1 - mu),
            sizes.Length - i))])
        { Dashed = true };
    }

    private static string Linear(int depth) => $"(6.15), linear, L = {depth}";

    private static string Update(int depth) => $"ΔW, L = {depth}";

    private static string Decay(double mu, string kind) => $"decay, {kind}, μ = {Claim.Show(mu)}";
}
