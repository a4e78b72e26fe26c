using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 10: how the two weights of the smallest network flow under feedback alignment.</summary>
/// <remarks>
/// With e = T − W A the flow is Ȧ = B e, Ẇ = e A (note 11). For T = B = 1, dW/dA = A: paths are parabolas 2W = A² + C that end on the hyperbola
/// A W = 1 or leave for infinity. An equilibrium is stable where W + A² > 0: not between A = −1 and 0. A parabola meets the lower branch when C ≤ −3,
/// in A_b ≤ −1 (stable) and A_u ≥ −1 (not): starts with A &lt; A_u go to the bad side, all others to the good one.
/// </remarks>
internal sealed class S10FlowField : Experiment
{
    public static readonly Fixed<double> T = new("target T", 1, "figure S10");
    public static readonly Fixed<double> B = new("feedback B", 1, "figure S10");
    public static readonly Fixed<double> Window = new("weights shown: from −w to w, w =", 3, "our choice");
    public static readonly Fixed<int> Starts = new("starts per axis", 61, "our choice");
    public static readonly Fixed<double> Near = new("starts near 0: |A|, |W| up to", 0.5, "our choice");
    public static readonly Fixed<double> Time = new("time followed at most", 1000, "our choice");

    private const string Left = "starts with A < 0", Right = "starts with A > 0", Path = "from near 0";
    internal static readonly Track W0 = new("W at the start"), A0 = new("A at the start"), A1 = new("A at the end"), W1 = new("W at the end"),
        Drift = new("drift of 2BW − A²");
    private const double Step = 20, Arrived = 1e-9;

    private static LinearNetworkFlow Wires => new(Scalar(T.Value), Scalar(B.Value));

    public override string Id => "lillicrap2016/s10";

    public override string Title => "Flow field of a network with three neurons in a row";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.2, 0.2);

    public override IReadOnlyList<ISetting> Settings => [T, B, Window, Starts, Near, Time];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        new Job(Left, 1, context => Follow(context, [.. Axis().Where(a => a < 0)])),
        new Job(Right, 1, context => Follow(context, [.. Axis().Where(a => a > 0)])),
        new Job(Path, 1, Trajectory) { Cost = 0.01 },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] All(Track track) => [.. results.All(Left, track), .. results.All(Right, track)];
        double[] a0 = All(A0), w0 = All(W0), a1 = All(A1), w1 = All(W1);
        int[] all = [.. Enumerable.Range(0, a0.Length)];
        int[] bad = [.. all.Where(i => w1[i] < 0)];
        int[] near = [.. all.Where(i => Math.Abs(a0[i]) <= Near.Value + 1e-9 && Math.Abs(w0[i]) <= Near.Value + 1e-9)];
        int[] astray = [.. all.Where(i => Math.Abs((a1[i] * w1[i]) - T.Value) > 1e-3)];
        int unlike = all.Count(i => IsBad(a0[i], w0[i]) != (w1[i] < 0));
        return new(
        [
            Claim.AtMost("2BW − A² along the flow: greatest change of all starts", "parabolic paths: constant (equations 10 to 13)",
                All(Drift).DefaultIfEmpty(double.NaN).Max(), 1e-6),
            Claim.AtMost($"starts near 0 (|A|, |W| ≤ {Claim.Show(Near.Value)}) that end with W < 0", "simply avoided by starting near 0",
                near.Length == 0 ? double.NaN : near.Count(i => w1[i] < 0), 0, $" of {near.Length}"),
            Claim.Between("share of the starts shown that end with W < 0", "a small region, lower left", (double)bad.Length / all.Length,
                1.0 / all.Length, 0.25),
            Claim.AtMost("starts that end elsewhere than the parabola through them says",
                "mathematics: W < 0 just where A is left of the unstable equilibrium A³ + CA = 2, −1 < A < 0", all.Length == 0 ? double.NaN : unlike, 0,
                $" of {all.Length}"),
            Claim.AtMost("starts that do not end on the hyperbola AW = T", "solutions are reached", all.Length == 0 ? double.NaN : astray.Length, 0,
                $" of {all.Length}"),
        ],
        [Figure(bad.Select(i => (a0[i], w0[i])), results)])
        {
            Notes =
            [
                "The part of the plane that the figure shows is not in the text, and the share of the bad region depends on it. "
                    + "The region begins at (−1, −1): no start nearer to 0 than √2 goes there.",
            ],
        };
    }

    /// <summary>Whether a start ends with W &lt; 0, by the parabola through it (T = B = 1).</summary>
    internal static bool IsBad(double a, double w)
    {
        double c = (2 * w) - (a * a);
        if (c >= -3)
        {
            return false;                               // the parabola does not cross the lower branch
        }

        // A³ + C A − 2 falls from −C − 3 ≥ 0 at −1 to −2 at 0: the unstable equilibrium lies between.
        double low = -1, high = 0;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = (middle * middle * middle) + (c * middle) - 2 > 0 ? (middle, high) : (low, middle);
        }

        return a < low;
    }

    private static Picture Figure(IEnumerable<(double A, double W)> bad, Results results)
    {
        double w = Window.Value;
        double[] grid = [.. Enumerable.Range(0, 21).Select(i => w * ((i / 10.0) - 1))];
        FlowArrow[] arrows = [.. Flow.Arrows(Wires.Field(), grid, grid)];
        double Length(FlowArrow arrow) => Math.Sqrt((arrow.Dx * arrow.Dx) + (arrow.Dy * arrow.Dy)) is > 1e-12 and var length ? 0.22 / length : 0;
        Series Branch(string name, double from, double to, bool dashed)
        {
            double[] a = [.. Enumerable.Range(0, 101).Select(i => from * Math.Pow(to / from, i / 100.0))];
            return new(name, Mark.Line, a, [.. a.Select(x => T.Value / x)]) { Dashed = dashed };
        }

        (double A, double W)[] region = [.. bad];
        Measurements? path = results.Of(Path).SingleOrDefault();
        return new("Flow of A and W",
            "Arrows: direction of the flow of A and W under feedback alignment, T = B = 1. Thick lines: solutions AW = 1, stable with eWBe > 0 (upper right), "
                + "stable with eWBe < 0 (lower left), unstable (dashed). Dots: starts that end at the lower left. Line from near 0: a path.")
        {
            Charts =
            [
                new Chart("", new Axis("A") { Min = -w, Max = w }, new Axis("W") { Min = -w, Max = w },
                [
                    new Series("ends with W < 0", Mark.Dot, [.. region.Select(start => start.A)], [.. region.Select(start => start.W)]),
                    new Series("flow", Mark.Arrow, [.. arrows.Select(arrow => arrow.X)], [.. arrows.Select(arrow => arrow.Y)])
                    {
                        Dx = [.. arrows.Select(arrow => arrow.Dx * Length(arrow))],
                        Dy = [.. arrows.Select(arrow => arrow.Dy * Length(arrow))],
                    },
                    Branch("stable, eWBe > 0", 1 / w, w, false),
                    Branch("stable, eWBe < 0", -w, -1, false),
                    Branch("unstable", -1, -1 / w, true),
                    new Series(Path, Mark.Line, path?[A0] ?? [], path?[W0] ?? []),
                ]) { EqualAxes = true },
            ],
        };
    }

    private static Measurements Follow(JobContext context, double[] starts)
    {
        var found = new Measurements();
        foreach (double a in starts)
        {
            foreach (double w in Axis())
            {
                Matrix[] state = [Scalar(a), Scalar(w)];
                double before = Wires.Conserved(state).Sum();
                var integrator = new OdeIntegrator(Wires.Field());
                for (double t = 0; t < Time.Value && Wires.E(state).Norm() > Arrived; t += Step)
                {
                    integrator.AdvanceAdaptively(state, t, t + Step);
                }

                found.Add(A0, a).Add(W0, w).Add(A1, state[0].Sum()).Add(W1, JobContext.Finite(state[1].Sum(), "W"))
                    .Add(Drift, Math.Abs(Wires.Conserved(state).Sum() - before));
            }

            context.Report((a - starts[0]) / (starts[^1] - starts[0]));
        }

        return found;
    }

    private static Measurements Trajectory(JobContext context)
    {
        Matrix[] state = [Scalar(-0.1), Scalar(-0.1)];
        var integrator = new OdeIntegrator(Wires.Field());
        Measurements found = new Measurements().Add(A0, state[0].Sum()).Add(W0, state[1].Sum());
        for (int i = 0; i < 100; i++)
        {
            integrator.AdvanceAdaptively(state, i * 0.1, (i + 1) * 0.1);
            found.Add(A0, state[0].Sum()).Add(W0, state[1].Sum());
        }

        return found;
    }

    // Off the grid's own symmetry: no start lies on an equilibrium or on the border of the bad region.
    private static double[] Axis() => [.. Enumerable.Range(0, Starts.Value).Select(i => (Window.Value * ((2.0 * i / (Starts.Value - 1)) - 1)) + 0.0003)];

    private static Matrix Scalar(double value) => Matrix.Of([[value]], Precision.Double);
}
