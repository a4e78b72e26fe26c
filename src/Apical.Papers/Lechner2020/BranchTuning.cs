using Apical.Branches;
using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>
/// Finds the nets for branches: a grid of shapes and rates on three traces that nothing is judged on. What it found is frozen in
/// <see cref="BranchChoices"/>.
/// </summary>
internal sealed class BranchTuning : Experiment
{
    private static readonly Track s_rate = new("mispredictions %");

    private static readonly Fixed<string> s_traces = new("tuning traces", "bc, gzip, tcc", "our choice, before anything was run on the others");
    private static readonly Setting<int> s_branches = new("branches of each", 400_000, 20_000, "our choice");
    private static readonly Told s_grid = new(
        "grid",
        "per-address: hidden 2, 3, 4, 2-2; history 8, 12, 16, 24, 32, 62; rate 0.1, 0.2; margin 2, 4; both signs with hidden 2, 3. "
            + "shared: hidden 2, 4, 8, 4-4; history 8, 16, 32; mixed none or 2, 6, 10 lengths; rate 0.05, 0.1, 0.2; margin 2; both signs with hidden 4",
        "one net of each kind", "our choice");
    private static readonly Told s_rules = new(
        "rules", "mdfa, dfa, bp in the net for each address, 64 KB, history 32, hidden 2 and 4-4; rate 0.02, 0.05, 0.1, 0.2, 0.4", "our choice");

    private static readonly string[] s_ruleRates = ["0.02", "0.05", "0.1", "0.2", "0.4"];

    private static readonly string[] s_mixes = ["0", "4/8", "3/6/10/14/19/26", "3/4/6/8/10/14/19/26/36/49"];

    public override string Id => "lechner2020/branch-tuning";

    public override string Title => "Which online nets foretell branches best within a budget, on three traces";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override Duration Takes => new(0.1, 8);

    public override IReadOnlyList<ISetting> Settings => [s_traces, s_branches, s_grid, s_rules, .. BranchChoices.Settings];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        BranchChoices.Check();
        BranchTraces traces = BranchTraces.Of(setup);
        string[] names = Names(traces);
        traces.Check(names);
        if (names.Length == 0)
        {
            return [];
        }

        return
        [
            .. from hidden in BranchChoices.RulesHidden
               from rule in Enum.GetValues<OnlineRule>()
               from rate in s_ruleRates
               select Job(BranchChoices.RuleFamily, BranchChoices.RulesKilobytes, BranchChoices.OfRule(rule, hidden, rate)),
            .. from family in BranchFamily.All
               from kilobytes in BranchPredictors.Budgets
               from written in Grid(family.Kind, setup.Scale).Append(BranchChoices.Of(family, kilobytes)).Distinct()
               where Fits(family, written, kilobytes)
               select Job(family, kilobytes, written),
        ];

        Job Job(BranchFamily family, int kilobytes, string written) => new(Group(family, kilobytes, written), 1, context =>
        {
            var found = new Measurements();
            foreach (string name in names)
            {
                context.Report(0);
                found.Add(s_rate, BranchScore.Of(family.Make(written, kilobytes, context.Rng), traces.Read(name).First(s_branches.At(setup.Scale))).Rate);
            }

            return found;
        });
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        if (Names(BranchTraces.Of(setup)).Length == 0)
        {
            return Outcome.Skip(BranchTraces.Missing(setup));
        }

        double Mean(BranchFamily family, int kilobytes, string written) =>
            results.All(Group(family, kilobytes, written), s_rate).DefaultIfEmpty(double.NaN).Average();
        var cells = (from family in BranchFamily.All from kilobytes in BranchPredictors.Budgets select (Family: family, Kilobytes: kilobytes)).ToArray();
        var best = cells.Select(cell => Grid(cell.Family.Kind, setup.Scale).Where(written => Fits(cell.Family, written, cell.Kilobytes))
            .Select(written => (Written: written, Rate: Mean(cell.Family, cell.Kilobytes, written)))
            .Where(one => !double.IsNaN(one.Rate)).DefaultIfEmpty((Written: "none", Rate: double.NaN)).MinBy(one => one.Rate)).ToArray();
        var rules = (from hidden in BranchChoices.RulesHidden
                     from rule in Enum.GetValues<OnlineRule>()
                     let best1 = s_ruleRates.Select(rate => BranchChoices.OfRule(rule, hidden, rate))
                         .Select(written => (Written: written, Rate: Mean(BranchChoices.RuleFamily, BranchChoices.RulesKilobytes, written)))
                         .MinBy(one => one.Rate)
                     select (Name: $"{BranchChoices.Name(rule)} with {hidden} hidden units", Best: best1,
                         Chosen: Mean(BranchChoices.RuleFamily, BranchChoices.RulesKilobytes, BranchChoices.Of(rule, hidden)))).ToArray();
        return new(
            [
                .. rules.Select(row => Claim.AtMost($"{row.Name}: misses of the frozen rate less the least", "none: the choice was the best",
                    row.Chosen - row.Best.Rate, 0, " points")),
                .. cells.Select(cell => Mean(cell.Family, cell.Kilobytes, BranchChoices.Of(cell.Family, cell.Kilobytes))).Zip(best, cells)
                    .Select(row => Claim.AtMost(
                    $"{row.Third.Family}, {row.Third.Kilobytes} KB: misses of the frozen choice less the least of the grid", "none: the choice was the best",
                    row.First - row.Second.Rate, 0, " points")),
            ],
            [
                new("Least rates of the grid", "Mean over the tuning traces.")
                {
                    Charts =
                    [
                        new("", new("budget (KB)") { Logarithmic = true }, new("mispredictions (%)"),
                        [
                            .. BranchFamily.All.Select(family => new Series(
                                family.ToString(), Mark.LineAndPoints, [.. BranchPredictors.Budgets.Select(b => (double)b)],
                                [.. cells.Index().Where(cell => cell.Item.Family == family).Select(cell => best[cell.Index].Rate)])),
                        ]),
                    ],
                },
            ])
        {
            Notes =
            [
                .. rules.Select(row => $"{row.Name}: {row.Best.Written}, {Claim.Show(row.Best.Rate)} %"),
                .. cells.Zip(best).Select(row => $"{row.First.Family}, {row.First.Kilobytes} KB: {row.Second.Written}, {Claim.Show(row.Second.Rate)} %"),
            ],
        };
    }

    private static IEnumerable<string> Grid(string kind, Scale scale) => (kind, scale) switch
    {
        ("shared", Scale.Quick) => ["shared:history=8:hidden=4:mixed=4/8:rate=0.1:margin=2:first=0.1"],
        (_, Scale.Quick) => ["per-address:history=16:hidden=2:rate=0.1:margin=2:first=0.1"],
        ("shared", _) =>
        [
            .. from hidden in new[] { "2", "4", "8", "4-4" }
               from history in new[] { 8, 16, 32 }
               from mixed in s_mixes
               from rate in new[] { "0.05", "0.1", "0.2" }
               select $"shared:history={history}:hidden={hidden}:mixed={mixed}:rate={rate}:margin=2:first=0.1",
            .. from history in new[] { 8, 16 }
               from mixed in s_mixes
               select $"shared:history={history}:hidden=4:mixed={mixed}:rate=0.1:margin=2:first=0.1:both-signs=yes",
        ],
        _ =>
        [
            .. from hidden in new[] { "2", "3", "4", "2-2" }
               from history in new[] { 8, 12, 16, 24, 32, 62 }
               from rate in new[] { "0.1", "0.2" }
               from margin in new[] { 2, 4 }
               select $"per-address:history={history}:hidden={hidden}:rate={rate}:margin={margin}:first=0.1",
            .. from hidden in new[] { "2", "3" }
               from history in new[] { 8, 16, 24, 32 }
               select $"per-address:history={history}:hidden={hidden}:rate=0.1:margin=2:first=0.1:both-signs=yes",
        ],
    };

    private static bool Fits(BranchFamily family, string written, int kilobytes)
    {
        try
        {
            return BranchNetOptions.Parse(written).Filling(kilobytes * 8192L, family.Bits).Nets > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] Names(BranchTraces traces) => [.. s_traces.Value.Split(',').Select(name => name.Trim()).Where(traces.Names.Contains)];

    private static string Group(BranchFamily family, int kilobytes, string written) => $"{family}, {kilobytes} KB, {written}";
}
