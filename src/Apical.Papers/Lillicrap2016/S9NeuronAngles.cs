using Apical.Learning;
using Apical.Networks;
using Apical.Optimizers;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 9: neuron by neuron, what goes forward aligns with what comes back.</summary>
internal sealed class S9NeuronAngles : Experiment
{
    public static readonly Fixed<string> Net = new("network", "20-1000-20", "figure S9");
    public static readonly Told Units = new("hidden units, output", "tanh, linear", "note 3");
    public static readonly Told Target =
        new("target", "quadratic: y*_k = (p_k · x)(q_k · x), P and Q uniform, y* of variance near 1", "quadratic: figure S14; the form: our choice");
    public static readonly Told Initial = new("weights, biases and feedback at the start: uniform in", "±1/√fan-in", "our choice");
    public static readonly Fixed<double> FeedbackScale = new("factor on the feedback", 5, "our choice");
    public static readonly Fixed<double> LearningRate = new("learning rate", 0.003, "our choice");
    public static readonly Fixed<int> Batch = new("minibatch, x ~ N(0, I), new in every step", 100, "note 2; new ones: our choice");
    public static readonly Setting<int> Steps = new("updates", 100_000, 20_000, "our choice");
    public static readonly Setting<int> Runs = new("runs", 3, 2, "our choice");

    private const int Points = 100;
    internal static readonly Track Before = new("angles before"), After = new("angles after");

    public override string Id => "lillicrap2016/s9";

    public override string Title => "Neuron by neuron, forward weights align with the feedback";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override Duration Takes => new(0.15, 1);

    public override IReadOnlyList<ISetting> Settings => [Net, Units, Target, Initial, FeedbackScale, LearningRate, Batch, Steps, Runs];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. Enumerable.Range(1, Runs.At(setup.Scale)).Select(run => new Job("fa", run, context => Train(context, Steps.At(setup.Scale))))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        Spread before = Spread.Of(results.All("fa", Before)), after = Spread.Of(results.All("fa", After)), nse = results.Last("fa", FunctionLearning.Nse);
        double error = 3 * RandomSd(Network.ParseWidths(Net.Value)[^1]) / Math.Sqrt(before.N);
        double below = results.All("fa", After).Count(angle => angle < 90) / (double)after.N;
        int every = Steps.At(setup.Scale) / Points;
        return new(
        [
            Claim.AtMost("normalised squared error after learning", "the error drops", nse.Mean, 0.5, sd: nse.Sd),
            Claim.Between("mean angle of a neuron's forward and feedback weights before learning", "symmetric around 90°", before.Mean, 90 - error, 90 + error,
                "°", 90, before.Sd),
            Claim.AtMost("mean angle after learning", "shifted towards 0°", after.Mean, 90 - (3 * error), "°", sd: after.Sd),
            Claim.AtLeast("share of neurons whose weights are aligned (below 90°) after learning", "shifted towards 0°", below, 0.75),
        ],
        [
            new Picture("Alignment of every neuron",
                $"a: normalised squared error of a {Net.Value} network that learns a quadratic function by feedback alignment, mean and standard deviation of "
                    + $"{Runs.At(setup.Scale)} runs. b: angle between the weights from a hidden neuron to the output, a column of W, and those that bring the "
                    + "errors to it, a row of B; all neurons of all runs.")
            {
                Charts =
                [
                    new Chart("", new Axis("updates"), new Axis("NSE") { Logarithmic = true },
                        [Series.Of("fa", Enumerable.Range(0, Points + 1).Select(i => (double)i * every), results.Curve("fa", FunctionLearning.Nse))]),
                    new Chart("", new Axis("angle, °") { Min = 0, Max = 180 }, new Axis("neurons"),
                        [Series.Histogram("before", results.All("fa", Before), 0, 180, 60), Series.Histogram("after", results.All("fa", After), 0, 180, 60)]),
                ],
            },
        ])
        {
            Notes =
            [
                $"Band before learning: three standard errors around 90°, where random directions in {Network.ParseWidths(Net.Value)[^1]} dimensions spread by "
                    + $"{Claim.Show(RandomSd(Network.ParseWidths(Net.Value)[^1]))}°.",
                "The learning rate matters: with 0.01 the error falls faster, to 0.02, and after some 30 000 updates feedback alignment diverges.",
                "The supplement calls the target nonlinear here and quadratic in figure S14; "
                    + "its formula is not given, nor are learning rate, initial weights or duration.",
            ],
        };
    }

    /// <summary>The learner of figures S9 and S14.</summary>
    internal static Network MakeNetwork(string widths, Rng rng) => Network.Dense(widths, rng.Fork("network"), Activation.Tanh, Loss.SquaredError);

    /// <summary>Standard deviation, in degrees, of the angle between random directions: its density is ∝ sinⁿ⁻² of the angle.</summary>
    internal static double RandomSd(int dimensions)
    {
        double[] angles = [.. Enumerable.Range(0, 20_000).Select(i => Math.PI * (i + 0.5) / 20_000)];
        double[] density = [.. angles.Select(angle => Math.Pow(Math.Sin(angle), dimensions - 2))];
        return double.RadiansToDegrees(Math.Sqrt(angles.Zip(density, (a, d) => d * (a - (Math.PI / 2)) * (a - (Math.PI / 2))).Sum() / density.Sum()));
    }

    /// <summary>The angle between column j of W and row j of B, for every hidden neuron j.</summary>
    /// <param name="w">W <c>[n_o, n_h]</c></param>
    /// <param name="b">B <c>[n_h, n_o]</c></param>
    /// <returns>Degrees, one for each hidden neuron.</returns>
    internal static double[] Angles(Matrix w, Matrix b)
    {
        Matrix bt = b.T.ToMatrix();
        double[] wb = w.ColumnProducts(bt).ToArray(), ww = w.ColumnSumsOfSquares().ToArray(), bb = bt.ColumnSumsOfSquares().ToArray();
        return [.. wb.Select((product, j) => double.RadiansToDegrees(Math.Acos(Math.Clamp(product / Math.Sqrt(ww[j] * bb[j]), -1, 1))))];
    }

    private static Measurements Train(JobContext context, int steps)
    {
        int[] widths = Network.ParseWidths(Net.Value);
        FunctionLearning task = FunctionLearning.Online(TargetFunction.Quadratic(widths[0], widths[^1], context.Rng), widths[0], Batch.Value, context.Rng);
        Network network = MakeNetwork(Net.Value, context.Rng);
        var rule = new FeedbackAlignment(network, context.Rng.Fork("rule"), new() { Feedback = new() { Scale = FeedbackScale.Value } });
        Measurements found = new Measurements().Add(Before, Angles(network[2].W.Value, rule.Feedback[0].Value));
        task.Learn(context, new NetworkLearner(rule, new Sgd(LearningRate.Value)), found, steps, steps / Points);
        return found.Add(After, Angles(network[2].W.Value, rule.Feedback[0].Value));
    }
}
