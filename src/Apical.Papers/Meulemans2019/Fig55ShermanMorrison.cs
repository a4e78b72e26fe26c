using Apical.Analysis;
using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.5: the smallest singular value after a rank-1 step, against the denominator of the Sherman–Morrison update.</summary>
internal sealed class Fig55ShermanMorrison : Experiment
{
    internal static readonly Track Denominator = new("denominator"), Plain = new("plain"), Robust = new("robust"), Slack = new("slack");
    private const int Size = 5, Chunks = 10, Factor = 5;
    private const double Conditioning = 0.4;

    private static readonly Setting<int> s_draws = new("draws", 20_000, 5000, "5.1.2");
    private static readonly Told s_matrices =
        new("W, u, v",
            FormattableString.Invariant($"{Size}×{Size}; W {Factor} times a normal matrix with σ_min σ_max > {Conditioning}; u, v half a normal vector"),
            "released code");
    private static readonly Fixed<double> s_epsilon = new("ε", 0.1, "5.1.2");
    private static readonly Fixed<double> s_published = new("Pearson's ρ published", 0.8, "5.1.2");

    public override string Id => "meulemans2019/fig5.5";

    public override string Title => "The denominator of the Sherman–Morrison update tells how near singular weights come";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => [s_draws, s_matrices, s_epsilon, s_published];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. Enumerable.Range(1, Chunks).Select(run => new Job("draws", run, context => Draw(context.Rng, s_draws.At(setup.Scale) / Chunks, s_epsilon.Value)))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] d = All(Denominator), plain = All(Plain), robust = All(Robust), slack = All(Slack);
        int[] near = [.. Enumerable.Range(0, d.Length).Where(i => d[i] < s_epsilon.Value)];
        double rho = near.Length > 2 ? LineFit.Pearson(Of(d, near), Of(plain, near)) : double.NaN;

        // Fisher's transformation: three standard errors of the difference of two samples of this size
        double band = 3 * Math.Sqrt(2.0 / Math.Max(1, near.Length - 3)), z = Math.Atanh(s_published.Value);
        return new(
            [
                Claim.Between($"Pearson's ρ of |1 + d| and σ_min where |1 + d| < ε ({near.Length} of {d.Length} draws)", "0.80", rho, Math.Tanh(z - band),
                    Math.Tanh(z + band), published: s_published.Value)
                    with { OrderOnly = Math.Tanh(z + band) - Math.Tanh(z - band) > 1 }, // half of what a correlation can be
                Claim.AtLeast("least σ_min of those draws with the robust update, over that with the plain one", "bounded below, so that W stays invertible",
                    Least(robust, near) / Least(plain, near), 10),
                Claim.AtLeast("σ_min with the robust update over the bound 1 / (1/σ_min(W) + ‖W⁻¹u‖ ‖W⁻ᵀv‖ / ε), least of those draws",
                    "mathematics: the norm of the updated inverse", Least(slack, near), 1 - 1e-9),
            ],
            [
                new("Smallest singular value against the denominator",
                    "One dot per draw: left the plain step W + u vᵀ, right the robust one, whose step is shortened where |1 + d| < ε.")
                {
                    Charts = [Scatter("plain", plain), Scatter(FormattableString.Invariant($"robust, ε = {s_epsilon.Value}"), robust)],
                },
            ])
        {
            Notes =
            [
                "The thesis has W a Gaussian matrix; its released code has 5 times that and half the usual u and v, which keeps most denominators near 1.",
                "The robust step is the library's rule, which shortens the step of a layer in a network made for it.",
            ],
        };

        double[] All(Track track) => [.. results.All("draws", track)];

        // The thesis shows the part near 0, where the two differ.
        Chart Scatter(string title, double[] sigma)
        {
            int[] shown = [.. Enumerable.Range(0, d.Length).Where(i => d[i] < 2).Take(4000)];
            return new(title, new("|1 + d|"), new("σ_min of the updated W"), [new("draw", Mark.Dot, Of(d, shown), Of(sigma, shown))]);
        }
    }

    /// <summary>Draws steps and takes them, plainly and robustly.</summary>
    /// <param name="rng">The replicate's.</param>
    /// <param name="draws">How many.</param>
    /// <param name="epsilon">ε</param>
    internal static Measurements Draw(Rng rng, int draws, double epsilon)
    {
        var found = new Measurements();
        Matrix u = new(Size, 1, Precision.Double), v = new(Size, 1, Precision.Double);
        for (int i = 0; i < draws; i++)
        {
            Rng draw = rng.Fork("draw", i);
            var network = Network.Dense($"{Size}-{Size}-{Size}", draw, Activation.Identity, Loss.SquaredError,
                initialiser: Initialiser.Conditioned(Conditioning), bias: false, precision: Precision.Double);
            Matrix W = network[2].W.Value;
            W.Scale(Factor);
            u.FillNormal(draw.Fork("u"), 0, 0.5);
            v.FillNormal(draw.Fork("v"), 0, 0.5);
            var inverse = new ExactInverse(network, new() { Epsilon = epsilon });

            // A step of rate 1 with the signal δ_2 = −u on the input v is W_2 + u vᵀ.
            network[1].W.Value.CopyFrom(LinearAlgebra.Identity(Size));
            var signals = new TeachingSignals(2);
            signals[2] = u.Negated();
            inverse.Temper(network.Forward(v), signals, 1);
            Matrix wu = inverse.V(1).Dot(u), vw = inverse.V(1).T.Dot(v);
            double bound = 1 / ((1 / Smallest(W)) + (wu.Norm() * vw.Norm() / epsilon)), robust = Smallest(W.Minus(signals[2].Dot(v.T)));
            found.Add(Denominator, inverse.Denominator(2)).Add(Plain, Smallest(W.Plus(u.Dot(v.T)))).Add(Robust, robust).Add(Slack, robust / bound);
        }

        return found;
    }

    private static double Smallest(Matrix w) => LinearAlgebra.SingularValues(w)[^1];

    private static double[] Of(double[] values, int[] places) => [.. places.Select(i => values[i])];

    private static double Least(double[] values, int[] places) => places.Select(i => values[i]).DefaultIfEmpty(double.NaN).Min();
}
