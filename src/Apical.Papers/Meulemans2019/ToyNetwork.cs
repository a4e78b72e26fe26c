using Apical.Data;
using Apical.Learning;
using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Optimizers;

namespace Apical.Papers.Meulemans2019;

/// <summary>The toy network 1-2-2 of section 5.1.1: only the two weights of the hidden layer learn, so that their way can be drawn.</summary>
/// <param name="Hidden">Activation of the hidden layer.</param>
internal sealed record ToyNetwork(Activation Hidden)
{
    /// <summary>Series: the two weights after each step, from the start.</summary>
    public static readonly Track W11 = new("w11"), W12 = new("w12");

    // The numbers that seed 47 gives in the released code.
    private static readonly double[] s_teacher = [-0.84800948, 1.30590636];
    private static readonly double[][] s_W2 = [[0.92420797, 0.6404118], [-1.05473698, 1.79776072]];

    /// <summary>The one input of figures 5.3 and 5.4.</summary>
    public const double Input = -1.01278675;

    /// <summary>The parameters of the three figures.</summary>
    public static Told Weights { get; } =
        new("W_1*, W_2, h_0", "(−0.848, 1.306), [0.924 0.640; −1.055 1.798]; in figures 5.3 and 5.4 one input, −1.013", "released code, seed 47");

    /// <summary>W_1*</summary>
    public static Matrix Teacher { get; } = Matrix.Of(2, 1, s_teacher, Precision.Double);

    /// <summary>W_2</summary>
    public static Matrix Second { get; } = Matrix.Of(s_W2, Precision.Double);

    /// <summary>Trains by a rule of the library, W_2 fixed.</summary>
    /// <param name="start">W_1 at the start.</param>
    /// <param name="rule">Makes the rule.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="steps">How many.</param>
    /// <param name="inputs">The inputs of a step, <c>[1, batch]</c>.</param>
    public Measurements Train(double[] start, Func<Network, LearningRule> rule, double rate, int steps, Func<int, Matrix> inputs)
    {
        Network network = With(Matrix.Of(2, 1, start, Precision.Double)), teacher = With(Teacher);
        network[2].Frozen = true;
        var learner = new NetworkLearner(rule(network), new Sgd(rate));
        var found = new Measurements();
        for (int step = 0; step <= steps; step++)
        {
            Matrix w = network[1].W.Value;
            found.Add(W11, JobContext.Finite(w[0, 0], "w")).Add(W12, w[1, 0]);
            if (step < steps)
            {
                Matrix x = inputs(step);
                learner.Learn(new Batch(x, teacher.Forward(x).H[2]), new Moment(step));
            }
        }

        return found;
    }

    /// <summary>Gauss–Newton on W_1, which no rule of the library is: (5.18), ΔW_1 = −⟨h_0² D W_2ᵀW_2 D⟩⁻¹ ⟨h_0 D W_2ᵀ e⟩.</summary>
    public Measurements GaussNewton(double[] start, int steps, Func<int, Matrix> inputs)
    {
        Matrix w = Matrix.Of(2, 1, start, Precision.Double);
        Network teacher = With(Teacher);
        var found = new Measurements();
        for (int step = 0; step <= steps; step++)
        {
            found.Add(W11, w[0, 0]).Add(W12, w[1, 0]);
            Matrix x = inputs(step);
            Network network = With(w);
            Pass pass = network.Forward(x);
            Matrix e = network.Loss.Residual(pass, teacher.Forward(x).H[2]), curvature = new(2, 2, Precision.Double), gradient = new(2, 1, Precision.Double),
                slopes = Hidden.Slope(pass.H[1]);
            for (int b = 0; b < x.Columns; b++)
            {
                Matrix J = Second.Dot(Matrix.Of([[slopes[0, b], 0], [0, slopes[1, b]]], Precision.Double)).Scaled(x[0, b]);
                curvature.AddProduct(1.0 / x.Columns, J.T, J);
                gradient.AddProduct(1.0 / x.Columns, J.T, Matrix.Of([[e[0, b]], [e[1, b]]], Precision.Double));
            }

            w = w.Minus(LinearAlgebra.Inverse(curvature).Dot(gradient));
        }

        return found;
    }

    /// <summary>The distance from W_1* after each step, over that at the start.</summary>
    public static double[] Distances(Measurements found) =>
        [.. found[W11].Zip(found[W12], (a, b) => Math.Sqrt(Math.Pow(a - s_teacher[0], 2) + Math.Pow(b - s_teacher[1], 2))) is var all
            ? all.Select(d => d / all.First())
            : []];

    /// <summary>Contours of the expected loss and the way of one method, as the thesis draws them.</summary>
    /// <param name="title">The method.</param>
    /// <param name="found">Its replicate; null when there is none.</param>
    /// <param name="loss">Loss at a point of the plane.</param>
    /// <param name="levels">Losses to draw.</param>
    public static Chart Chart(string title, Measurements? found, Func<double, double, double> loss, IEnumerable<double> levels) =>
        new(title, new("w_11") { Min = -2.6, Max = 1 }, new("w_12") { Min = -1.8, Max = 4 },
    [
        .. levels.Select(level => Contour(loss, level)),
        .. found is null ? Array.Empty<Series>() : [new("updates", Mark.Point, found[W11], found[W12]), .. Segments(found)],
        new("optimum", Mark.Point, [s_teacher[0]], [s_teacher[1]]),
    ])
        { EqualAxes = true };

    /// <summary>The squared error of one sample at W_1 = (a, b), without the half, as the thesis draws it; in numbers, as contours ask for it often.</summary>
    public double Loss(double a, double b, double x)
    {
        double slope = Hidden == Activation.Identity ? 1 : Hidden.Parameter, first = S(a * x) - S(s_teacher[0] * x), second = S(b * x) - S(s_teacher[1] * x);
        return s_W2.Sum(row => Math.Pow((row[0] * first) + (row[1] * second), 2));

        double S(double v) => v >= 0 ? v : slope * v;
    }

    // The loss grows along every ray from the optimum, as the activation is monotone: the contour is where it passes the level.
    private static Series Contour(Func<double, double, double> loss, double level)
    {
        const int Points = 180;
        double[] x = new double[Points], y = new double[Points];
        for (int i = 0; i < Points; i++)
        {
            (double sin, double cos) = Math.SinCos(2 * Math.PI * i / Points);
            double low = 0, high = 40;
            for (int halving = 0; halving < 40; halving++)
            {
                double r = (low + high) / 2;
                (low, high) = loss(s_teacher[0] + (r * cos), s_teacher[1] + (r * sin)) < level ? (r, high) : (low, r);
            }

            (x[i], y[i]) = (s_teacher[0] + (low * cos), s_teacher[1] + (low * sin));
        }

        return new("loss contours", Mark.Dot, x, y);
    }

    // Arrows from each point to the next.
    private static Series[] Segments(Measurements found)
    {
        IReadOnlyList<double> x = found[W11], y = found[W12];
        int[] starts = [.. Enumerable.Range(0, Math.Min(x.Count - 1, 200))];
        return [new("updates", Mark.Arrow, [.. starts.Select(i => x[i])], [.. starts.Select(i => y[i])]) { Dx = [.. starts.Select(i => x[i + 1] - x[i])],
            Dy = [.. starts.Select(i => y[i + 1] - y[i])] }];
    }

    private Network With(Matrix w)
    {
        var network = Network.Dense("1-2-2", new Rng(0), Hidden, Networks.Loss.SquaredError, Activation.Identity, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(w);
        network[2].W.Value.CopyFrom(Second);
        return network;
    }
}
