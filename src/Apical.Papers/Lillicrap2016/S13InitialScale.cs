using System.Globalization;
using Apical.Analysis;
using Apical.Probes;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 13: from small weights, feedback alignment moves the hidden units as pseudobackprop would.</summary>
internal sealed class S13InitialScale : Experiment
{
    public static readonly Fixed<int[]> Net = new("linear network", [30, 20, 10], "note 13");
    public static readonly Fixed<double[]> Omega = new("ω: A and W uniform in ±ω", [0.0001, 0.001, 0.01, 0.05, 0.1, 0.125, 0.15, 0.2, 0.25], "figure S13");
    public static readonly Told Dynamics = new("dynamics", "deterministic: Ẇ = E Aᵀ, Ȧ = B E", "our choice: note 11");
    public static readonly Fixed<double> Target = new("T uniform in ±", 1, "our choice");
    public static readonly Fixed<double> Feedback = new("B uniform in ±", 0.5, "our choice");
    public static readonly Fixed<double> Time = new("time", 6, "our choice");
    public static readonly Fixed<int> Runs = new("runs of each ω", 5, "our choice; the figure shows one");

    private const int Points = 150;
    internal static readonly Track Nse = new("NSE"), ToBackprop = new("to backprop"), ToPseudo = new("to pseudobackprop");

    public override string Id => "lillicrap2016/s13";

    public override string Title => "From small weights, feedback alignment acts like pseudobackprop";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.04, 0.04);

    public override IReadOnlyList<ISetting> Settings => [Net, Omega, Dynamics, Target, Feedback, Time, Runs];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, Runs.Value)
           from omega in Omega.Value
           select new Job(Name(omega), run, context => Follow(context, omega)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] omegas = Omega.Value;
        double[] times = [.. Enumerable.Range(0, Points + 1).Select(i => Time.Value * i / Points)];
        double[] toPseudo = [.. omegas.Select(omega => results.Last(Name(omega), ToPseudo).Mean)],
            toBackprop = [.. omegas.Select(omega => results.Last(Name(omega), ToBackprop).Mean)];
        Claim Closer(int i) => new(
            $"ω = {Show(omegas[i])}: the angle to pseudobackprop ends below that to backprop", "becomes smaller for small ω",
            $"{Claim.Show(toPseudo[i])}° against {Claim.Show(toBackprop[i])}°", "below in the mean", toPseudo[i] < toBackprop[i])
        { Value = toPseudo[i] - toBackprop[i] };
        Chart Chart(Track track, string label) => new("", new Axis("time"), new Axis(label) { Logarithmic = track == Nse },
            [.. omegas.Select(omega => Series.Of($"ω = {Show(omega)}", times, results.Curve(Name(omega), track)) with { Low = null, High = null })]);
        return new(
        [
            .. Enumerable.Range(0, omegas.Length).Where(i => omegas[i] <= 0.01).Select(Closer),
            new Claim($"the angle to pseudobackprop ends smaller from ω = {Show(omegas[0])} than from ω = {Show(omegas[^1])}", "if A and W start small",
                $"{Claim.Show(toPseudo[0])}° against {Claim.Show(toPseudo[^1])}°", "smaller",
                toPseudo[0] < toPseudo[^1]) { Value = toPseudo[0] - toPseudo[^1] },
            Claim.AtMost("normalised squared error in the end, greatest mean of all ω", "all traces fall",
                omegas.Max(omega => results.Last(Name(omega), Nse).Mean), 0.1),
        ],
        [
            new Picture("Initial weights and second-order learning",
                "a: normalised squared error. b, c: angle between the changes of the hidden units by feedback alignment and by backprop (b), "
                    + $"by pseudobackprop (c). Mean of {Runs.Value} runs for each ω.")
            {
                Columns = 3,
                Charts = [Chart(Nse, "NSE"), Chart(ToBackprop, "FA to BP, °"), Chart(ToPseudo, "FA to PBP, °")],
            },
        ])
        {
            Notes =
            [
                "The angles are those between B E, Wᵀ E and W⁺ E over all entries: for white inputs, "
                    + "those between the changes of the hidden units in the mean square.",
                "Which angle is smaller in the end, by ω: "
                    + $"{string.Join("; ", omegas.Select((omega, i) => $"{Show(omega)}: {Claim.Show(toBackprop[i])}° BP, {Claim.Show(toPseudo[i])}° PBP"))}.",
            ],
        };
    }

    private static Measurements Follow(JobContext context, double omega)
    {
        (LinearNetworkFlow flow, Matrix[] state) = LinearNetwork.Draw(Net.Value, Target.Value, Feedback.Value, omega, context.Rng);
        var integrator = new OdeIntegrator(flow.Field());
        var found = new Measurements();
        for (int i = 0; i <= Points; i++)
        {
            Matrix fa = flow.HiddenSignal(HiddenPath.FeedbackAlignment, state);
            found.Add(Nse, JobContext.Finite(flow.Nse(state)))
                .Add(ToBackprop, Angle.Degrees(fa, flow.HiddenSignal(HiddenPath.Backprop, state)))
                .Add(ToPseudo, Angle.Degrees(fa, flow.HiddenSignal(HiddenPath.Pseudobackprop, state)));
            if (i < Points)
            {
                integrator.AdvanceAdaptively(state, Time.Value * i / Points, Time.Value * (i + 1) / Points);
            }

            context.Report(i / (double)Points);
        }

        return found;
    }

    private static string Name(double omega) => $"omega {Show(omega)}";

    private static string Show(double number) => number.ToString("0.0###", CultureInfo.InvariantCulture);
}
