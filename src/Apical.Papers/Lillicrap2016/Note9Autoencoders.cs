using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 9: feedback alignment is worse than backprop at autoencoders with a bottleneck, and not at those without.</summary>
internal sealed class Note9Autoencoders : Experiment
{
    private const string Narrow = "784-1000-500-10-500-1000-784";
    private const string WideNet = "784-1000-1000-1000-1000-1000-784";

    private const double Pixel = 0.9, Drop = 0.8;
    private const int BatchSize = 20;
    private const string FeedbackScale = "0.3", Fa = $"fa:scale={FeedbackScale}";

    private static readonly (string Group, string Net, string Rule, double Published)[] s_rows =
    [
        ("narrow, BP", Narrow, "bp", 8.6), ("narrow, FA", Narrow, Fa, 30.2), ("wide, BP", WideNet, "bp", 1.5), ("wide, FA", WideNet, Fa, 0.72),
    ];

    private static readonly Fixed<int> s_runs = new("runs", 1, "not said in the note");
    private static readonly Setting<int?> s_samples = new("training images", null, 4000, "note 9");
    private static readonly Setting<int> s_epochs = new("epochs", 20, 10, "our choice");
    private static readonly Told s_nets = new("networks", $"{Narrow} and {WideNet}, tanh, outputs too; squared error", "note 9");
    private static readonly Told s_pixels = new("pixels", FormattableString.Invariant($"{-Pixel} to {Pixel}"), "note 9");
    private static readonly Fixed<double> s_rateOfBp = new("learning rate of BP", 0.0006,
        FormattableString.Invariant($"our choice, the best of a few on 4000 images; a tenth after {100 * Drop} % of the epochs"));
    private static readonly Fixed<double> s_rateOfFa = new("learning rate of FA", 0.003, "our choice, as BP's");
    private static readonly Told s_learning = new("optimizer, batch", $"momentum 0.9, {BatchSize} images", "our choice");
    private static readonly Told s_start =
        new("W; scale of B", $"glorot; {FeedbackScale}, small enough for signals summed over 784 outputs", "our choice, tuned by hand");

    public override string Id => "lillicrap2016/note9";

    public override string Title => "Autoencoders, narrow and wide";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.6, 15);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_samples, s_epochs, s_nets, s_pixels, s_rateOfBp, s_rateOfFa, s_learning, s_start];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var data = new Lazy<DataSplits>(() => Recipe(setup, Narrow, "bp").LoadData().Map(set => set.InMemory().WithInputsAsTargets()));
        return
        [
            .. from run in Enumerable.Range(1, s_runs.Value)
               from row in s_rows
               select new Job(row.Group, run, context => context.Train(Recipe(setup, row.Net, row.Rule), data.Value)) { Cost = row.Net == Narrow ? 1 : 2 },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        // Our loss is half the squared error of an image, summed over its pixels; the note's numbers fit the sum.
        Spread[] Curve(string group) => [.. results.Curve(group, TrainingJob.TestLoss).Select(at => at with { Mean = 2 * at.Mean, Sd = 2 * at.Sd })];
        double Last(int row) => 2 * results.Last(s_rows[row].Group, TrainingJob.TestLoss).Mean;
        double[] epochs = [.. Enumerable.Range(0, s_epochs.At(setup.Scale) + 1).Select(epoch => (double)epoch)];
        return new(
        [
            Claim.AtLeast("narrow: error of FA over that of BP", "30.2 to 8.6: FA is clearly worse", Last(1) / Last(0), 1.2, " times", 30.2 / 8.6),
            setup.OrderAtQuick(
                Claim.AtMost("wide: error of FA over that of BP", "0.72 to 1.5: FA has no difficulty", Last(3) / Last(2), 1, " times", 0.72 / 1.5)),
            setup.OrderAtQuick(Claim.AtMost("FA loses less against BP without the bottleneck: ratio wide over ratio narrow", "0.48 to 3.5",
                Last(3) / Last(2) / (Last(1) / Last(0)), 1)),
        ],
        [
            new Picture("Reconstruction error", "Squared error of a test image after each epoch, dashed lines the published errors.")
            {
                Charts =
                [
                    .. new[] { "narrow", "wide" }.Select(kind => new Chart(
                        kind, new("epoch"), new("squared error") { Logarithmic = true },
                        [
                            .. s_rows.Where(row => row.Group.StartsWith(kind, StringComparison.Ordinal)).SelectMany(row => new[]
                            {
                                Series.Of(row.Rule[..2], epochs, Curve(row.Group)),
                                new Series($"{row.Rule[..2]}, published", Mark.Line, [0, epochs[^1]], [row.Published, row.Published]) { Dashed = true },
                            }),
                        ])),
                ],
            },
        ])
        {
            Notes =
            [
                "The note calls its numbers \"MSE\" and does not say over what. Summed over the 784 pixels of an image they are of the size found here; "
                    + "averaged, even a blank image would be below 1.",
                FormattableString.Invariant(
                    $"Found: {string.Join(", ", s_rows.Select((row, r) => $"{row.Group} {Claim.Show(Last(r))} (published {row.Published})"))}."),
            ],
        };
    }

    private static Recipe Recipe(Setup setup, string net, string rule)
    {
        int epochs = s_epochs.At(setup.Scale);
        return new()
        {
            Data = new()
            {
                Set = setup.Choose(Need.Mnist),
                Folder = setup.DataDir,
                TrainSamples = s_samples.At(setup.Scale),
                TestSamples = setup.Scale == Scale.Quick ? 1000 : null,
                Normalise = FormattableString.Invariant($"range:{-Pixel},{Pixel}"),
            },
            Net = net,
            Rule = rule,
            Loss = "squared-error",
            Output = "tanh",
            Initialiser = "glorot",
            Optimizer = "momentum",
            LearningRate = (rule == "bp" ? s_rateOfBp : s_rateOfFa).Value,
            Schedule = $"step:{(int)Math.Ceiling(Drop * epochs)}",
            Epochs = epochs,
            Batch = BatchSize,
            Seed = setup.Seed,
        };
    }
}
