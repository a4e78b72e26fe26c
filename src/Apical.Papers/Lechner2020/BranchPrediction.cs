using System.Globalization;
using Apical.Branches;
using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>
/// What lechner2020's conclusion proposes: branches foretold by nets that learn each outcome before the next, beside the predictors of the literature.
/// </summary>
internal sealed class BranchPrediction : Experiment
{
    private static readonly Setting<int> s_branches = new("branches of each trace", 1_000_000, 20_000, "all of them; quick: our choice");
    private static readonly Fixed<string> s_tuning = new("traces that nothing is judged on", "bc, gzip, tcc", "our choice: the nets were tuned on them");
    private static readonly Told s_rules = new("judged on", "all other traces of the folder", "our choice");
    private static readonly Told s_predictors = new(
        "predictors of the literature", "the configuration 'published' for 4, 8 and 64 KB; best perceptron: over 12, 24, 32 or 62 outcomes, by the tuning "
            + "traces, or 24 without them",
        "docs/branches.md");

    public override string Id => "lechner2020/branch";

    public override string Title => "Program branches foretold by nets that learn while they run";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override Duration Takes => new(0.3, 6);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_branches, s_tuning, s_rules, s_predictors, BranchStreams.Length, BranchStreams.Net, BranchSpeed.Repetitions, BranchSpeed.Widths,
        BranchContest.Unbounded,
        .. BranchChoices.Settings,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        BranchStreams.Check();
        BranchSpeed.Check();
        BranchContest.Check();
        BranchTraces traces = BranchTraces.Of(setup);
        traces.Check(traces.Names);
        return
        [
            .. BranchSpeed.Jobs(),
            .. BranchStreams.Jobs(setup),
            .. traces.Names.Count == 0 ? [] : BranchContest.Jobs(traces, s_branches.At(setup.Scale)),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        IReadOnlyList<string> traces = BranchTraces.Of(setup).Names;
        string[] tuning = [.. s_tuning.Value.Split(',').Select(name => name.Trim()).Where(traces.Contains)];
        string[] judging = [.. traces.Except(tuning)];
        var contest = new BranchTable(results, tuning, judging);
        string[] speeds = [Speeds(results), BranchSpeed.Note(results)];
        return new(
            [.. OnStreams(results), .. judging.Length == 0 ? [] : OnTraces(results, contest, setup.Scale)],
            [BranchStreams.Picture(results), BranchSpeed.Picture(results), .. judging.Length == 0 ? [] : contest.Pictures()])
        {
            Notes = judging.Length == 0
                ? [tuning.Length > 0 ? $"Only synthetic branches: of traces there are {string.Join(", ", tuning)}, on which nets were tuned; others judge."
                    : $"Only synthetic branches: {BranchTraces.Missing(setup)}.", .. speeds]
                : [.. speeds, .. contest.Notes()],
        };
    }

    private static IEnumerable<Claim> OnStreams(Results results)
    {
        foreach (string stream in new[] { BranchStreams.NearXor, BranchStreams.FarXor })
        {
            yield return Claim.AtMost(
                $"{stream}, fair branches between: misses of the net", "deeper than perceptrons; the least possible is 0",
                BranchStreams.Of(results, stream, "net, mdfa"), 1.5, " %");
            yield return Claim.Between(
                $"{stream}: misses of the perceptron", "no line parts an exclusive or: 50 %", BranchStreams.Of(results, stream, "perceptron"), 45, 55, " %");
        }
    }

    private static IEnumerable<Claim> OnTraces(Results results, BranchTable contest, Scale scale)
    {
        foreach (string hidden in BranchChoices.RulesHidden)
        {
            yield return Claim.Between(
                $"misses of mdfa less those of bp, {hidden} hidden units, judging traces", "mdfa matches bp on one output",
                contest.Rule(OnlineRule.Mdfa, hidden) - contest.Rule(OnlineRule.Bp, hidden), -0.5, 0.5, " points");
        }

        if (scale != Scale.Paper)
        {
            yield break;
        }

        foreach (int kilobytes in BranchPredictors.Budgets)
        {
            string best = contest.BestNet(kilobytes);
            string at = string.Create(CultureInfo.InvariantCulture, $"{kilobytes} KB: misses of the best net on the tuning traces ({best}) less those of ");
            double net = contest.Mean(best, kilobytes);
            double perceptron = contest.Mean(contest.BestPerceptron(kilobytes), kilobytes);
            yield return Claim.AtMost($"{at}the best perceptron", "deeper predictors, conjectured", net - perceptron, 0, " points");
            yield return Claim.AtMost($"{at}the hashed perceptron", "not in the paper", net - contest.Mean("hashed perceptron", kilobytes), 0, " points");
            yield return Claim.AtMost($"{at}TAGE", "not in the paper", net - contest.Mean("TAGE", kilobytes), 0, " points");
        }
    }

    private static string Speeds(Results results)
    {
        string net = BranchSpeed.Nets[0];
        double Of(OnlineRule rule) => BranchSpeed.Both(results, BranchSpeed.Group(net, rule));
        return $"{net}, float32, predict and learn, on this machine with what else it had to do: mdfa {Claim.Show(Of(OnlineRule.Mdfa))} ns, dfa "
            + $"{Claim.Show(Of(OnlineRule.Dfa))} ns, bp {Claim.Show(Of(OnlineRule.Bp))} ns. Times do not compare machines, and no claim rests on them.";
    }
}
