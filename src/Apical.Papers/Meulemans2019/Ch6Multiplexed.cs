using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Training;

namespace Apical.Papers.Meulemans2019;

/// <summary>Section 6.9: event rates up, bursts down. The signal is that of difference target propagation and does not decay.</summary>
internal sealed class Ch6Multiplexed : Experiment
{
    private const string Linear = "linear", Leaky = "leaky ReLU", Ranged = "range [0, 1]", Decoded = "range [0, 1], g = s(Q ·)",
        Fixed = "range [0, 1], output layer only";

    private const double Disturbed = 0.1, Small = 0.01, Large = 0.1, Smallest = 1e-4;

    private static readonly int[] s_depths = [2, 4, 8];
    private static readonly Fixed<double> s_rate = new("rate on digits", 0.2, "our choice"),
        s_feedbackRate = new("rate of Q on digits", 0.001, "our choice"), s_mu = new("μ of two phases on digits", 0.2, "our choice");
    private static readonly Told s_global = new("rates on digits",
        "one for all layers; that of two phases is over q, by which its output signal is smaller", "our choice");
    private static readonly Fixed<double> s_rangedRate = new("rate on digits, range [0, 1]", 2, "our choice"),
        s_fixedRate = new("rate on digits, range [0, 1], output layer only", 0.2, "our choice: as the others', η̂ being 0.1");
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
        MixtureNet.Drawn, MixtureAngles.Nets, s_etas, .. MixtureDigits.Settings, s_rate, s_feedbackRate, s_mu, s_global, s_ranged, s_rangedRate, s_fixedRate,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int nets = MixtureAngles.Nets.At(setup.Scale);
        Lazy<DataSplits> data = MixtureDigits.Data(setup), ranged = new(() => RangedRecipe(setup, Ranged).LoadData());
        double q = s_mu.Value / (1 - s_mu.Value);
        Recipe Two(int L) => MixtureDigits.Recipe(setup, L, FormattableString.Invariant($"dynamical-dtp:mu={s_mu.Value}"), s_rate.Value / q,
            s_feedbackRate.Value);
        Recipe Bursting(int L) => MixtureDigits.Recipe(setup, L, "multiplexed-tp", s_rate.Value, s_feedbackRate.Value);
        return
        [
            .. s_depths.Select(L => new Job(Digits("two phases", L), 1, context => context.Train(Two(L), data.Value)) { Cost = 20 * L }),
            .. s_depths.Select(L => new Job(Digits("multiplexed", L), 1, context => context.Train(Bursting(L), data.Value)) { Cost = 10 * L }),
            .. new[] { Ranged, Decoded, Fixed }.Select(name => new Job(name, 1, context => context.Train(
                RangedRecipe(setup, name), ranged.Value, then: (learner, found) => CountClipped((NetworkLearner)learner, ranged.Value, found))) { Cost = 40 }),
            .. from at in s_cases
               from L in s_depths
               select new Job(Name(at.Kind, L, at.Epsilon, at.Eta), 1, context => Bursts.Measure(context, nets, L, at.Hidden, at.Epsilon, at.Eta)),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Of(string kind, int L, double epsilon, double eta, Track track) =>
            results.All(Name(kind, L, epsilon, eta), track) is { Count: > 0 } all ? all.Average() : double.NaN;
        double Error(string group) => TestErrors.Last(results, group).Mean;
        double Multiplexed(int L) => Error(Digits("multiplexed", L));
        double Two(int L) => Error(Digits("two phases", L));
        double Clipped(string group) => results.All(group, s_clipped) is { Count: > 0 } all ? all.Average() : double.NaN;
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
                Claim.Between($"digits: error with L = {deep} less that with L = 2", "suited to deep networks", Multiplexed(deep) - Multiplexed(2),
                    -1, 1, " points"),
                Claim.AtLeast($"digits: error of two phases with L = {deep} less that of multiplexing, one rate for all layers",
                    "two phases decay, multiplexing does not",
                    Two(deep) - Multiplexed(deep), 1, " points"),
                Claim.AtMost("range [0, 1]: error over that of the output layer only", "hidden layers learn", Error(Ranged) / Error(Fixed), 1),
            ],
            [
                new("The signal over the layers",
                    $"Left: ‖ĥ_i^f − ĥ_i^l‖ over that of the output, geometric mean over networks, L = {deep}. "
                        + "Right: test error on digits by depth, one rate for all layers.")
                {
                    Charts =
                    [
                        new("signal", new("layer i"), new("over that of the output") { Logarithmic = true },
                            [
                                Sizes(results, "linear, exact inverses", Linear, 0, Large), Sizes(results, "linear, ε = 0.1", Linear, Disturbed, Large),
                                Sizes(results, "leaky ReLU, exact inverses", Leaky, 0, Small), Sizes(results, "leaky ReLU, ε = 0.1", Leaky, Disturbed, Small),
                            ]),
                        new("digits", new("L"), new("test error (%)") { Logarithmic = true },
                            [.. new[] { "multiplexed", "two phases" }.Select(rule => new Series(
                                rule, Mark.LineAndPoints, [.. s_depths.Select(L => (double)L)], [.. s_depths.Select(L => Error(Digits(rule, L)))]))]),
                    ],
                },
                TestErrors.Courses(results, [Ranged, Decoded, Fixed]),
            ])
        {
            Notes =
            [
                $"Test errors on digits, L = {string.Join(", ", s_depths)}: "
                    + $"multiplexed {string.Join(", ", s_depths.Select(L => $"{Claim.Show(Multiplexed(L))} %"))}; "
                    + $"two phases {string.Join(", ", s_depths.Select(L => $"{Claim.Show(Two(L))} %"))}.",
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

    private static Recipe RangedRecipe(Setup setup, string name)
    {
        Recipe common = MixtureDigits.Recipe(setup, 4, name == Fixed ? "shallow" : name == Decoded ? "multiplexed-tp:inverse=decoder" : "multiplexed-tp",
            name == Fixed ? s_fixedRate.Value : s_rangedRate.Value, s_feedbackRate.Value);
        return common with
        {
            Data = common.Data with { Targets = "0.1,0.9" },
            Activation = "sigmoid",
            Output = "sigmoid",
            Loss = "squared-error",
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

    private static string Digits(string rule, int depth) => $"digits, {rule}, L = {depth}";
}
