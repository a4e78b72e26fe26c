using System.Globalization;
using Apical.Analysis;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Song2021;

/// <summary>§3: the kernel's part G stays positive definite, and its indefinite part H vanishes in wide networks.</summary>
internal sealed class KernelParts : Experiment
{
    internal static readonly Track
        GStart = new("g-start"), HStart = new("h-start"), HBackprop = new("h-backprop"), Gamma = new("gamma"), GLeast = new("g-least"), GMoved = new("g-moved"),
        HMost = new("h-most"), Error = new("error");

    private static readonly Fixed<int> s_n = new("samples n", 20, "our choice");
    private static readonly Fixed<int> s_d = new("inputs d; entries of x_i ~ N(0, 1/d)", 60, "proposition 3.3, size our choice");
    private static readonly Fixed<int[]> s_widths = new("widths p", [400, 800, 1600, 3200, 6400, 12800], "widths of figure 2");
    private static readonly Setting<int> s_repeats = new("repeats", 100, 24, "our choice");
    private static readonly Fixed<double> s_eta = new("step size η", 0.2, "our choice");
    private static readonly Setting<int> s_steps = new("steps", 400, 100, "our choice");
    private static readonly Told s_rest =
        new("network and targets", "tanh; targets uniform in [−1, 1]", "our choice within the premises of theorem 3.2");
    private static readonly Fixed<int> s_expectation = new("weight vectors that Ḡ is averaged over", 100_000, "our choice");

    public override string Id => "song2021/kernel";

    public override string Title => "The part of the kernel that feedback makes indefinite vanishes with width";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.3, 5);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_d, s_widths, s_repeats, s_eta, s_steps, s_rest, s_expectation];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_repeats.At(setup.Scale))
           from p in s_widths.Value
           select new Job(Group(p), run, context => Check(context.Rng, p, s_steps.At(setup.Scale), report: context.Report)) { Cost = p },
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] widths = s_widths.Value;
        double[] p = [.. widths.Select(width => (double)width)];
        int wide = widths[^1];
        double least = Last(wide, GLeast) / Last(wide, Gamma);
        return new(
            [
                Claim.AtLeast($"least λ_min(G(t)) during training over γ = λ_min(Ḡ), p = {wide}", "bounded away from 0", least, 0.5),
                Claim.Between("‖H(0)‖ as a power of p", "close to 0 at initialisation: −1/2", Slope(HStart), -0.6, -0.4),
                Claim.AtMost("largest ‖H(t)‖ during training as a power of p", "remains small during training", Slope(HMost), -0.4),
                Claim.AtMost("largest ‖G(t) − G(0)‖ during training as a power of p", "G remains close to its start", Slope(GMoved), -0.4),
                Claim.AtLeast("control b = β: ‖H(0)‖ as a power of p", "backpropagation's H does not vanish", Slope(HBackprop), -0.1),
            ],
            [
                new("Parts of the kernel",
                    "Mean over runs. H of feedback alignment falls as 1/√p, that of backpropagation does not, and the least eigenvalue of G does not either.")
                {
                    Charts =
                    [
                        new("", new("hidden units p") { Logarithmic = true }, new("size") { Logarithmic = true },
                        [
                            Curve("λ_min(G), least during training", GLeast), Curve("‖H‖ at the start", HStart), Curve("‖H‖, largest during training", HMost),
                            Curve("‖H‖ with b = β", HBackprop), Curve("‖G(t) − G(0)‖, largest", GMoved),
                        ]),
                    ],
                },
            ])
        {
            Notes =
            [
                "λ_min(G(0)) / γ by width: "
                    + string.Join(", ", widths.Select(width => $"p = {width}: {Claim.Show(Last(width, GStart) / Last(width, Gamma))}"))
                    + ". Norms are spectral.",
                "A power of −1/2 is what single weights move by; G may keep closer to its start than that, "
                    + "because steps of w_r carry the sign of b_r, which G does not know.",
            ],
        };

        double Last(int width, Track track) => results.Last(Group(width), track).Mean;
        double Slope(Track track) => Power.Of(widths, width => Last(width, track));
        Series Curve(string name, Track track) => new(name, Mark.LineAndPoints, p, [.. widths.Select(width => Last(width, track))]);
    }

    /// <summary>Trains one network and follows both parts.</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="p">Hidden units.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="backprop">Whether b is β(0), against the premise that it is independent of it.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Check(Rng rng, int p, int steps, bool backprop = false, Action<double>? report = null)
    {
        (int n, int d) = (s_n.Value, s_d.Value);
        const ScalarFunction Psi = ScalarFunction.Tanh;
        Matrix x = WideStart.Samples(rng, d, n, 1 / Math.Sqrt(d), Precision.Double), y = new(1, n, Precision.Double);
        y.FillUniform(rng.Fork("y"), -1, 1);
        var start = WideStart.Draw(rng, x, y, p);
        start = backprop ? start with { B = start.Beta } : start;
        var net = new WideNet(start, Psi, Step.OfSum(s_eta.Value));

        // G and H depend on W through W X only, so W X X⁺ may stand for W.
        Matrix xPlus = LinearAlgebra.PseudoInverse(x), g0 = G(), h0 = H(net.B);
        double gLeast = LinearAlgebra.SymmetricEigen(g0).Values[0], hMost = LinearAlgebra.SpectralNorm(h0), gMoved = 0;
        var found = new Measurements().Add(GStart, gLeast).Add(HStart, hMost).Add(HBackprop, LinearAlgebra.SpectralNorm(H(start.Beta)))
            .Add(Gamma, LinearAlgebra.SymmetricEigen(WideKernel.Expected(x, Psi, rng.Fork("expectation"), s_expectation.Value)).Values[0]);
        for (int t = 1; t <= steps; t++)
        {
            net.Step(0);
            if (t % 10 == 0)
            {
                Matrix g = G();
                gLeast = Math.Min(gLeast, LinearAlgebra.SymmetricEigen(g).Values[0]);
                gMoved = Math.Max(gMoved, LinearAlgebra.SpectralNorm(g.Minus(g0)));
                hMost = Math.Max(hMost, LinearAlgebra.SpectralNorm(H(net.B)));
                report?.Invoke((double)t / steps);
            }
        }

        return found.Add(GLeast, gLeast).Add(GMoved, gMoved).Add(HMost, hMost).Add(Error, JobContext.Finite(net.SquaredError));

        Matrix G() => FeedbackKernel.G(net.A.Dot(xPlus), x, Psi);
        Matrix H(Matrix b) => FeedbackKernel.H(net.A.Dot(xPlus), net.Beta, b, x, Psi);
    }

    private static string Group(int p) => string.Create(CultureInfo.InvariantCulture, $"p={p}");
}
