using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.2: the ways of Gauss–Newton, target propagation and backprop on a linear toy.</summary>
internal sealed class Fig52LinearToy : Experiment
{
    private const string Gn = "Gauss–Newton", Tp = "target propagation", Bp = "backprop";

    private static readonly Fixed<double[]> s_start = new("W_1 at the start", [-1.8, -1.3], "released code");
    private static readonly Fixed<double> s_step = new("η̂ of target propagation", 0.8, "figure 5.2");
    private static readonly Fixed<double> s_rate = new("η of backprop", 0.3, "figure 5.2");
    private static readonly Fixed<int> s_steps = new("steps", 100, "released code");
    private static readonly Fixed<int> s_batch = new("batch, h_0 ~ N(0, 1)", 64, "released code; figure 5.2");

    public override string Id => "meulemans2019/fig5.2";

    public override string Title => "Linear toy: Gauss–Newton arrives at once, target propagation straight, backprop in zigzags";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.02, 0.02);

    public override IReadOnlyList<ISetting> Settings => [ToyNetwork.Weights, s_start, s_step, s_rate, s_steps, s_batch];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var toy = new ToyNetwork(Activation.Identity);
        return
        [
            new(Gn, 1, context => toy.GaussNewton(s_start.Value, s_steps.Value, Inputs(context))),
            new(Tp, 1, context => toy.Train(
                s_start.Value, network => new TargetPropagation(new PseudoInverse(network), new Rng(0), new() { Step = s_step.Value }), 1, s_steps.Value,
                Inputs(context))),
            new(Bp, 1, context => toy.Train(s_start.Value, network => new Backpropagation(network), s_rate.Value, s_steps.Value, Inputs(context))),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        Measurements? gn = results.Of(Gn).FirstOrDefault(), tp = results.Of(Tp).FirstOrDefault(), bp = results.Of(Bp).FirstOrDefault();
        var toy = new ToyNetwork(Activation.Identity);
        return new(
            [
                Claim.AtMost("Gauss–Newton: distance from the optimum after one step, over the start", "reaches the optimum in a single step (5.11)",
                    At(gn, 1), 1e-9),
                Claim.AtMost("target propagation: how far its way leaves the straight line, over its length",
                    "the same direction as Gauss–Newton (5.9)", Off(tp), 1e-9),
                Claim.AtLeast("target propagation: steps until a thousandth of the distance is left", "needs multiple steps", Steps(tp), 2),
                Claim.AtMost("backprop: greatest angle between a step and −W_2ᵀW_2(W_1 − W_1*)", "mathematics: (5.7)", Angles(bp), 1e-4, "°"),
                Claim.AtLeast("backprop: how far its way leaves the straight line, over its length",
                    "a zig-zag towards the optimum, by the directions of W_2", Off(bp), 0.05),
                Claim.AtLeast("backprop: steps that overshoot along the first principal direction of W_2", "typical zig-zag", Overshoots(bp), 1),
            ],
            [
                new("Ways to the optimum", "Contours of the expected loss; a point and an arrow for each step.")
                {
                    Charts =
                    [
                        .. new[] { (Gn, gn), (Tp, tp), (Bp, bp) }.Select(way =>
                            ToyNetwork.Chart(way.Item1, way.Item2, (a, b) => toy.Loss(a, b, 1), [0.1, 1, 3, 6, 10, 16])),
                    ],
                    Columns = 3,
                },
            ]);

        static double At(Measurements? found, int step) => found is null ? double.NaN : ToyNetwork.Distances(found)[step];
        static double Steps(Measurements? found) => found is null ? double.NaN : ToyNetwork.Distances(found).TakeWhile(distance => distance > 1e-3).Count();
    }

    private static Func<int, Matrix> Inputs(JobContext context) => step =>
    {
        var x = new Matrix(1, s_batch.Value, Precision.Double);
        x.FillNormal(context.Rng.Fork("inputs", step));
        return x;
    };

    /// <summary>Greatest distance of the points from the line between start and optimum, over their distance.</summary>
    private static double Off(Measurements? found)
    {
        if (found is null)
        {
            return double.NaN;
        }

        double tx = ToyNetwork.Teacher[0, 0], ty = ToyNetwork.Teacher[1, 0], dx = tx - found[ToyNetwork.W11][0], dy = ty - found[ToyNetwork.W12][0],
            length = Math.Sqrt((dx * dx) + (dy * dy));
        return found[ToyNetwork.W11].Zip(found[ToyNetwork.W12], (x, y) => Math.Abs((dx * (y - ty)) - (dy * (x - tx))) / (length * length)).Max();
    }

    // Only while steps are larger than rounding.
    private static double Angles(Measurements? found) => found is null ? double.NaN : Enumerable.Range(0, 20).Max(i =>
    {
        Matrix error = Error(found, i), direction = ToyNetwork.Second.T.Dot(ToyNetwork.Second.Dot(error)).Negated();
        return Probes.Angle.Degrees(direction, Error(found, i + 1).Minus(error));
    });

    private static double Overshoots(Measurements? found)
    {
        if (found is null)
        {
            return double.NaN;
        }

        Matrix first = LinearAlgebra.Svd(ToyNetwork.Second).VT;
        double[] along = [.. Enumerable.Range(0, 20).Select(i => first.Dot(Error(found, i))[0, 0])];
        return along.Zip(along.Skip(1)).Count(pair => pair.First * pair.Second < 0);
    }

    private static Matrix Error(Measurements found, int i) =>
        Matrix.Of([[found[ToyNetwork.W11][i]], [found[ToyNetwork.W12][i]]], Precision.Double).Minus(ToyNetwork.Teacher);
}
