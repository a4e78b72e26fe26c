using Apical.Data;
using Apical.Learning;
using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>Section 6.9: event rates up, bursts down. The signal is that of difference target propagation and does not decay.</summary>
internal sealed class Ch6Multiplexed : Experiment
{
    private const string Linear = "linear", Leaky = "leaky ReLU", Ranged = "range [0, 1]", Decoded = "range [0, 1], g = s(Q ·)",
        Fixed = "range [0, 1], output layer only";

    private const double Disturbed = 0.1, Small = 0.01, Large = 0.1, Smallest = 1e-4;

    private static readonly int[] s_depths = [2, 4, 8];
    private static readonly string[] s_ranges = [Ranged, Decoded, Fixed];
    private static readonly Fixed<IReadOnlyList<double>> s_rates = new("rates tried on digits", [0.003, 0.01, 0.03, 0.1, 0.3], "our choice"),
        s_twoRates = new("rates tried on digits, two phases", [0.3, 1, 3, 10], "our choice: the output's signal is μ/(1 − μ) as large");
    private static readonly Fixed<double> s_mu = new("μ of two phases on digits", 0.2, "our choice");
    private static readonly Told s_global = new("rates on digits", "one for all layers of a network; Q starts as W⁺", "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_rangedRates = new("rates tried on digits, range [0, 1]", [1, 3, 10], "our choice"),
        s_decodedRates = new("rates tried on digits, range [0, 1], g = s(Q ·)", [3, 10, 30], "our choice"),
        s_fixedRates = new("rates tried on digits, range [0, 1], output layer only", [0.1, 0.3, 1, 3], "our choice");
    private static readonly Fixed<double> s_decodedFeedback = new("rate of Q on digits, range [0, 1], g = s(Q ·)", 0.1, "our choice");
    private static readonly Told s_ranged = new("range [0, 1]",
        "L = 4, sigmoid units, squared error, labels 0.1 and 0.9; ĥ outside is moved to 0.001 inside", "our choice");
    private static readonly Told s_etas = new(
        "η̂", FormattableString.Invariant($"{Large} for sizes and against exact inverses, {Small} against DTP, {Smallest} for small steps"), "our choice");
    private static readonly Track s_clipped = new("share of burst probabilities outside the range");

    // ε and η̂ of networks that are looked at, with every depth
    private static readonly (string Kind, Activation Hidden, double Epsilon, double Eta)[] s_cases =
    [
        (Linear, MixtureNet.Linear, 0, Large), (Linear, MixtureNet.Linear, Disturbed, Large), (Linear, MixtureNet.Linear, Disturbed, Small),
        (Leaky, MixtureNet.Leaky, 0, Large), (Leaky, MixtureNet.Leaky, 0, Small), (Leaky, MixtureNet.Leaky, Disturbed, Small),
        (Leaky, MixtureNet.Leaky, 0, Smallest),
    ];

    // Ours, of another program: angle to exact inverses in degrees by depth
    private static readonly (int Depth, double Linear)[] s_known = [(2, 5), (4, 9), (8, 13)];

    public override string Id => "meulemans2019/ch6-multiplexed";

    public override string Title => "Target propagation by multiplexing: a signal that does not decay";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.3, 3);

    public override IReadOnlyList<ISetting> Settings =>
    [
        MixtureNet.Drawn, MixtureAngles.Nets, s_etas, .. MixtureDigits.Settings, s_rates, s_twoRates, s_mu, s_global, s_ranged, s_rangedRates, s_decodedRates,
        s_decodedFeedback, s_fixedRates,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int nets = MixtureAngles.Nets.At(setup.Scale);
        Lazy<DataSplits> data = MixtureDigits.Data(setup), ranged = new(() => OfRange(Ranged).RecipeOf(setup, 1).LoadData());
        return
        [
            .. s_depths.SelectMany(L => Two(L).Jobs(setup, data)),
            .. s_depths.SelectMany(L => Bursting(L).Jobs(setup, data)),
            .. s_ranges.SelectMany(name => (OfRange(name) with { Look = (learner, found) => CountClipped((NetworkLearner)learner, ranged.Value, found) })
                .Jobs(setup, ranged)),
            .. from at in s_cases
               from L in s_depths
               select new Job(Name(at.Kind, L, at.Epsilon, at.Eta), 1, context => Bursts.Measure(context, nets, L, at.Hidden, at.Epsilon, at.Eta)),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string kind, int L, double epsilon, double eta, Track track) =>
            results.All(Name(kind, L, epsilon, eta), track) is { Count: > 0 } all ? all.Average() : double.NaN;
        double Error(string name) => OfRange(name).Best(results).Error;
        double Clipped(string name) => OfRange(name).Last(results, s_clipped);
        int deep = s_depths[^1];
        return new(
            [
                .. new[] { 0, Disturbed }.Select(epsilon => Claim.Between($"linear, L = {deep}, ε = {Claim.Show(epsilon)}: gain of ln‖ĥ^f − ĥ^l‖ per layer",
                    "the signal does not decay", Of(Linear, deep, epsilon, Large, Bursts.Slope), -0.01, 0.01, "", 0)),
                Claim.Between($"leaky ReLU, L = {deep}, exact inverses: the same", "ours: −0.65, it grows on its way down; ln 0.35 to 0 is possible",
                    Of(Leaky, deep, 0, Small, Bursts.Slope), -0.75, -0.55, "", -0.65),
                .. s_depths.Select(L => Claim.AtMost(
                    $"linear, L = {L}, ε = {Disturbed}: angle to DTP with the same Q", "as DTP: mathematics 0", Of(Linear, L, Disturbed, Small,
                        Bursts.ToDtp), 1e-3, "°")),
                .. s_depths.Select(L => Claim.AtMost(
                    $"leaky ReLU, L = {L}, exact inverses: the same", "as DTP: mathematics 0", Of(Leaky, L, 0, Small, Bursts.ToDtp), 1e-3, "°")),
                Claim.Between($"leaky ReLU, L = 4, ε = {Disturbed}: the same", "ours: 8°, Jacobians sit elsewhere", Of(Leaky, 4, Disturbed, Small,
                    Bursts.ToDtp), 6,
                    10, "°", 8),
                Claim.Between($"leaky ReLU, L = {deep}, ε = {Disturbed}: the same", "ours: 23°", Of(Leaky, deep, Disturbed, Small, Bursts.ToDtp), 18,
                    28, "°", 23),
                .. s_known.Select(known => Claim.Between($"linear, L = {known.Depth}, ε = {Disturbed}: angle to the signal of exact inverses",
                    FormattableString.Invariant($"ours: {known.Linear}°"), Of(Linear, known.Depth, Disturbed, Large, Bursts.ToExact), 0.75 * known.Linear,
                    1.25 * known.Linear, "°", known.Linear)),
                Claim.AtLeast($"leaky ReLU, L = {deep}, exact inverses, η̂ = {Large}: angle to the linearised signal", "ours: 30°, targets cross kinks",
                    Of(Leaky, deep, 0, Large, Bursts.ToExact), 15, "°", 30),
                Claim.AtMost(FormattableString.Invariant($"the same, η̂ = {Smallest}"), "mathematics: 0 as η̂ → 0", Of(Leaky, deep, 0, Smallest,
                    Bursts.ToExact), 2, "°"),
                Claim.Between($"digits: error with L = {deep} less that with L = 2", "suited to deep networks",
                    Bursting(deep).Best(results).Error - Bursting(2).Best(results).Error,
                    -1, 1, " points"),
                Claim.AtLeast($"digits: error of two phases with L = {deep} less that of multiplexing, one rate for all layers",
                    "two phases decay, multiplexing does not",
                    Two(deep).Best(results).Error - Bursting(deep).Best(results).Error, 1, " points"),
                .. new[] { Ranged, Decoded }.Select(name => setup.OrderAtQuick(Claim.AtMost(
                    $"{name}: error over that of the output layer only", "hidden layers learn", Error(name) / Error(Fixed), 1))),
            ],
            [
                new("The signal over the layers",
                    $"a: ‖ĥ_i^f − ĥ_i^l‖ over that of the output, geometric mean over networks, L = {deep}. "
                        + "b: test error on digits by depth, one rate for all layers.")
                {
                    Charts =
                    [
                        new("signal", new("layer i"), new("over that of the output") { Logarithmic = true },
                            [
                                Sizes(results, "linear, exact inverses", Linear, 0, Large), Sizes(results, "linear, ε = 0.1", Linear, Disturbed, Large),
                                Sizes(results, "leaky ReLU, exact inverses", Leaky, 0, Small), Sizes(results, "leaky ReLU, ε = 0.1", Leaky, Disturbed, Small),
                            ]),
                        new("digits", new("L"), new("test error (%)") { Logarithmic = true },
                            [.. new[] { Bursting, Two }.Select(method => new Series(method(deep).Name, Mark.LineAndPoints, [.. s_depths.Select(L => (double)L)],
                                [.. s_depths.Select(L => method(L).Best(results).Error)]))]),
                    ],
                },
                TestErrors.Courses(results, s_ranges.Select(name => OfRange(name).BestGroup(results))),
            ])
        {
            Notes =
            [
                "Test errors on digits, at the rate that is best on images held out: "
                    + $"{string.Join("; ", s_depths.Select(L => $"L = {L}: {Bursting(L).InWords(results)}, {Two(L).InWords(results)}"))}.",
                $"Rates and burst probabilities in [0, 1], L = 4: {Claim.Show(100 * Clipped(Ranged))} % "
                    + "of burst probabilities of layers 2 to L lie outside (0.001, 0.999) "
                    + $"and are moved inside; test error {Claim.Show(Error(Ranged))} %. With s(Q ·), which cannot leave the range, "
                    + $"{Claim.Show(100 * Clipped(Decoded))} % "
                    + $"and {Claim.Show(Error(Decoded))} %; output layer only {Claim.Show(Error(Fixed))} %.",
                "Angles of leaky ReLU networks with exact inverses to the linearised signal, "
                    + string.Join("; ", new[] { Large, Small, Smallest }.Select(eta => FormattableString.Invariant($"η̂ = {eta}: ")
                        + string.Join(", ", s_depths.Select(L => $"{Claim.Show(Of(Leaky, L, 0, eta, Bursts.ToExact))}°"))))
                            + $" (L = {string.Join(", ", s_depths)}).",
            ],
        };
    }

    private static Series Sizes(Results results, string name, string kind, double epsilon, double eta)
    {
        double[] sizes = [.. results.All(Name(kind, s_depths[^1], epsilon, eta), Bursts.Sizes)];
        return new(name, Mark.LineAndPoints, [.. Enumerable.Range(1, sizes.Length).Select(i => (double)i)], [.. sizes.Select(size =>
            Math.Exp(size - sizes[^1]))]);
    }

    private static DigitsMethod OfRange(string name)
    {
        (string rule, IReadOnlyList<double> rates) = name switch
        {
            Ranged => ("multiplexed-tp", s_rangedRates.Value),
            Decoded => ("multiplexed-tp:inverse=decoder", s_decodedRates.Value),
            _ => ("shallow", s_fixedRates.Value),
        };
        return new(name, 4, rule, rates)
        {
            Changed = common => common with
            {
                Data = common.Data with { Targets = "0.1,0.9" },
                Activation = "sigmoid",
                Output = "sigmoid",
                Loss = "squared-error",
                FeedbackLearningRate = name == Decoded ? s_decodedFeedback.Value : common.FeedbackLearningRate,
            },
        };
    }

    private static void CountClipped(NetworkLearner learner, DataSplits data, Measurements found)
    {
        if (learner.Rule is ITargetRule rule)
        {
            Dataset some = data.Test.InMemory().Take(200);
            var batch = new Batch(some.Inputs.T.ToMatrix(), some.Targets.T.ToMatrix());
            IReadOnlyList<Matrix?> bursts = rule.Targets(learner.Network.Forward(batch.X), batch);
            double[] all = [.. bursts.Skip(2).SelectMany(burst => burst!.ToArray())];
            found.Add(s_clipped, (double)all.Count(value => value is < 0.001 or > 0.999) / all.Length);
        }
    }

    private static string Name(string kind, int depth, double epsilon, double eta) =>
        FormattableString.Invariant($"{kind}, L = {depth}, ε = {epsilon}, η̂ = {eta}");

    private static DigitsMethod Bursting(int depth) => new("multiplexed", depth, "multiplexed-tp:init=pseudo-inverse", s_rates.Value);

    private static DigitsMethod Two(int depth) =>
        new("two phases", depth, FormattableString.Invariant($"dynamical-dtp:init=pseudo-inverse:mu={s_mu.Value}"), s_twoRates.Value);
}
