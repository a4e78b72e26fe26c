using System.Numerics;
using Apical.Analysis;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Section 6.7: the dynamics with exact inverses are stable whatever the weights. The thesis tried 100 000 random cases; the eigenvalues are known in closed
/// form (<see cref="StabilityMatrix"/>). "Negative definite" is more than that, and does not hold.
/// </summary>
internal sealed class Ch6Stability : Experiment
{
    internal static readonly Track Cases = new("cases"), Undecided = new("undecided"), Unstable = new("unstable"), Indefinite = new("indefinite"),
        OverRounding = new("deviation over rounding"), Real = new("greatest real part"), Symmetric = new("growth"), Moving = new("unstable, moving target"),
        MovingOverRounding = new("deviation over rounding, moving target"), Deviation = new("deviation"), Time = new("time"), Norm = new("norm"),
        Grows = new("growth at first"), Mismatch = new("mismatch"), Product = new("product");
    private const string Random = "random J", Tame = "well-conditioned J", Loose = "approximate inverse", Unrelated = "unrelated feedback", Below = "cI, below",
        Above = "cI, above";
    private const int CasesInJob = 2500;
    private const double Longest = 25, Drawn = 8, Between = 0.125;         // in τ

    private static readonly Setting<int> s_cases = new("random cases", 100_000, 5000, "6.7");
    private static readonly Fixed<int> s_units = new("units in a layer", 4, "our choice");
    private static readonly Fixed<IReadOnlyList<int>> s_layers = new("layers L, drawn from", [2, 3, 4], "our choice");
    private static readonly Told s_draw = new("J_i", "normal entries, standard deviation 0.1 to 10, its logarithm uniform, drawn anew for each case",
        "6.7: Gaussian, random variance");
    private static readonly Told s_mu = new("μ", "uniform on (0, 0.5), in each case", "6.7");
    private static readonly Told s_eta = new("η̂ of the moving target", "uniform on (0, 1), in each case", "our choice");
    private static readonly Setting<int> s_tame = new("well-conditioned cases", 200, 50,
        "our choice: L = 2…8, 6 units, J_i orthogonal times diag(U(0.7, 1.4))");
    private static readonly Setting<int> s_approximate = new("cases with approximate inverses", 5000, 500, "our choice: L = 2");
    private static readonly Fixed<double> s_error = new("ε of approximate inverses", 0.5, "our choice: K = J⁻¹ + ε N(0, 1/n), J orthogonal");
    private static readonly Fixed<double> s_courseMu = new("μ of the courses", 0.1, "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_stretch = new("c of the courses, J_i = cI", [1, 3, 10], "our choice");

    public override string Id => "meulemans2019/ch6-stability";

    public override string Title => "Target propagation as dynamics: stable whatever the weights, yet not negative definite";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.25);

    public override IReadOnlyList<ISetting> Settings =>
        [s_cases, s_units, s_layers, s_draw, s_mu, s_eta, s_tame, s_approximate, s_error, s_courseMu, s_stretch];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        int cases = s_cases.At(setup.Scale), parts = (cases + CasesInJob - 1) / CasesInJob;
        return
        [
            .. s_stretch.Value.Select(c => new Job(Course(c), 1, _ => Follow(c, s_courseMu.Value)) { Cost = 0.1 }),
            new(Below, 1, _ => Threshold(0.99)) { Cost = 0.1 },
            new(Above, 1, _ => Threshold(1.01)) { Cost = 0.1 },
            new(Tame, 1, context => TryTame(context, s_tame.At(setup.Scale))),
            new(Loose, 1, context => TryApproximate(context, s_approximate.At(setup.Scale), related: true)),
            new(Unrelated, 1, context => TryApproximate(context, s_approximate.At(setup.Scale), related: false)),
            .. Enumerable.Range(1, parts).Select(part => new Job(
                Random, part, context => TryRandom(context, Math.Min(CasesInJob, cases - ((part - 1) * CasesInJob)), s_units.Value, s_layers.Value))),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Sum(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Sum() : double.NaN;
        double Max(string group, Track track) => results.All(group, track) is { Count: > 0 } all ? all.Max() : double.NaN;
        double Last(string group, Track track) => results.Last(group, track).Mean;
        double cases = Sum(Random, Cases), mu = s_courseMu.Value, steepest = s_stretch.Value.Max();
        double slowest = 1 / -StabilityMatrix.Eigenvalues(2, mu)[0];
        string most = Course(steepest);
        return new(
            [
                Claim.AtMost($"{cases:0} random cases: with an eigenvalue of real part 0 or more", "none: always stable", Sum(Random, Unstable), 0),
                Claim.AtMost("the same: greatest distance of an eigenvalue from the formula, over what rounding explains", "mathematics: the formula is exact",
                    Max(Random, OverRounding), 1),
                Claim.AtMost($"{s_tame.At(setup.Scale)} well-conditioned cases, L = 2…8: greatest distance of an eigenvalue from the formula",
                    "mathematics: the formula is exact", Max(Tame, Deviation), 1e-10),
                Claim.AtMost("random cases: symmetric part of J̄ with a positive eigenvalue", "none: negative definite",
                    100 * Sum(Random, Indefinite) / cases, 0, " %"),
                Claim.AtMost("J_i = cI, c at 0.99 of the root of ((1 − μ)c + μ/c) cos(π/(L + 1)) = 1: greatest eigenvalue of the symmetric part",
                    "mathematics: negative", Last(Below, Symmetric), 0),
                Claim.AtLeast("J_i = cI, c at 1.01 of that root: the same", "mathematics: positive, against \"negative definite\"", Last(Above, Symmetric), 0),
                Claim.AtMost("random cases with the moving target (6.10): with an eigenvalue of real part 0 or more", "mathematics: none",
                    Sum(Random, Moving), 0),
                Claim.AtMost("the same: greatest distance from the eigenvalues of the [L, L] matrix, over what rounding explains",
                    "mathematics: the weights fall out here too", Max(Random, MovingOverRounding), 1),
                Claim.AtMost($"approximate inverses, L = 2, ε = {s_error.Value}: unstable", "mathematics: none while ‖K J‖ < 4",
                    100 * Sum(Loose, Unstable) / Sum(Loose, Cases), 0, " %"),
                Claim.AtLeast("feedback that has nothing to do with the weights, L = 2: unstable", "mathematics: some, once ‖K J‖ > 4",
                    100 * Sum(Unrelated, Unstable) / Sum(Unrelated, Cases), 1, " %"),
                Claim.AtMost("approximate and unrelated feedback: cases in which |Re √λ(K J)| < 1/√(μ(1 − μ)) does not tell which are stable",
                    "mathematics: none",
                    Sum(Loose, Mismatch) + Sum(Unrelated, Mismatch), 0),
                .. s_stretch.Value.Select(c => Claim.Between($"c = {c}: late decay time of ‖h − h*‖", "mathematics: τ/(1 − 2√(μ(1 − μ)) cos(π/(L + 1)))",
                    Last(Course(c), Time), slowest * 0.99, slowest * 1.01, " τ", slowest)),
                Claim.AtLeast($"c = {steepest}: greatest ‖h − h*‖ over that at the start", "mathematics: grows before it decays", Max(most, Norm), 1.001),
                Claim.Between($"c = {steepest}: growth of ln ‖h − h*‖ at the start", "mathematics: greatest eigenvalue of the symmetric part",
                    Last(most, Grows), 0.99 * Peak(steepest, mu), 1.01 * Peak(steepest, mu), " / τ", Peak(steepest, mu)),
            ],
            [
                new("Stable, and yet it can grow first",
                    "Distance from the fixed point over time, two layers with J = cI, from the direction that grows most; all end at one rate, which "
                        + "no weight moves. "
                        + "Right, random cases: the greatest real part of the eigenvalues (by μ and L alone) against the greatest eigenvalue of the "
                        + "symmetric part, "
                        + "those below 0.01 at 0.01.")
                {
                    Charts =
                    [
                        new("‖h(t) − h*‖", new("t / τ"), new("over the start"), [.. s_stretch.Value.Select(c => Curve(c, results))]),
                        new("random cases", new("real part of eigenvalues, greatest"), new("of the symmetric part, greatest") { Logarithmic = true },
                            Cloud(results)),
                    ],
                },
            ])
        {
            Notes =
            [
                "The eigenvalues are −1 + 2√(μ(1 − μ)) cos(kπ/(L + 1)), k = 1…L, each as often as a layer has units; proof in docs/results/meulemans2019.md.",
                "The thesis says \"negative definite (only strictly negative eigenvalues)\". For a matrix that is not symmetric these are two things: "
                    + "the second holds, "
                    + "the first does not. Distances can grow before they decay.",
                $"What rounding explains is Bauer and Fike's bound. In {Sum(Random, Undecided):0} cases it is larger than the distance of the "
                    + $"eigenvalues from 0, so that "
                    + "double precision cannot tell whether they are stable; these count as neither.",
                "Layer sizes, depths and the spread of variances are not in the thesis.",
            ],
        };
    }

    internal static string Course(double c) => FormattableString.Invariant($"course, c = {c}");

    /// <summary>Greatest eigenvalue of the symmetric part for J = cI, L = 2: −1 + ((1 − μ)c + μ/c) cos(π/3).</summary>
    internal static double Peak(double c, double mu) => -1 + ((((1 - mu) * c) + (mu / c)) / 2);

    /// <summary>Random cases of the thesis, counted.</summary>
    internal static Measurements TryRandom(JobContext context, int cases, int units, IReadOnlyList<int> depths)
    {
        double unstable = 0, undecided = 0, indefinite = 0, moving = 0, over = 0, movingOver = 0;
        var found = new Measurements();
        for (int i = 0; i < cases; i++)
        {
            context.Report((double)i / cases);
            Rng rng = context.Rng.Fork("case", i);
            int layers = depths[rng.NextInt(depths.Count)];
            double mu = rng.Uniform(0, 0.5), eta = rng.Uniform(0, 1), sd = Math.Pow(10, rng.Uniform(-1, 1));
            Matrix[] up = [.. Enumerable.Range(1, layers - 1).Select(_ => Normal(rng, units, sd))], down = [.. up.Select(LinearAlgebra.Inverse)];
            double[] known = StabilityMatrix.Eigenvalues(layers, mu), knownMoving = StabilityMatrix.Eigenvalues(layers, mu, eta);
            Matrix all = StabilityMatrix.Of(up, down, mu);
            Complex[] values = LinearAlgebra.Eigenvalues(all), movingValues = LinearAlgebra.Eigenvalues(StabilityMatrix.Of(up, down, mu, eta));
            double rounding = StabilityMatrix.Rounding(up, down, mu, all), growth = StabilityMatrix.Growth(all);
            bool decided = rounding < -knownMoving[0] && rounding < -known[0];
            undecided += decided ? 0 : 1;
            unstable += decided && values.Max(value => value.Real) >= 0 ? 1 : 0;
            moving += decided && movingValues.Max(value => value.Real) >= 0 ? 1 : 0;
            indefinite += growth > 0 ? 1 : 0;
            over = Math.Max(over, StabilityMatrix.Deviation(values, known) / rounding);
            movingOver = Math.Max(movingOver, StabilityMatrix.Deviation(movingValues, knownMoving) / rounding);
            if (i < 100 && decided)
            {
                found.Add(Real, values.Max(value => value.Real)).Add(Symmetric, growth);
            }
        }

        return found.Add(Cases, cases).Add(Undecided, undecided).Add(Unstable, unstable).Add(Indefinite, indefinite).Add(Moving, moving)
            .Add(OverRounding, over).Add(MovingOverRounding, movingOver);
    }

    /// <summary>Cases in which rounding hides nothing.</summary>
    internal static Measurements TryTame(JobContext context, int cases)
    {
        const int Units = 6;
        double worst = 0;
        for (int i = 0; i < cases; i++)
        {
            context.Report((double)i / cases);
            Rng rng = context.Rng.Fork("case", i);
            int layers = 2 + rng.NextInt(7);
            double mu = rng.Uniform(0.05, 0.5);
            Matrix[] up = [.. Enumerable.Range(1, layers - 1).Select(_ => Orthogonal(rng, Units, 0.7, 1.4))], down = [.. up.Select(LinearAlgebra.Inverse)];
            worst = Math.Max(worst, StabilityMatrix.Deviation(
                LinearAlgebra.Eigenvalues(StabilityMatrix.Of(up, down, mu)), StabilityMatrix.Eigenvalues(layers, mu)));
        }

        return new Measurements().Add(Deviation, worst);
    }

    /// <summary>Two layers with feedback that is no exact inverse: −1 ± √(μ(1 − μ) λ(K J)).</summary>
    /// <param name="context">Random numbers.</param>
    /// <param name="cases">How many.</param>
    /// <param name="related">Whether the feedback is the inverse with errors, or drawn by itself.</param>
    internal static Measurements TryApproximate(JobContext context, int cases, bool related)
    {
        double unstable = 0, mismatch = 0;
        for (int i = 0; i < cases; i++)
        {
            context.Report((double)i / cases);
            Rng rng = context.Rng.Fork("case", i);
            int n = s_units.Value;
            double mu = rng.Uniform(0, 0.5);
            Matrix J = Orthogonal(rng, n, 1, 1), K = related ? LinearAlgebra.Inverse(J).Plus(Normal(rng, n, s_error.Value / Math.Sqrt(n))) : Normal(rng, n, 3);
            bool stable = LinearAlgebra.Eigenvalues(StabilityMatrix.Of([J], [K], mu)).All(value => value.Real < 0);
            bool told = LinearAlgebra.Eigenvalues(K.Dot(J)).All(value => Math.Abs(Complex.Sqrt(value).Real) < 1 / Math.Sqrt(mu * (1 - mu)));
            unstable += stable ? 0 : 1;
            mismatch += stable == told ? 0 : 1;
        }

        return new Measurements().Add(Cases, cases).Add(Unstable, unstable).Add(Mismatch, mismatch);
    }

    /// <summary>Two layers, J = cI: the course of ‖h − h*‖ from the direction that grows most, how it begins, and the time of its late decay.</summary>
    internal static Measurements Follow(double c, double mu)
    {
        Matrix J = LinearAlgebra.Identity(2).Scaled(c), all = StabilityMatrix.Of([J], [LinearAlgebra.Inverse(J)], mu);
        (double[] growths, Matrix directions) = LinearAlgebra.SymmetricEigen(all.Plus(all.T.ToMatrix()).Scaled(0.5));
        var x = new Matrix(all.Rows, 1, Precision.Double);
        for (int i = 0; i < all.Rows; i++)
        {
            x[i, 0] = directions[i, growths.Length - 1];
        }

        var integrator = new OdeIntegrator((_, y, derivative) => derivative[0].CopyFrom(all.Dot(y[0])));
        const double Instant = 1e-4;
        Matrix soon = x.Clone();
        integrator.AdvanceAdaptively([soon], 0, Instant, 1e-12, 1e-14);
        List<double> norms = [x.Norm()];
        for (double t = 0; t < Longest; t += Between)
        {
            integrator.AdvanceAdaptively([x], t, t + Between, 1e-10, 1e-18);
            norms.Add(x.Norm());
        }

        int late = (norms.Count - 1) / 2;
        return new Measurements().Add(Norm, norms).Add(Grows, Math.Log(soon.Norm() / norms[0]) / Instant)
            .Add(Time, (norms.Count - 1 - late) * Between / Math.Log(norms[late] / norms[^1]));
    }

    /// <summary>J = cI with c at a part of the threshold above which the symmetric part has a positive eigenvalue, L = 2.</summary>
    internal static Measurements Threshold(double part)
    {
        // (1 − μ)c + μ/c = 2, the greater root
        double mu = s_courseMu.Value, c = part * (1 + Math.Sqrt(1 - (mu * (1 - mu)))) / (1 - mu);
        Matrix J = LinearAlgebra.Identity(2).Scaled(c);
        return new Measurements().Add(Symmetric, StabilityMatrix.Growth(StabilityMatrix.Of([J], [LinearAlgebra.Inverse(J)], mu)));
    }

    private static Series Curve(double c, Results results)
    {
        double[] norms = [.. results.All(Course(c), Norm).Take((int)(Drawn / Between) + 1)];
        return new(FormattableString.Invariant($"c = {c}"), Mark.Line, [.. norms.Select((_, i) => i * Between)], norms);
    }

    private static IReadOnlyList<Series> Cloud(Results results) =>
        [new("a case", Mark.Dot, results.All(Random, Real), [.. results.All(Random, Symmetric).Select(growth => Math.Max(growth, 1e-2))])];

    private static Matrix Normal(Rng rng, int n, double sd)
    {
        var x = new Matrix(n, n, Precision.Double);
        x.FillNormal(rng, 0, sd);
        return x;
    }

    private static Matrix Orthogonal(Rng rng, int n, double least, double greatest)
    {
        (Matrix U, _, Matrix VT) = LinearAlgebra.Svd(Normal(rng, n, 1));
        var slopes = new Matrix(n, 1, Precision.Double);
        for (int i = 0; i < n; i++)
        {
            slopes[i, 0] = rng.Uniform(least, greatest);
        }

        return U.Dot(VT).TimesColumn(slopes);
    }
}
