using Apical.Analysis;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Lillicrap2016;

/// <summary>
/// Theorem 2 (supplement, note 14): from zero weights and with one sample, the hidden units' signal B e is a positive multiple of W⁺ e at every step.
/// </summary>
internal sealed class Theorem2PseudoinverseFeedback : Experiment
{
    internal static readonly Track Angles = new("angle"), Cosines = new("cosine");

    private const string Holds = "zero weights, one sample";
    private const string RandomW = "random W";
    private const string TwoSamples = "two samples";
    private const double Rounding = 1e-6;                    // degrees
    private const double RankTolerance = 1e-10;              // W is of rank one but for rounding, which its pseudoinverse must not blow up

    private const int n_i = 30, n_h = 20, n_o = 10;
    private static readonly Told s_net = new("network", $"{n_i}-{n_h}-{n_o}, linear", "figures S11 to S13");
    private static readonly Setting<int> s_runs = new("draws of x, y* and B", 100, 20, "our choice");
    private static readonly Fixed<int> s_steps = new("steps at most", 200, "our choice");
    private static readonly Fixed<double> s_least =
        new("least ‖e‖/‖y*‖ at which a direction is still looked at", 1e-6, "our choice: below, e is mostly rounding");
    private static readonly Fixed<double> s_rate = new("η", 0.05, "our choice: small, as note 14 asks");

    public override string Id => "lillicrap2016/theorem2";

    public override string Title => "Random feedback acts like the pseudoinverse of W";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.05, 0.2);

    public override IReadOnlyList<ISetting> Settings => [s_net, s_runs, s_steps, s_least, s_rate];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. Enumerable.Range(1, s_runs.At(setup.Scale)).SelectMany(run => new[] { Holds, RandomW, TwoSamples }.Select(
            group => new Job(group, run, context => Learn(context.Rng, group == RandomW ? 0.1 : 0, group == TwoSamples ? 2 : 1)))),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] steps = [.. Enumerable.Range(3, s_steps.Value - 2).Select(step => (double)step)];
        IReadOnlyList<double> angles = results.All(Holds, Angles);
        return new(
        [
            Claim.AtMost("the angle between B e and W⁺ e is zero at every step, largest of all", "s B e = W⁺ e (eq. 47)",
                angles.DefaultIfEmpty(double.NaN).Max(), Rounding, "°"),
            Claim.AtLeast("s is positive: smallest (B e)ᵀ W⁺ e of all, as a share of the product of their lengths", "s > 0",
                results.All(Holds, Cosines).DefaultIfEmpty(double.NaN).Min(), 0),
            Claim.AtLeast("with W not zero at the start, it is not so: mean angle at the third step", "not covered by the theorem",
                results.Curve(RandomW, Angles).Select(at => at.Mean).FirstOrDefault(double.NaN), 1, "°"),
            Claim.AtLeast("with two samples, it is not so: mean angle over all steps", "not covered by the theorem",
                results.All(TwoSamples, Angles).DefaultIfEmpty(double.NaN).Average(), 1, "°"),
        ],
        [
            new Picture("Angle between B e and W⁺ e", "Mean over draws, bands ± 1 sd. The theorem is about the lowest line.")
            {
                Charts =
                [
                    new("", new("step"), new("angle (°)"),
                        [.. new[] { Holds, RandomW, TwoSamples }.Select(group => Series.Of(group, steps, results.Curve(group, Angles)))]),
                ],
                Columns = 1,
            },
        ])
        {
            Notes =
            [
                "At the first step h = 0, so W stays zero for another step and W⁺ e with it: the check begins at the third.",
                "With one sample W is of rank one (eq. 40), and then W⁺ = Wᵀ/‖W‖²: the theorem's B e points along Wᵀ e, backprop's signal, as well. "
                    + "It takes more than one sample to tell the pseudoinverse from the transpose (figure S13).",
                "Equations 48 and 49 print ᵀ where the pseudoinverse ⁺ is meant: the transpose of y* (B y*)ᵀ times y* already is a multiple of B y*, "
                    + "and the statement is about W⁺.",
            ],
        };
    }

    /// <summary>Feedback alignment as equations 30 to 33 have it, with η_A = η_W / xᵀx.</summary>
    /// <param name="rng">Draws everything.</param>
    /// <param name="scale">Standard deviation of the first W; the theorem needs 0.</param>
    /// <param name="samples">Samples learned from at once; the theorem needs 1.</param>
    internal static Measurements Learn(Rng rng, double scale, int samples)
    {
        Matrix x = Normal(n_i, samples, rng.Fork("x"), 1), target = Normal(n_o, samples, rng.Fork("y*"), 1);
        Matrix b = Normal(n_h, n_o, rng.Fork("B"), 1 / Math.Sqrt(n_o)), w = Normal(n_o, n_h, rng.Fork("W"), scale);
        var a = new Matrix(n_h, n_i, Precision.Double);
        double eta = s_rate.Value / samples, etaA = eta * samples / x.SumOfSquares();
        var found = new Measurements();
        for (int step = 1; step <= s_steps.Value; step++)
        {
            Matrix h = a.Dot(x), e = target.Minus(w.Dot(h)), be = b.Dot(e);
            if (e.Norm() < s_least.Value * target.Norm())
            {
                break;
            }

            if (step > 2)
            {
                Matrix we = LinearAlgebra.PseudoInverse(w, RankTolerance).Dot(e);
                double cosine = be.InnerProduct(we) / (be.Norm() * we.Norm());
                found.Add(Cosines, cosine).Add(Angles, SmallAngle.Degrees(be, we));
            }

            w.AddProduct(eta, e, h.T);
            a.AddProduct(etaA, be, x.T);
        }

        return found;
    }

    private static Matrix Normal(int rows, int columns, Rng rng, double sd)
    {
        var x = new Matrix(rows, columns, Precision.Double);
        if (sd > 0)
        {
            x.FillNormal(rng, 0, sd);
        }

        return x;
    }
}
