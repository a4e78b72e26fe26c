using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 11: B's structure goes into A, and from A into W.</summary>
internal sealed class S11AlternatingLearning : Experiment
{
    public static readonly Fixed<int[]> Net = new("linear network", [30, 20, 10], "figure S11");
    public static readonly Told Dynamics = new("dynamics", "deterministic: Ẇ = E Aᵀ, Ȧ = B E", "figure S11, note 11");
    public static readonly Fixed<int> Runs = new("runs", 20, "figure S11");
    public static readonly Fixed<double> Target = new("T uniform in ±", 1, "our choice");
    public static readonly Fixed<double> Feedback = new("B uniform in ±", 0.5, "our choice");
    public static readonly Fixed<double> Initial = new("A and W uniform in ±", 0.01, "our choice; random: figure S11");
    public static readonly Fixed<double> Time = new("time of each regimen", 4, "our choice");
    public static readonly Fixed<int> Phases = new("phases of the regimen that alternates often", 8, "our choice");

    private const int Points = 160;
    private const string Once = "A, then W", Often = "alternating", Together = "together";

    public override string Id => "lillicrap2016/s11";

    public override string Title => "A and W learn in turn once, many times, or together";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.03, 0.03);

    public override IReadOnlyList<ISetting> Settings => [Net, Dynamics, Runs, Target, Feedback, Initial, Time, Phases];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.Value)
           from regimen in new[] { Once, Often, Together }
           select new Job(regimen, run, context => Follow(context, regimen)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        IReadOnlyList<Measurements> once = results.Of(Once), often = results.Of(Often), together = results.Of(Together);
        int half = Points / 2, phase = Points / Phases.Value;
        double Mean(IReadOnlyList<Measurements> runs, Func<Measurements, double> of) => Spread.Of(runs.Select(of)).Mean;
        Claim All(string text, string paper, IReadOnlyList<Measurements> runs, Func<Measurements, bool> holds) =>
            Claim.AtLeast(text, paper, runs.Count(holds), Math.Max(1, runs.Count), $" of {runs.Count}");
        return new(
        [
            Claim.AtLeast("A alone learns: error at the end of it over that at the start", "very little change",
                Mean(once, r => r[LinearTraces.Nse][half] / r[LinearTraces.Nse][0]), 0.9),
            All("A alone learns: tr(AᵀBE) rises and is positive at the end of it, runs", "quickly increases and becomes positive", once,
                r => r[LinearTraces.TraceABE][half] > Math.Max(0, r[LinearTraces.TraceABE][0])),
            Claim.AtMost("A alone learns: |tr(BW)| over its final value", "remains small and close to zero",
                Mean(once, r => Math.Abs(r[LinearTraces.TraceBW][half] / r.Last(LinearTraces.TraceBW))), 0.1),
            All("W learns after A: tr(BW) rises and is positive, runs", "quickly increases", once,
                r => r.Last(LinearTraces.TraceBW) > Math.Max(0, r[LinearTraces.TraceBW][half])),
            All("second phase of A alone: the error falls, runs", "error continues to drop even though W is not learning", often,
                r => r[LinearTraces.Nse][3 * phase] < r[LinearTraces.Nse][2 * phase]),
            Claim.AtMost("second phase of A alone: error at the end of it over that at the start", "continues to drop",
                Mean(often, r => r[LinearTraces.Nse][3 * phase] / r[LinearTraces.Nse][2 * phase]), 0.9),
            All("alternating: tr(AᵀBE) is positive once A has learned, runs", "stays positive", often, r => LinearTraces.StaysAligned(r, phase)),
            All("together: tr(AᵀBE) stays positive, tr(BW) rises, the error falls, runs", "the same qualitatively", together,
                r => LinearTraces.StaysAligned(r, phase) && r.Last(LinearTraces.TraceBW) > Math.Max(0, r[LinearTraces.TraceBW][0])
                    && r.Last(LinearTraces.Nse) < r[LinearTraces.Nse][0]),
        ],
        [Figure(results)]);
    }

    private static Picture Figure(Results results)
    {
        double[] times = [.. Enumerable.Range(0, Points + 1).Select(i => Time.Value * i / Points)];
        return new("Three regimens",
            $"tr(AᵀBE), tr(BW) and normalised squared error of {Runs.Value} runs. a: A learns until the middle, then W. "
                + $"b: {Phases.Value} phases, A first. c: together.")
        {
            Columns = 3,
            Charts =
            [
                .. from track in LinearTraces.All
                   from regimen in new[] { Once, Often, Together }
                   select new Chart(regimen, new Axis("time"), new Axis(track.Name), LinearTraces.Lines(results.Of(regimen), times, track)),
            ],
        };
    }

    private static Measurements Follow(JobContext context, string regimen)
    {
        (LinearNetworkFlow flow, Matrix[] state) = LinearNetwork.Draw(Net.Value, Target.Value, Feedback.Value, Initial.Value, context.Rng);
        int phases = regimen == Once ? 2 : regimen == Often ? Phases.Value : 1;
        (double, bool, bool)[] plan = [.. Enumerable.Range(0, phases).Select(p => (Time.Value / phases, phases == 1 || p % 2 == 0, phases == 1 || p % 2 == 1))];
        return LinearTraces.Follow(flow, state, plan, Points / phases, context.Report);
    }
}
