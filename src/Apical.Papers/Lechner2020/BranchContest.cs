using Apical.Branches;
using Apical.Online;

namespace Apical.Papers.Lechner2020;

/// <summary>Who takes part on the traces: predictors of the literature and nets, budget by budget.</summary>
internal static class BranchContest
{
    /// <summary>Wrong predictions, %: all branches, the first tenth, the others.</summary>
    public static readonly Track Rate = new("mispredictions %"), Cold = new("mispredictions %, first tenth"), Warm = new("mispredictions %, after it");

    /// <summary>Misses of a perceptron and of a net, summed over branches where one is better than the other by a tenth and more.</summary>
    public static readonly Track Linear = new("misses of the perceptron"), Deep = new("misses of the net"), Branches = new("branches"),
        DeepBranches = new("branches where the net is better"), DeepSaved = new("misses saved there"),
        LinearBranches = new("branches where the perceptron is better"), LinearSaved = new("misses saved by the perceptron there");

    /// <summary>The net without a budget.</summary>
    public static readonly Fixed<string> Unbounded = new(
        "net for each address without a budget", "per-address:history=32:hidden=8:rate=0.1:margin=2:first=0.1",
        "our choice: the history of the perceptron beside it");

    private const int Rows = 65_536, UnboundedKilobytes = 16 * 1024;

    /// <summary>Predictors of the literature, as <see cref="BranchPredictors.Published"/> has them in order.</summary>
    public static IReadOnlyList<string> Literature { get; } =
        ["bimodal", "gshare", "perceptron 12", "perceptron 24", "perceptron 32", "perceptron 62", "hashed perceptron", "TAGE"];

    /// <summary>All that take part at a budget.</summary>
    public static IReadOnlyList<string> Entrants { get; } = [.. Literature, .. BranchFamily.All.Select(family => family.ToString())];

    /// <summary>A fresh predictor.</summary>
    public static IBranchPredictor Make(string entrant, int kilobytes, Rng rng)
    {
        int place = Literature.ToList().IndexOf(entrant);
        if (place >= 0)
        {
            return BranchPredictors.Published(kilobytes, rng.Fork("tage"))[place];
        }

        BranchFamily kind = BranchFamily.All.First(family => family.ToString() == entrant);
        return kind.Make(BranchChoices.Of(kind, kilobytes), kilobytes, rng);
    }

    /// <summary>Sees to it that the nets can be made.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    public static void Check()
    {
        BranchChoices.Check();
        BranchChoices.RuleFamily.Check(Unbounded, Unbounded.Value, UnboundedKilobytes);
    }

    /// <summary>A condition: a trace and who foretells it.</summary>
    public static string Group(string trace, string entrant, int kilobytes) => $"{trace}: {entrant}, {kilobytes} KB";

    /// <summary>A condition: a trace and a rule.</summary>
    public static string Group(string trace, OnlineRule rule, string hidden) => $"{trace}: {BranchChoices.Name(rule)} with {hidden} hidden units";

    /// <summary>A condition: a trace, branch by branch.</summary>
    public static string Group(string trace) => $"{trace}: branch by branch";

    /// <summary>The speed of an entrant.</summary>
    public static string SpeedGroup(string entrant, int kilobytes) => $"speed of {entrant}, {kilobytes} KB";

    /// <summary>The replicates on traces.</summary>
    public static IEnumerable<Job> Jobs(BranchTraces traces, int branches)
    {
        return
        [
            .. from name in traces.Names
               from kilobytes in BranchPredictors.Budgets
               from entrant in Entrants
               select new Job(Group(name, entrant, kilobytes), 1, context => Score(Make(entrant, kilobytes, context.Rng), Part(name, context))),
            .. from name in traces.Names
               from hidden in BranchChoices.RulesHidden
               from rule in Enum.GetValues<OnlineRule>()
               select new Job(Group(name, rule, hidden), 1, context => Score(
                   BranchChoices.RuleFamily.Make(BranchChoices.Of(rule, hidden), BranchChoices.RulesKilobytes, context.Rng), Part(name, context))),
            .. from name in traces.Names
               select new Job(Group(name), 1, context => Compare(Part(name, context), context.Rng)) { Cost = 2 },
            .. from kilobytes in BranchPredictors.Budgets
               from entrant in Entrants
               select new Job(SpeedGroup(entrant, kilobytes), 1, context =>
                   BranchSpeed.Time(Make(entrant, kilobytes, context.Rng), Part(traces.Names[0], context))),
        ];

        BranchTrace Part(string name, JobContext context)
        {
            context.Report(0);
            return traces.Read(name).First(branches);
        }
    }

    /// <summary>A perceptron and a net that no other branch disturbs, branch by branch.</summary>
    internal static Measurements Compare(BranchTrace trace, Rng rng)
    {
        int[] linear = new int[trace.Addresses.Count], deep = new int[trace.Addresses.Count];
        BranchScore.Of(new Perceptron(Rows, 32), trace, i => linear[trace.Place(i)]++);
        BranchScore.Of(BranchChoices.RuleFamily.Make(Unbounded.Value, UnboundedKilobytes, rng), trace, i => deep[trace.Place(i)]++);
        var pairs = linear.Zip(deep).ToArray();
        (int First, int Second)[] better = [.. pairs.Where(pair => pair.Second < 0.9 * pair.First)];
        (int First, int Second)[] worse = [.. pairs.Where(pair => pair.First < 0.9 * pair.Second)];
        return new Measurements().Add(Branches, pairs.Length).Add(Linear, linear.Sum()).Add(Deep, deep.Sum())
            .Add(DeepBranches, better.Length).Add(DeepSaved, better.Sum(pair => pair.First - pair.Second))
            .Add(LinearBranches, worse.Length).Add(LinearSaved, worse.Sum(pair => pair.Second - pair.First));
    }

    private static Measurements Score(IBranchPredictor predictor, BranchTrace trace)
    {
        BranchScore score = BranchScore.Of(predictor, trace);
        return new Measurements().Add(Rate, score.Rate).Add(Cold, score.ColdRate).Add(Warm, score.WarmRate);
    }
}
