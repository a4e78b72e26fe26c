using Apical.Analysis;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 16: the flow of feedback alignment is not the gradient of any function, because its Jacobian is not symmetric; backprop's is.</summary>
internal sealed class Note16NotAGradient : Experiment
{
    internal static readonly Track Fa = new("fa"), Bp = new("bp"), OffEquation79 = new("equation 79");

    private const string Scalar = "1-1-1 linear";
    private const string Tanh = "4-5-3 tanh";
    private const int Inputs = 4, Hidden = 5, Outputs = 3, Samples = 6;
    private const double Differences = 1e-7;                 // what central differences in double precision leave

    private static readonly Setting<int> s_runs = new("draws of weights and data", 200, 50, "our choice");
    private static readonly Told s_scalar = new("scalar network", "y = W h + b, h = A x + c, one sample", "equations 60 to 62, 75 to 79");
    private static readonly Told s_tanh =
        new("general network", $"{Inputs}-{Hidden}-{Outputs}, tanh hidden units, linear outputs, {Samples} samples", "our choice");

    public override string Id => "lillicrap2016/note16";

    public override string Title => "The flow of feedback alignment is not a gradient";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_scalar, s_tanh];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. Enumerable.Range(1, s_runs.At(setup.Scale)).SelectMany(run => new Job[]
        {
            new(Scalar, run, context => Measure(context.Rng.Fork("scalar"), 1, 1, 1, 1, linear: true)),
            new(Tanh, run, context => Measure(context.Rng.Fork("tanh"), Inputs, Hidden, Outputs, Samples, linear: false)),
        }),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Least(string group) => results.All(group, Fa).DefaultIfEmpty(double.NaN).Min();
        string[] groups = [Scalar, Tanh];
        return new(
        [
            .. groups.Select(group => Claim.AtLeast($"{group}: the Jacobian of feedback alignment is not symmetric, smallest ‖J − Jᵀ‖/2‖J‖ of all draws",
                "not symmetric", Least(group), 100 * Differences)),
            .. groups.Select(group => Claim.AtMost($"{group}: that of backprop is, largest of all draws", "symmetric: minus the Hessian of the loss",
                results.All(group, Bp).DefaultIfEmpty(double.NaN).Max(), Differences)),
            Claim.AtMost("the Jacobian of the scalar network is that of equation 79, with two entries mended: largest difference", "eq. 79",
                results.All(Scalar, OffEquation79).DefaultIfEmpty(double.NaN).Max(), Differences),
        ],
        [
            new Picture("How far from a gradient",
                "Asymmetry ‖J − Jᵀ‖/2‖J‖ of the Jacobian over draws of weights and data: 0 for a gradient, 1 for the opposite. "
                    + "Backprop lies at rounding level, in the first bin.")
            {
                Charts =
                [
                    .. groups.Select(group => new Chart(group, new("asymmetry"), new("draws"),
                        [.. new[] { Fa, Bp }.Select(rule => Series.Histogram(rule.Name, results.All(group, rule), 0, 1, 25))])),
                ],
            },
        ])
        {
            Notes =
            [
                "Equation 79 prints two entries wrong: d(e h)/dW is −h², not h² (e = y* − W h − b), and d(e h)/dc is −W h + e, not −W + e. "
                    + "The others are right, and so is the conclusion.",
                "Equation 67 leaves out the slope D: backprop changes c by (Wᵀ e) ⊙ D, as it does A.",
            ],
        };
    }

    /// <summary>Jacobians of both flows at a random point.</summary>
    /// <param name="rng">Draws weights and data.</param>
    /// <param name="n_i">Inputs.</param>
    /// <param name="n_h">Hidden units.</param>
    /// <param name="n_o">Outputs.</param>
    /// <param name="samples">Samples.</param>
    /// <param name="linear">Whether the hidden units are linear.</param>
    /// <param name="random">Whether B is; else it is Wᵀ where the point is, and moves with it.</param>
    internal static Measurements Measure(Rng rng, int n_i, int n_h, int n_o, int samples, bool linear, bool random = true)
    {
        Matrix Draw(string name, int rows, int columns)
        {
            var m = new Matrix(rows, columns, Precision.Double);
            m.FillNormal(rng.Fork(name));
            return m;
        }

        Matrix x = Draw("x", n_i, samples), target = Draw("y*", n_o, samples), b = Draw("B", n_h, n_o);
        Matrix[] theta = [Draw("W", n_o, n_h), Draw("b", n_o, 1), Draw("A", n_h, n_i), Draw("c", n_h, 1)];
        Matrix fa = Flow.Jacobian(Field(x, target, random ? b : null, linear), theta), bp = Flow.Jacobian(Field(x, target, null, linear), theta);
        var found = new Measurements().Add(Fa, Flow.Asymmetry(fa)).Add(Bp, Flow.Asymmetry(bp));
        return n_i * n_h * n_o * samples > 1 ? found
            : found.Add(OffEquation79, fa.Minus(Equation79(x.Sum(), target.Sum(), b.Sum(), [.. theta.Select(m => m.Sum())])).Norm());
    }

    /// <summary>Equations 69 to 72, or 64 to 67 where <paramref name="feedback"/> is null: the change of W, b, A, c.</summary>
    private static VectorField Field(Matrix x, Matrix target, Matrix? feedback, bool linear) => (_, theta, change) =>
    {
        Matrix w = theta[0], h = theta[2].Dot(x).PlusColumn(theta[3]);
        if (!linear)
        {
            h = h.Map(ScalarFunction.Tanh);
        }

        Matrix e = target.Minus(w.Dot(h).PlusColumn(theta[1])), signal = feedback is null ? w.T.Dot(e) : feedback.Dot(e);
        if (!linear)
        {
            signal = signal.Minus(signal.Times(h).Times(h));            // ⊙ D, D = 1 − h²
        }

        change[0].CopyFrom(e.Dot(h.T));
        change[1].CopyFrom(e.RowSums());
        change[2].CopyFrom(signal.Dot(x.T));
        change[3].CopyFrom(signal.RowSums());
    };

    private static Matrix Equation79(double x, double target, double feedback, double[] theta)
    {
        (double w, double a) = (theta[0], theta[2]);
        double h = (a * x) + theta[3], e = target - (w * h) - theta[1];
        return Matrix.Of(
        [
            [-h * h, -h, (-w * x * h) + (e * x), (-w * h) + e],
            [-h, -1, -w * x, -w],
            [-feedback * h * x, -feedback * x, -feedback * w * x * x, -feedback * w * x],
            [-feedback * h, -feedback, -feedback * w * x, -feedback * w],
        ], Precision.Double);
    }
}
