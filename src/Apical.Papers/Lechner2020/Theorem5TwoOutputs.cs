using System.Globalization;
using Apical.Data;
using Apical.Networks;
using Apical.Numerics.Matrices;
using Apical.Numerics.Random;
using Apical.Probes;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Lechner2020;

/// <summary>Theorem 5: with two outputs, mDFA may go against the gradient.</summary>
/// <remarks>
/// A.3: W_2 = [0 1; 1 0], B_2 = I, ∂L/∂h_L = (1, −1), ∂h_1/∂θ = I. Here a network of that form: tanh units at 0, where their slope is 1, without input, so that
/// θ are the biases of the hidden layer; output 0 and targets (−1, 1), so that the error is (1, −1).
/// </remarks>
internal sealed class Theorem5TwoOutputs : Experiment
{
    internal static readonly Track
        Product = new("product"), Angles = new("angle"), GradientPrinted = new("gradient-printed"), UpdatePrinted = new("update-printed"),
        PrintedProduct = new("printed-product"), Moving = new("moving"), Opposite = new("opposite");

    private const string Example = "A.3";

    private static readonly Setting<int> s_draws = new("networks of each number of outputs", 20_000, 1000, "our choice");
    private static readonly Fixed<int[]> s_outputs = new("outputs n_L", [1, 2, 3, 5, 10], "our choice");
    private static readonly Fixed<int> s_layers = new("layers L of random networks", 3, "our choice");

    public override string Id => "lechner2020/theorem5";

    public override string Title => "With two outputs, monotone direct feedback alignment may go against the gradient";

    public override Citation Paper => Lechner2020Paper.Citation;

    public override Duration Takes => new(0.05, 1);

    public override IReadOnlyList<ISetting> Settings => [s_draws, s_outputs, s_layers];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        new(Example, 1, _ => Counterexample()),
        .. s_outputs.Value.Select(outputs =>
            new Job(Group(outputs), 1, context => Frequency(context.Rng, outputs, s_draws.At(setup.Scale), context.Report))),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        int[] outputs = s_outputs.Value;
        Measurements? example = results.Of(Example).FirstOrDefault();
        double printed = example is null ? double.NaN : example[PrintedProduct].Min();
        return new(
            [
                Claim.AtMost("counterexample A.3, with (1, −1) as the error of one sample: least (δθ)(∇θ)", "below 0",
                    example?[Product].Min() ?? double.NaN, -1e-12),
                Claim.Between("its angle between δθ and ∇θ", "orthogonal", example?.Last(Angles) ?? double.NaN, 89.9, 90.1, "°"),
                Matrices("∇θ of (50) multiplied out", "(−1 0; 0 1), (51)", GradientPrinted, [-1, 0, 0, 1]),
                Matrices("δθ of (53) multiplied out", "(1 0; 0 −1), (54)", UpdatePrinted, [1, 0, 0, -1]),
                Claim.AtLeast("random networks with two outputs: share of coordinates against the gradient", "there exists the possibility",
                    100 * Share(2), 1e-3, " %"),
                Claim.Between("the same with one output", "none, theorem 2", 100 * Share(1), 0, 0, " %"),
            ],
            [
                new("Coordinates against the gradient",
                    "Share of the coordinates of hidden layers of random mono-nets, among those where both move; half is chance.")
                {
                    Charts =
                    [
                        new("", new("outputs"), new("share against the gradient (%)"),
                            [new("mDFA", Mark.LineAndPoints, [.. outputs.Select(n => (double)n)], [.. outputs.Select(n => 100 * Share(n))])]),
                    ],
                },
            ])
        {
            Notes =
            [
                "The counterexample works, but not as printed. With (47), ∂h_1/∂θ = I, and the error (1, −1) on the diagonal, gradient and update are exactly "
                    + "opposite (180°), not orthogonal as A.3 ends. Lines (50) and (53) have another matrix in the place of ∂h_1/∂θ, "
                    + "and neither multiplies out to the line below it; the products as printed are orthogonal, but then no coordinate has a negative product "
                    + $"(least {Claim.Show(printed)}), which would not prove the theorem.",
            ],
        };

        double Share(int n) => results.All(Group(n), Opposite).Sum() / results.All(Group(n), Moving).Sum();
        Claim Matrices(string text, string paper, Track track, double[] expected)
        {
            double[] found = [.. example?[track] ?? []];
            return new(text, paper, found.Length == 4 ? string.Create(CultureInfo.InvariantCulture, $"({found[0]} {found[1]}; {found[2]} {found[3]})")
                : "nothing", "the same", found.SequenceEqual(expected));
        }
    }

    /// <summary>A.3 as a network, and its matrices as printed.</summary>
    internal static Measurements Counterexample()
    {
        var hidden = new Layer(new Dense(1, 2), Activation.Tanh, new Rng(0), "layer1", Initialiser.Zeros, precision: Precision.Double);
        var output = new Layer(new Dense(2, 2), Activation.Identity, new Rng(0), "layer2", Initialiser.Zeros, precision: Precision.Double);
        Matrix swap = Matrix.Of([[0, 1], [1, 0]], Precision.Double), unit = Matrix.Of([[1, 0], [0, 1]], Precision.Double),
            error = Matrix.Of([[1, 0], [0, -1]], Precision.Double);
        output.W.Value.CopyFrom(swap);
        var network = new Network([hidden, output], Loss.SquaredError);
        var mdfa = new MonotoneDirectFeedbackAlignment(network, new Rng(0));
        mdfa.Feedback[0].Value.CopyFrom(unit);

        var batch = new Batch(new Matrix(1, 1, Precision.Double), Matrix.Of([[-1], [1]], Precision.Double));
        Pass pass = network.Forward(batch.X);
        Matrix update = mdfa.Teach(pass, batch)[1], gradient = new Backpropagation(network).Teach(pass, batch)[1];

        // (50): error · W_2ᵀ · swap, (53): error · B_2 · swap
        Matrix printedGradient = error.Dot(swap.T).Dot(swap), printedUpdate = error.Dot(unit).Dot(swap);
        return new Measurements()
            .Add(Product, update.Times(gradient).ToArray()).Add(Angles, Angle.Degrees(update, gradient))
            .Add(GradientPrinted, printedGradient.ToArray()).Add(UpdatePrinted, printedUpdate.ToArray())
            .Add(PrintedProduct, printedUpdate.Times(printedGradient).ToArray());
    }

    /// <summary>Counts coordinates over many networks.</summary>
    /// <param name="rng">Draw i is fork <c>draw</c>, number i.</param>
    /// <param name="outputs">n_L</param>
    /// <param name="draws">How many networks.</param>
    /// <param name="report">Told how far it is.</param>
    internal static Measurements Frequency(Rng rng, int outputs, int draws, Action<double>? report = null)
    {
        double moving = 0, opposite = 0;
        for (int i = 0; i < draws; i++)
        {
            Rng draw = rng.Fork("draw", i);
            (_, double both, double against) = MonoNetDraw.Signs(MonoNetDraw.Network(draw, s_layers.Value, outputs), draw);
            (moving, opposite) = (moving + both, opposite + against);
            report?.Invoke((double)i / draws);
        }

        return new Measurements().Add(Moving, moving).Add(Opposite, opposite);
    }

    private static string Group(int outputs) => string.Create(CultureInfo.InvariantCulture, $"{outputs} outputs");
}
