using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 12: a larger linear network behaves alike, with less variance.</summary>
internal sealed class S12LargerLinear : Experiment
{
    public static readonly Fixed<int[]> Net = new("linear network", [100, 50, 20], "figure S12");
    public static readonly Fixed<int[]> Small = new("network to compare with", [30, 20, 10], "figure S11");
    public static readonly Told Dynamics = new("dynamics", "deterministic, A and W together", "figure S12, note 11");
    public static readonly Fixed<int> Runs = new("runs", 20, "figure S12");
    public static readonly Fixed<double> Target = new("T uniform in ±", 1, "our choice");
    public static readonly Fixed<double> Feedback = new("B uniform in ±", 0.5, "our choice");
    public static readonly Fixed<double> Initial = new("A and W uniform in ±", 0.01, "our choice; random: figure S12");
    public static readonly Fixed<double> Time = new("time", 4, "our choice");

    private const int Points = 160;

    public override string Id => "lillicrap2016/s12";

    public override string Title => "A larger linear network: the same alignment, less variance";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.04, 0.04);

    public override IReadOnlyList<ISetting> Settings => [Net, Small, Dynamics, Runs, Target, Feedback, Initial, Time];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.Value)
           from net in new[] { Net.Value, Small.Value }
           select new Job(Name(net), run, context => Follow(context, net)) { Cost = net[0] },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        string large = Name(Net.Value), small = Name(Small.Value);
        IReadOnlyList<Measurements> runs = results.Of(large);
        Claim All(string text, string paper, Func<Measurements, bool> holds) =>
            Claim.AtLeast(text, paper, runs.Count(holds), Math.Max(1, runs.Count), $" of {runs.Count}");
        Claim Narrower(Track track)
        {
            double a = Variation(results.Curve(large, track)), b = Variation(results.Curve(small, track));
            return new($"{track.Name} varies less than in the smaller network", "variance is smaller (law of large numbers)",
                $"{Claim.Show(100 * a)} % against {Claim.Show(100 * b)} % of the greatest mean", "less", a < b)
            { Value = a / b };
        }

        double[] times = [.. Enumerable.Range(0, Points + 1).Select(i => Time.Value * i / Points)];
        return new(
        [
            All("tr(AᵀBE) is positive from the first tenth on, runs", "identical trends", r => LinearTraces.StaysAligned(r, Points / 10)),
            All("tr(BW) rises and is positive, runs", "identical trends", r => r.Last(LinearTraces.TraceBW) > Math.Max(0, r[LinearTraces.TraceBW][0])),
            All("the error falls below a tenth, runs", "identical trends", r => r.Last(LinearTraces.Nse) < 0.1),
            .. LinearTraces.All.Select(Narrower),
        ],
        [
            new Picture("A larger linear network", $"tr(AᵀBE), tr(BW) and normalised squared error of {Runs.Value} runs, upper row {large}, lower row {small}.")
            {
                Columns = 3,
                Charts =
                [
                    .. from net in new[] { large, small }
                       from track in LinearTraces.All
                       select new Chart(net, new Axis("time"), new Axis(track.Name), LinearTraces.Lines(results.Of(net), times, track)),
                ],
            },
        ])
        {
            Notes = ["Variation: the root mean square over time of the standard deviation over runs, relative to the greatest mean."],
        };
    }

    /// <summary>Root mean square, over time, of the standard deviation over runs, relative to the greatest mean.</summary>
    internal static double Variation(IReadOnlyList<Spread> curve) =>
        curve.Count == 0 ? double.NaN : Math.Sqrt(curve.Average(at => at.Sd * at.Sd)) / curve.Max(at => Math.Abs(at.Mean));

    private static string Name(int[] net) => string.Join('-', net);

    private static Measurements Follow(JobContext context, int[] net)
    {
        (LinearNetworkFlow flow, Matrix[] state) = LinearNetwork.Draw(net, Target.Value, Feedback.Value, Initial.Value, context.Rng);
        return LinearTraces.Follow(flow, state, [(Time.Value, true, true)], Points, context.Report);
    }
}
