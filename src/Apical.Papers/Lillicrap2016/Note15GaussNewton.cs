using Apical.Analysis;
using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Algebra;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 15: pseudobackprop moves the hidden units, to first order, as Gauss–Newton would, each unit by its own positive factor.</summary>
internal sealed class Note15GaussNewton : Experiment
{
    internal static readonly Track Left = new("left"), Difference = new("difference"), Angles = new("angle");

    private const string Pseudo = "pseudobackprop";
    private const string Bp = "bp";
    private const string Net = "30-20-10";
    private const double Rounding = 1e-10;

    private static readonly Told s_net =
        new("network", $"{Net}, tanh hidden units, linear outputs, no biases, one sample", "note 15; sizes of figure S11");
    private static readonly Setting<int> s_runs = new("draws of weights and data", 100, 20, "our choice");
    private static readonly Fixed<IReadOnlyList<double>> s_steps =
        new("step sizes", [.. Enumerable.Range(0, 9).Select(i => Math.Pow(10, -1 - (0.5 * i)))], "our choice");

    public override string Id => "lillicrap2016/note15";

    public override string Title => "Pseudobackprop is Gauss–Newton for the hidden units";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => [s_net, s_runs, s_steps];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. Enumerable.Range(1, s_runs.At(setup.Scale))
            .SelectMany(run => new[] { Pseudo, Bp }.Select(rule => new Job(rule, run, context => Measure(context.Rng, rule))))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        IReadOnlyList<double> steps = s_steps.Value;
        double Worst(Track track) => results.All(Pseudo, track).DefaultIfEmpty(double.NaN).Max();
        double Slope(string group) => LineFit.OfLogarithms([.. steps], [.. results.Curve(group, Angles).Select(at => at.Mean)]).Slope;
        return new(
        [
            Claim.AtMost("W⁺ e is the Gauss–Newton change of h: the error left after it, ‖e − W Δh‖/‖e‖, largest of all draws", "Δh = W⁺ e (eq. 55)",
                Worst(Left), Rounding),
            Claim.Between("pseudobackprop's Δh is what equation 59 says but for second order: slope of the difference against the step, in logarithms", "2",
                SlopeOf(results, Difference, steps), 1.9, 2.1, published: 2),
            Claim.Between("with a rate of 1/(D² xᵀx) for each unit, Δh turns into W⁺ e: slope of the angle against the step, in logarithms",
                "1: the angle vanishes", Slope(Pseudo), 0.9, 1.1),
            Claim.AtLeast("with backprop's Wᵀ it does not: angle at the smallest step", "not Gauss–Newton", results.Last(Bp, Angles).Mean, 10, "°",
                sd: results.Last(Bp, Angles).Sd),
        ],
        [
            new Picture("Change of the hidden units",
                "a: angle between the change of h that a step of A brings and the Gauss–Newton change W⁺ e, against the step. "
                    + "b: distance from the first-order formula (eq. 59), relative to the change. Means over draws, bands ± 1 sd.")
            {
                Charts =
                [
                    new("Angle to Gauss–Newton", Step, new("angle (°)") { Logarithmic = true },
                        [.. new[] { Pseudo, Bp }.Select(group => Series.Of(group, steps, results.Curve(group, Angles), Mark.LineAndPoints))]),
                    new("Beyond first order", Step, new("distance from eq. 59") { Logarithmic = true },
                        [Series.Of(Pseudo, steps, results.Curve(Pseudo, Difference), Mark.LineAndPoints)]),
                ],
            },
        ])
        {
            Notes =
            [
                "With one rate η for all units, as any training has it, Δh is W⁺ e with unit j stretched by (D^j)²: the same signs, not the same direction. "
                    + "The note's Gauss–Newton step needs a rate of its own for each unit.",
            ],
        };
    }

    /// <summary>What a step of A along a rule's signal does to the hidden units.</summary>
    /// <param name="rng">Draws weights and data.</param>
    /// <param name="ruleName">The rule.</param>
    internal static Measurements Measure(Rng rng, string ruleName)
    {
        Network network = Network.Dense(Net, rng.Fork("network"), Activation.Tanh, Loss.SquaredError, bias: false, precision: Precision.Double);
        Matrix x = new(network[1].FanIn, 1, Precision.Double), target = new(network[2].FanOut, 1, Precision.Double);
        x.FillNormal(rng.Fork("x"));
        target.FillNormal(rng.Fork("y*"));
        Pass pass = network.Forward(x);
        Matrix a = network[1].W.Value, w = network[2].W.Value, h = pass.H[1];
        Matrix e = target.Minus(pass.H[2]), gaussNewton = LinearAlgebra.PseudoInverse(w).Dot(e);
        Matrix delta = RuleCatalog.Make(ruleName, network, rng.Fork("rule")).Teach(pass, new Batch(x, target))[1].Scaled(-1);      // (W⁺ e) ⊙ D
        Matrix d = pass.D(1), each = d.Times(d).Scaled(x.SumOfSquares());                                                     // (D^j)² xᵀx
        var found = new Measurements().Add(Left, e.Minus(w.Dot(gaussNewton)).Norm() / e.Norm());
        foreach (double step in s_steps.Value)
        {
            Matrix common = HiddenChange(a, x, h, delta.Scaled(step / x.SumOfSquares()));
            Matrix firstOrder = d.Times(delta).Scaled(step);                              // η (D^j)² xᵀx δ_GN, with η = step / xᵀx
            Matrix own = HiddenChange(a, x, h, delta.DividedBy(each).Scaled(step));
            found.Add(Difference, common.Minus(firstOrder).Norm()).Add(Angles, SmallAngle.Degrees(own, gaussNewton));
        }

        return found;
    }

    /// <summary>σ((A + ΔA) x) − σ(A x) for ΔA = u xᵀ.</summary>
    private static Matrix HiddenChange(Matrix a, Matrix x, Matrix h, Matrix u) => a.Plus(u.Dot(x.T)).Dot(x).Map(ScalarFunction.Tanh).Minus(h);

    private static double SlopeOf(Results results, Track track, IReadOnlyList<double> steps) =>
        LineFit.OfLogarithms([.. steps], [.. results.Curve(Pseudo, track).Select(at => at.Mean)]).Slope;

    private static Axis Step => new("step") { Logarithmic = true };
}
