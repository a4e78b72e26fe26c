using System.Globalization;
using Apical.Analysis;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Song2021;

/// <summary>Proposition 4.5: Gaussian samples in enough dimensions are nearly orthonormal.</summary>
/// <remarks>
/// <code>
///   s = (√n + √(2 ln(2/δ))) / √d:   1 − s ≤ σ_min(X), σ_max(X) ≤ 1 + s with probability 1 − δ     Davidson, Szarek 2001, theorem II.13
///   (1−ε, 4ε)-isometric:   (1 − s)² ≥ 1 − ε and (1 + s)² ≤ (1 + 4ε)(1 − ε)
/// </code>
/// σ_min is 1 − √(n/d) to first order, so that 1 − ε needs d ≥ 4n/ε² for small ε, however large the constant in the proposition's d = Ω(n/ε log 1/ε).
/// </remarks>
internal sealed class Proposition45Isometry : Experiment
{
    internal static readonly Track Isometric = new("share"), Dimension = new("d");

    private const string AsPrinted = "as printed", Squared = "1/ε²";

    private static readonly Fixed<int> s_n = new("samples n", 10, "our choice");
    private static readonly Setting<double[]> s_epsilons =
        new("ε", [0.4, 0.3, 0.2, 0.1, 0.05, 0.025], [0.4, 0.2, 0.1, 0.05, 0.025], "our choice within (0, 1/2)");
    private static readonly Fixed<double> s_delta = new("δ", 0.1, "our choice within (0, 1)");
    private static readonly Setting<int> s_draws = new("draws of X", 500, 50, "our choice");
    private static readonly Told s_constant =
        new("constant of d as printed", "such that both forms of d meet at the largest ε", "our choice; the proposition says that there is one");

    public override string Id => "song2021/prop4.5";

    public override string Title => "How many dimensions make Gaussian samples nearly orthonormal";

    public override Citation Paper => Song2021Paper.Citation;

    public override Duration Takes => new(0.05, 1);

    public override IReadOnlyList<ISetting> Settings => [s_n, s_epsilons, s_delta, s_draws, s_constant];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        double[] epsilons = s_epsilons.At(setup.Scale);
        return
        [
            .. from form in new[] { Squared, AsPrinted }
               from epsilon in epsilons
               let d = form == Squared ? Dimensions(epsilon) : PrintedDimensions(epsilon, epsilons[0])
               select new Job(Group(form, epsilon), 1, context => Check(context.Rng, d, epsilon, s_draws.At(setup.Scale), report: context.Report)) { Cost = d },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] epsilons = s_epsilons.At(setup.Scale);
        return new(
            [
                .. epsilons.Select(epsilon => Frequency(Squared, epsilon, "with d from the bound on singular values, which grows as n/ε²")),
                .. epsilons.Select(epsilon => Frequency(AsPrinted, epsilon, "as printed, d = C (log(n/δ)/ε + n/ε log(1/ε)) with one C for all ε")),
            ],
            [
                new("Isometry of Gaussian samples",
                    $"Share of {s_draws.At(setup.Scale)} draws of X that are (1−ε, 4ε)-isometric, "
                        + "with d in proportion to n/ε² and to the proposition's expression.")
                {
                    Charts =
                    [
                        new("", new("ε") { Logarithmic = true }, new("share") { Min = 0, Max = 1 },
                            [.. new[] { Squared, AsPrinted }.Select(form =>
                                new Series($"d {form}", Mark.LineAndPoints, epsilons, [.. epsilons.Select(epsilon => Share(form, epsilon))]))]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The proposition asks for too few dimensions. The least eigenvalue of X Xᵀ is (1 − √(n/d))² to first order, and that it is at least 1 − ε "
                    + "needs d ≥ 4n/ε²; d in proportion to n/ε log(1/ε) falls short of it for small ε whatever the constant. With ε² in place of ε it holds.",
            ],
        };

        double Share(string form, double epsilon) => results.Last(Group(form, epsilon), Isometric).Mean;
        Claim Frequency(string form, double epsilon, string text) =>
            Claim.AtLeast(string.Create(CultureInfo.InvariantCulture, $"ε = {epsilon}: share of isometric X {text}"), "at least 1 − δ", Share(form, epsilon),
                1 - s_delta.Value);
    }

    /// <summary>How often X is (1−ε, 4ε)-isometric.</summary>
    /// <param name="rng">Draw i is fork <c>draw</c>, number i.</param>
    /// <param name="d">Inputs.</param>
    /// <param name="epsilon">ε</param>
    /// <param name="draws">How often.</param>
    /// <param name="kind">The proposition has Gaussian entries.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Check(Rng rng, int d, double epsilon, int draws, InputKind kind = InputKind.Gaussian, Action<double>? report = null)
    {
        int holds = 0;
        for (int i = 0; i < draws; i++)
        {
            Matrix x = Draw(rng.Fork("draw", i), d, s_n.Value, kind);
            double[] eigenvalues = LinearAlgebra.SymmetricEigen(x.T.Dot(x)).Values;
            holds += new Isometry(eigenvalues[0], eigenvalues[^1]).Holds(1 - epsilon, 4 * epsilon) ? 1 : 0;
            report?.Invoke((double)i / draws);
        }

        return new Measurements().Add(Isometric, (double)holds / draws).Add(Dimension, d);
    }

    /// <summary>Enough inputs by the bound on singular values.</summary>
    internal static int Dimensions(double epsilon)
    {
        double s = Math.Min(1 - Math.Sqrt(1 - epsilon), Math.Sqrt((1 + (4 * epsilon)) * (1 - epsilon)) - 1);
        double root = (Math.Sqrt(s_n.Value) + Math.Sqrt(2 * Math.Log(2 / s_delta.Value))) / s;
        return (int)Math.Ceiling(root * root);
    }

    /// <summary>The proposition's expression, with the constant that gives <see cref="Dimensions"/> at one ε.</summary>
    private static int PrintedDimensions(double epsilon, double meetsAt)
    {
        double c = Dimensions(meetsAt) / Expression(meetsAt);
        return (int)Math.Ceiling(c * Expression(epsilon));

        static double Expression(double e) => (Math.Log(s_n.Value / s_delta.Value) / e) + (s_n.Value / e * Math.Log(1 / e));
    }

    private static Matrix Draw(Rng rng, int d, int n, InputKind kind)
    {
        Matrix x = WideStart.Samples(rng, d, n, 1 / Math.Sqrt(d), Precision.Double);
        switch (kind)
        {
            case InputKind.HeavyTailed:
                // signs of the normals, kept with probability 1/100 and ten times as large
                var kept = new Matrix(d, n, Precision.Double);
                kept.FillUniform(rng.Fork("kept"), 0, 1);
                return x.Sign().Times(kept.Map(ScalarFunction.GreaterThan, 0.99)).Scaled(10 / Math.Sqrt(d));
            case InputKind.LowRank:
                var mix = new Matrix(n / 2, n, Precision.Double);
                mix.FillNormal(rng.Fork("mix"), 0, Math.Sqrt(2.0 / n));
                return WideStart.Samples(rng, d, n / 2, 1 / Math.Sqrt(d), Precision.Double).Dot(mix);
            default:
                return x;
        }
    }

    private static string Group(string form, double epsilon) => string.Create(CultureInfo.InvariantCulture, $"{form} ε={epsilon}");
}
