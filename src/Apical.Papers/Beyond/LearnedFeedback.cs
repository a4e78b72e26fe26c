using Apical.Data;
using Apical.Probes;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// Feedback that learns, by Kolen–Pollack and by weight mirrors, beside feedback that is drawn once and backpropagation: one hidden layer on MNIST, against
/// the runs whose logs are published with the code of Akrout et al. 2019.
/// </summary>
internal sealed class LearnedFeedback : Experiment
{
    private const string Bp = "BP", Fa = "FA", Mirror = "weight mirror", KolenPollack = "Kolen–Pollack";
    private const double NearAccuracy = 0.3, NearLearned = 3, NearDrawn = 5;        // points, degrees, degrees: ours

    private static readonly Setting<int> s_epochs = new("epochs", 400, 20, "released code; quick: our choice");
    private static readonly Setting<int?> s_samples = new("training images", null, 3000, "quick: our choice");
    private static readonly Setting<int?> s_tests = new("test images", null, 1000, "quick: our choice");
    private static readonly Fixed<string> s_net = new("network", "784-500-10", "its logs");
    private static readonly Fixed<string> s_activation = new("activation of hidden units", "sigmoid", "released code");
    private static readonly Fixed<string> s_loss = new("loss", "binary-cross-entropy", "released code; outputs are sigmoids");
    private static readonly Fixed<string> s_weights = new(
        "W and B are drawn by", "glorot-normal:0.7071067811865476", "released code: variance 1/(fan-in + fan-out)");
    private static readonly Fixed<int> s_batch = new("batch", 128, "its logs");
    private static readonly Fixed<double> s_rate = new("rate of BP and FA", 0.2, "its logs");
    private static readonly Setting<double> s_mirrorRate = new("rate of the weight mirror's W", 0.05, 0.2, "its logs; quick: our choice");
    private static readonly Setting<double> s_feedbackRate = new("rate of the weight mirror's B", 0.001, 0.01, "our choice: near what its code comes to");
    private static readonly Fixed<int> s_noise = new("samples of the weight mirror's noise in a step", 128, "released code");
    private static readonly Fixed<double> s_kolenPollackRate = new("rate of Kolen–Pollack's W and B", 0.3, "its logs");
    private static readonly Fixed<double> s_decay = new("weight decay", 0, "released code, and so B − Wᵀ stays what it was at the start");

    private static readonly Track s_signal = Track.Of("angleToBackpropPerSample", 1), s_matrix = Track.Of("angleBW", 1);

    // accuracy (%), angle between signals, angle between B and W of the output layer (degrees); one run each
    private static readonly (string Name, double Accuracy, double Signal, double Matrix)[] s_published =
    [
        (Bp, 98.5, 0, double.NaN), (Fa, 97.8, 34.9, 40.0), (Mirror, 98.49, 3.2, 3.8), (KolenPollack, 98.45, 3.1, 3.6),
    ];

    public override string Id => "beyond/learned-feedback";

    public override string Title => "feedback that learns beside feedback that does not, against the logged runs of Akrout et al. 2019";

    public override Citation Paper => BeyondPapers.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.2, 30);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_epochs, s_samples, s_tests, s_net, s_activation, s_loss, s_weights, s_batch, s_rate, s_mirrorRate, s_feedbackRate, s_noise,
        s_kolenPollackRate, s_decay,
    ];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var data = new Lazy<DataSplits>(RecipeOf(setup, Bp).LoadData);
        return
        [
            .. s_published.Select(row => new Job(row.Name, 1, context => context.Train(
                RecipeOf(setup, row.Name), data.Value, [new SignalAngleProbe(), new FeedbackAngleProbe()]))),
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Accuracy(string name) => 100 * results.Last(name, TrainingJob.TestAccuracy).Mean;
        double Signal(string name) => results.Last(name, s_signal).Mean;
        double Matrix(string name) => results.Last(name, s_matrix).Mean;
        Claim[] sentences =
        [
            .. from name in new[] { Mirror, KolenPollack }
               from claim in new[]
               {
                   setup.OrderAtQuick(
                       Claim.AtLeast($"{name}: accuracy less FA's", "learned feedback learns better", Accuracy(name) - Accuracy(Fa), 0, " points")),
                   Claim.AtMost($"{name}: angle between its signal and BP's over FA's", "signals come near BP's", Signal(name) / Signal(Fa), 0.5),
                   Claim.AtMost($"{name}: angle between B and Wᵀ over FA's", "B comes near Wᵀ", Matrix(name) / Matrix(Fa), 0.5),
               }
               select claim,
        ];
        Claim[] numbers = setup.Scale == Scale.Quick ? [] :
        [
            .. from row in s_published
               select Near($"{row.Name}: test accuracy", Accuracy(row.Name), row.Accuracy, NearAccuracy, " %"),
            .. from row in s_published
               where row.Name != Bp
               let near = row.Name == Fa ? NearDrawn : NearLearned
               from claim in new[]
               {
                   Near($"{row.Name}: angle between its signal and BP's", Signal(row.Name), row.Signal, near, "°"),
                   Near($"{row.Name}: angle between B and Wᵀ of the output layer", Matrix(row.Name), row.Matrix, near, "°"),
               }
               select claim,
        ];
        return new([.. sentences, .. numbers],
        [
            TestErrors.Courses(results, s_published.Select(row => row.Name)),
            Course("Signals", "Angle between the hidden layer's signal and BP's, mean over 200 test images.", s_signal),
            Course("Weights", "Angle between B and Wᵀ of the output layer.", s_matrix),
        ])
        {
            Notes =
            [
                "Published numbers are one run each, after 400 epochs; their signals are compared on one training image, ours on 200 test images, and "
                    + "the mean of their angles shown.",
                "The released code divides the step of biases by the batch twice; ours once. Its weight mirror adds up correlations and lets B grow, "
                    + "ours decays to the mean of them (docs/rules/weight-mirror.md): it points the same way.",
                "Its angles of the input layer (89.8° FA, 12.8° mirror, 20.0° Kolen–Pollack) are those of a B that carries no signal; ours "
                    + "has none there.",
            ],
        };

        Picture Course(string title, string caption, Track track) => new(title, caption)
        {
            Charts =
            [
                new("", new("epoch"), new("angle (°)"),
                [
                    .. from row in s_published
                       where row.Name != Bp
                       let curve = results.Curve(row.Name, track)
                       select Series.Of(row.Name, Enumerable.Range(0, curve.Count).Select(epoch => (double)epoch), [.. curve]),
                ]),
            ],
            Columns = 1,
        };
    }

    private static Claim Near(string text, double found, double published, double by, string unit) => Claim.Between(
        text, FormattableString.Invariant($"{published}{unit}"), found, published - by, published + by, unit, published);

    /// <summary>What a row trains.</summary>
    internal static Recipe RecipeOf(Setup setup, string name)
    {
        string drawn = $"init={s_weights.Value}";
        var recipe = new Recipe
        {
            Data = new()
            {
                Set = setup.Choose(Need.Mnist),
                Folder = setup.DataDir,
                Normalise = "none",
                TrainSamples = s_samples.At(setup.Scale),
                TestSamples = s_tests.At(setup.Scale),
            },
            Net = s_net.Value,
            Activation = s_activation.Value,
            Loss = s_loss.Value,
            Initialiser = s_weights.Value,
            Rule = "bp",
            LearningRate = s_rate.Value,
            WeightDecay = s_decay.Value,
            Epochs = s_epochs.At(setup.Scale),
            Batch = s_batch.Value,
            Seed = setup.Seed,
        };
        return name switch
        {
            Fa => recipe with { Rule = $"fa:{drawn}" },
            Mirror => recipe with
            {
                Rule = $"weight-mirror:{drawn}:samples={s_noise.Value}",
                LearningRate = s_mirrorRate.At(setup.Scale),
                FeedbackLearningRate = s_feedbackRate.At(setup.Scale),
            },
            KolenPollack => recipe with { Rule = $"kolen-pollack:{drawn}", LearningRate = s_kolenPollackRate.Value },
            _ => recipe,
        };
    }
}
