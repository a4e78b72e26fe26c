using Apical.Branches;
using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>What the contest on traces gave: means, pictures, notes.</summary>
/// <param name="results">What was found.</param>
/// <param name="tuning">Traces that chose the nets and the perceptron.</param>
/// <param name="judging">The others.</param>
internal sealed class BranchTable(Results results, IReadOnlyList<string> tuning, IReadOnlyList<string> judging)
{
    private const string Perceptron = "perceptron", BestPerceptronName = "best perceptron";

    private static readonly IReadOnlyList<int> s_budgets = BranchPredictors.Budgets;

    /// <summary>Mean over the judging traces, %.</summary>
    public double Mean(string entrant, int kilobytes) => Mean(judging, entrant, kilobytes, BranchContest.Rate);

    /// <summary>Mean over the judging traces, %.</summary>
    public double Rule(OnlineRule rule, string hidden) =>
        judging.Select(trace => results.Last(BranchContest.Group(trace, rule, hidden), BranchContest.Rate).Mean).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The perceptron whose history is best on the tuning traces; over 24 outcomes without them.</summary>
    public string BestPerceptron(int kilobytes) => tuning.Count == 0 ? Perceptron + " 24"
        : BranchContest.Literature.Where(name => name.StartsWith(Perceptron, StringComparison.Ordinal))
            .MinBy(name => Mean(tuning, name, kilobytes, BranchContest.Rate))!;

    /// <summary>The net that is best on the tuning traces; the first of all without them.</summary>
    public string BestNet(int kilobytes) => BranchFamily.All.Select(family => family.ToString())
        .MinBy(name => tuning.Count == 0 ? 0 : Mean(tuning, name, kilobytes, BranchContest.Rate))!;

    /// <summary>Rates against budgets and nanoseconds, trace by trace, cold starts, rules, and branch by branch.</summary>
    public IEnumerable<Picture> Pictures() =>
    [
        new("Mispredictions within a budget",
            $"Mean over {string.Join(", ", judging)}. a: against the budget. b: against nanoseconds of predicting and "
                + "learning, as measured; a point for each budget.")
        {
            Charts =
            [
                new("against the budget", new("budget (KB)") { Logarithmic = true }, new("mispredictions (%)"),
                    [.. Shown.Select(entrant => new Series(entrant, Mark.LineAndPoints, [.. s_budgets.Select(b => (double)b)], Means(entrant)))]),
                new("against time", new("ns per branch") { Logarithmic = true }, new("mispredictions (%)"),
                    [.. Shown.Select(entrant => new Series(entrant, Mark.Point, [.. s_budgets.Select(b => Time(entrant, b))], Means(entrant)))]),
            ],
        },
        .. s_budgets.Select(budget => new Picture($"{budget} KB, trace by trace", "The whole trace; below, only its first tenth, from a cold start.")
        {
            Columns = 1,
            Charts = [Bars("all", budget, BranchContest.Rate), Bars("first tenth", budget, BranchContest.Cold)],
        }),
        new("Rules", $"A net for each address, float32, {BranchChoices.RulesKilobytes} KB, history 32; the rate of each rule found on the tuning traces.")
        {
            Charts =
            [
                .. BranchChoices.RulesHidden.Select(hidden => new Chart(
                    $"{hidden} hidden units", new("trace") { Categories = judging }, new("mispredictions (%)"),
                [
                    .. Enum.GetValues<OnlineRule>().Select(rule => new Series(BranchChoices.Name(rule), Mark.Bar, [.. judging.Select((_, i) => (double)i)],
                        [.. judging.Select(trace => results.Last(BranchContest.Group(trace, rule, hidden), BranchContest.Rate).Mean)])),
                ])),
            ],
        },
        new("Where depth pays",
            "A perceptron and a net for each branch, both over 32 outcomes, without a budget: misses where one is better by a tenth and more.")
        {
            Charts =
            [
                new("", new("trace") { Categories = judging }, new("misses saved"),
                [
                    new("by the net", Mark.Bar, [.. judging.Select((_, i) => (double)i)], [.. judging.Select(trace => Alone(trace, BranchContest.DeepSaved))]),
                    new("by the perceptron", Mark.Bar,
                        [.. judging.Select((_, i) => (double)i)], [.. judging.Select(trace => Alone(trace, BranchContest.LinearSaved))]),
                ]),
            ],
        },
    ];

    /// <summary>Rates in words, the losers named as plainly as the winners.</summary>
    public IEnumerable<string> Notes() =>
    [
        $"Judged on {string.Join(", ", judging)}{(tuning.Count > 0 ? $"; tuned on {string.Join(", ", tuning)}, which are in no mean" : "")}.",
        .. s_budgets.Select(budget => $"{budget} KB, mispredictions in %, mean over the judging traces (after the first tenth): "
            + string.Join("; ", Shown.Select(entrant => (entrant, Rate: MeanOf(entrant, budget))).OrderBy(one => one.Rate)
                .Select(one => $"{one.entrant} {Claim.Show(one.Rate)} ({Claim.Show(Mean(judging, Real(one.entrant, budget), budget, BranchContest.Warm))})"))
                    + "."),
        .. BranchChoices.RulesHidden.Select(hidden => $"Rules, {hidden} hidden units: "
            + string.Join(", ", Enum.GetValues<OnlineRule>().Select(rule => $"{BranchChoices.Name(rule)} {Claim.Show(Rule(rule, hidden))} %")) + "."),
        .. judging.Select(trace => $"{trace}, branch by branch without a budget: of {Alone(trace, BranchContest.Branches)} branches the net is better by a "
            + $"tenth and more at "
            + $"{Alone(trace, BranchContest.DeepBranches)} and saves {Alone(trace, BranchContest.DeepSaved)} misses there, the perceptron at "
            + $"{Alone(trace, BranchContest.LinearBranches)}, saving {Alone(trace, BranchContest.LinearSaved)}; in all {Alone(trace, BranchContest.Deep)} "
                + $"against "
            + $"{Alone(trace, BranchContest.Linear)} misses."),
    ];

    private static IReadOnlyList<string> Shown { get; } =
        ["bimodal", "gshare", BestPerceptronName, "hashed perceptron", "TAGE", .. BranchFamily.All.Select(family => family.ToString())];

    private string Real(string entrant, int kilobytes) => entrant == BestPerceptronName ? BestPerceptron(kilobytes) : entrant;

    private double MeanOf(string entrant, int kilobytes) => Mean(Real(entrant, kilobytes), kilobytes);

    private double[] Means(string entrant) => [.. s_budgets.Select(budget => MeanOf(entrant, budget))];

    private double Time(string entrant, int kilobytes)
    {
        return BranchSpeed.Both(results, BranchContest.SpeedGroup(Real(entrant, kilobytes), kilobytes));
    }

    private double Alone(string trace, Track track) => results.Last(BranchContest.Group(trace), track).Mean;

    private double Mean(IReadOnlyList<string> traces, string entrant, int kilobytes, Track track) =>
        traces.Select(trace => results.Last(BranchContest.Group(trace, entrant, kilobytes), track).Mean).DefaultIfEmpty(double.NaN).Average();

    private Chart Bars(string title, int kilobytes, Track track) => new(title, new("trace") { Categories = judging }, new("mispredictions (%)"),
    [
        .. Shown.Select(entrant => new Series(entrant, Mark.Bar, [.. judging.Select((_, i) => (double)i)],
            [.. judging.Select(trace => results.Last(BranchContest.Group(trace, Real(entrant, kilobytes), kilobytes), track).Mean)])),
    ]);
}
