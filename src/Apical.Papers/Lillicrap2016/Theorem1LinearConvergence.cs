using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>
/// Theorem 1 (supplement, note 11): in a linear network, feedback alignment brings the error to zero when C = B W + Wᵀ Bᵀ − A Aᵀ is zero at the start
/// and the columns of B are independent.
/// </summary>
internal sealed class Theorem1LinearConvergence : Experiment
{
    internal static readonly Track Error = new("error"), V = new("V"), Drift = new("drift"), Rise = new("rise"), BoundShare = new("bound");

    private const string Holds = "C = 0, B⁺B = I";
    private const string Broken = "a column of B doubled";
    private const double Bound = 1e-6;                       // far above the integrator's tolerance, far below anything that stays

    private const int n_i = 30, n_h = 20, n_o = 10;
    private static readonly Told s_net = new("network", $"{n_i}-{n_h}-{n_o}, linear", "figures S11 to S13; n_o < n_h < n_i as note 11 asks");
    private static readonly Setting<int> s_runs = new("draws of T and B", 20, 5, "as the repeats of figure S11");
    private static readonly Setting<double> s_end = new("time", 2000, 500, "our choice: until the error is at the level of rounding");
    private static readonly Fixed<int> s_looks = new("moments looked at, equally far apart in the logarithm of time", 200, "our choice");
    private static readonly Told s_draws = new("T, B", "normal, variance 1/columns", "our choice: the theorem holds for any");

    public override string Id => "lillicrap2016/theorem1";

    public override string Title => "Feedback alignment brings the error of a linear network to zero";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.1, 0.5);

    public override IReadOnlyList<ISetting> Settings => [s_net, s_runs, s_end, s_looks, s_draws];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. Enumerable.Range(1, s_runs.At(setup.Scale)).SelectMany(run => new[] { true, false }.Select(
            holds => new Job(holds ? Holds : Broken, run, context => Follow(context.Rng, holds, s_end.At(setup.Scale), context.Report)))),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Worst(string group, Track track) => results.All(group, track).DefaultIfEmpty(double.NaN).Max();
        double[] time = Times(s_end.At(setup.Scale));
        return new(
        [
            Claim.AtMost("the error goes to zero (eq. 14): ‖E‖/‖T‖ at the end, largest of all draws", "E → 0",
                results.Of(Holds).Select(found => found.Last(Error)).DefaultIfEmpty(double.NaN).Max(), Bound),
            Claim.AtMost("B W + Wᵀ Bᵀ − A Aᵀ keeps its value (eqs. 11–13): largest change relative to ‖A Aᵀ‖", "constant", Worst(Holds, Drift), Bound),
            Claim.AtMost("V = tr(B E Eᵀ Bᵀ) never rises (lemma 2): largest rise relative to its first value", "V̇ ≤ 0", Worst(Holds, Rise), Bound),
            Claim.AtMost("A stays bounded (lemma 3): largest tr(A Aᵀ) as a share of max(‖B T‖², 2 n_h²)", "≤ ‖B T‖² + 2 n_h", Worst(Holds, BoundShare), 1),
            Claim.AtLeast("the condition B⁺B = I matters: ‖E‖/‖T‖ at the end with dependent columns of B, smallest of all draws", "not covered by the theorem",
                results.Of(Broken).Select(found => found.Last(Error)).DefaultIfEmpty(double.NaN).Min(), 0.01),
        ],
        [
            new Picture("Error and Lyapunov function",
                "a: ‖E‖/‖T‖ in time, mean over draws; b: V/V(0). Where two columns of B are the same, "
                    + "their outputs' errors cannot be told apart, and something of them stays.")
            {
                Charts =
                [
                    new("Error", Time, new("‖E‖ / ‖T‖") { Logarithmic = true },
                        [.. new[] { Holds, Broken }.Select(group => Series.Of(group, time, results.Curve(group, Error)))]),
                    new("Lyapunov function", Time, new("V / V(0)") { Logarithmic = true }, [Series.Of(Holds, time, results.Curve(Holds, V))]),
                ],
            },
        ])
        {
            Notes =
            [
                "Lemma 3 ends with s ≤ ‖B T‖² + 2 n_h. What its steps give is another bound: from ṡ ≤ 2 s − s²/n_h² follows that s falls where s > 2 n_h², "
                    + "not 2 n_h. So the check is against max(‖B T‖², 2 n_h²); that A is bounded, all that the proof needs, is true either way.",
            ],
        };
    }

    /// <summary>Follows the flow from A = 0, W = 0, where C = 0 whatever B is.</summary>
    /// <param name="rng">Draws T and B.</param>
    /// <param name="independent">Whether the columns of B are; else the second repeats the first.</param>
    /// <param name="end">Time of the end.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Follow(Rng rng, bool independent, double end, Action<double> report)
    {
        Matrix t = new(n_o, n_i, Precision.Double), b = new(n_h, n_o, Precision.Double);
        t.FillNormal(rng.Fork("T"), 0, 1 / Math.Sqrt(n_i));
        b.FillNormal(rng.Fork("B"), 0, 1 / Math.Sqrt(n_o));
        if (!independent)
        {
            Matrix columns = b.T.ToMatrix();
            columns.AsSpan<double>()[..n_h].CopyTo(columns.AsSpan<double>()[n_h..]);
            b = columns.T.ToMatrix();
        }

        var network = new LinearNetworkFlow(t, b);
        Matrix[] state = [new(n_h, n_i, Precision.Double), new(n_o, n_h, Precision.Double)];        // A, W
        var integrator = new OdeIntegrator(network.Field());
        Matrix c = network.Conserved(state);
        double first = network.V(state), least = first, before = 0, bound = Math.Max(b.Dot(t).SumOfSquares(), 2.0 * n_h * n_h);
        var found = new Measurements().Add(Error, 1).Add(V, 1).Add(Drift, 0).Add(Rise, 0).Add(BoundShare, 0);
        foreach (double now in Times(end).Skip(1))
        {
            integrator.AdvanceAdaptively(state, before, now);
            before = now;
            report(now / end);
            double v = network.V(state), scale = state[0].Dot(state[0].T).Norm();
            found.Add(Error, Math.Sqrt(network.Nse(state))).Add(V, v / first)
                .Add(Drift, network.Conserved(state).Minus(c).Norm() / scale)
                .Add(Rise, Math.Max(0, v - least) / first)
                .Add(BoundShare, state[0].SumOfSquares() / bound);
            least = Math.Min(least, v);
        }

        return found;
    }

    private static Axis Time => new("time") { Logarithmic = true };

    private static double[] Times(double end) =>
        [0.01, .. Enumerable.Range(1, s_looks.Value).Select(i => 0.01 * Math.Pow(end / 0.01, (double)i / s_looks.Value))];
}
