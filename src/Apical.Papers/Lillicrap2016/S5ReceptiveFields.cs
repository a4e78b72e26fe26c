using Apical.Analysis;
using Apical.Data;
using Apical.Learning;
using Apical.Training;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Supplementary figure 5: receptive fields before learning and after it, by three rules.</summary>
internal sealed class S5ReceptiveFields : Experiment
{
    public static readonly Fixed<string> Net = new("network", "784-1000-10", "note 5");
    public static readonly Fixed<int> Fields = new("hidden units shown", 100, "figure S5");
    public static readonly Fixed<double> Sparsity = new("sparse: fraction of W and B held at zero", 0.5, "our choice; the figure does not say");
    public static readonly Fixed<string> Units = new("hidden units, output", "tanh", "note 5");
    public static readonly Fixed<string> Targets = new("targets, squared error", "-0.9,0.9", "note 5");
    public static readonly Told Inputs = new("inputs", "mean 0, standard deviation 1 over all pixels", "note 5");
    public static readonly Fixed<string> Initial =
        new("weights and biases at the start: as the initialiser says", "uniform:0.01", "our choice: small, as note 13 advises");
    public static readonly Fixed<double> LearningRate =
        new("learning rate, on the mean of the minibatch", 0.03, "our choice; note 5's 0.01 is for another scale of the error");
    public static readonly Fixed<double> WeightDecay = new("weight decay", 1e-6, "note 5");
    public static readonly Fixed<int> Batch = new("minibatch", 100, "note 2");
    public static readonly Setting<int> Updates = new("updates, rounded up to whole epochs", 12_000, 1600, "our choice");

    internal static readonly Track Field = new("fields"), Structure = new("Moran's I");
    private const int Side = 28;
    private static (string Group, string Title, string Rule)[] Conditions =>
    [
        ("initial", "Initial", "bp"), ("bp", "Backprop", "bp"), ("fa", "Feedback alignment", "fa"),
        ("sparse fa", "Sparse feedback alignment", FormattableString.Invariant($"fa:sparsity={Sparsity.Value}")),
    ];

    public override string Id => "lillicrap2016/s5";

    public override string Title => "Receptive fields before and after learning, by three rules";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.3, 1);

    public override IReadOnlyList<ISetting> Settings => [Net, Fields, Sparsity, Units, Targets, Inputs, Initial, LearningRate, WeightDecay, Batch, Updates];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. Conditions.Select(c => new Job(c.Group, 1,
            context => Train(context, setup, c.Rule, c.Group == "initial" ? 0 : Updates.At(setup.Scale))) { Cost = c.Group == "initial" ? 0.05 : 1 })];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double initial = Spread.Of(results.All("initial", Structure)).Mean;
        double sd = 1 / Math.Sqrt(2 * Side * (Side - 1));                     // of Moran's I of pixels in random order, one field
        return new(
        [
            Claim.Between($"spatial autocorrelation (Moran's I) of the initial fields, mean of {Fields.Value}", "no structure: noise", initial,
                -3 * sd / Math.Sqrt(Fields.Value), 3 * sd / Math.Sqrt(Fields.Value), published: -1.0 / ((Side * Side) - 1)),
            .. Conditions.Skip(1).Select(c =>
            {
                Spread after = Spread.Of(results.All(c.Group, Structure));
                return Claim.AtLeast($"spatial autocorrelation after learning by {c.Group}, mean of {Fields.Value}", "structured fields", after.Mean,
                    initial + (3 * sd), sd: after.Sd);
            }),
        ],
        [
            new Picture("Receptive fields",
                $"Weights from the image to {Fields.Value} hidden units, those of the same units in each panel. White: positive, black: negative, "
                    + "each field stretched to its own range.")
            {
                Images =
                [
                    .. Conditions.Where(c => results.Of(c.Group).Count > 0).Select(c => new ImageGrid(c.Title, Side, Side,
                        [.. results.Of(c.Group)[0][Field].Chunk(Side * Side)])),
                ],
            },
        ])
        {
            Notes =
            [
                "Band after learning: three standard deviations of what a single field of independent weights has, "
                    + "1/√pairs of neighbours, above the initial mean.",
                "Sparse feedback alignment holds half of the entries of every weight matrix at zero here, those from the image too, "
                    + "so that its fields are dotted and their autocorrelation is lower than it would be in the pixels that are left.",
                "Small initial weights show structure early: with the usual ±1/√fan-in, one epoch of MNIST left an autocorrelation of 0.01 under every rule, "
                    + "below the band, because the changes were small beside the initial weights.",
                $"Error on the test set: {string.Join(", ", Conditions.Skip(1).Where(c => results.Of(c.Group).Count > 0).Select(Error))}.",
            ],
        };

        string Error((string Group, string Title, string Rule) c) =>
            FormattableString.Invariant($"{c.Group} {100 * (1 - results.Last(c.Group, TrainingJob.TestAccuracy).Mean):0.0} %");
    }

    private static Measurements Train(JobContext context, Setup setup, string rule, int updates)
    {
        (double low, double high) = TargetValues.Parse(Targets.Value);
        DataSplits data = setup.Load(Need.Mnist).Normalised(NormalisationMethod.Whole, out _).Map(set => set.WithTargets(low, high));
        int epochs = (int)Math.Ceiling((double)updates * Batch.Value / data.Train.Count);
        var recipe = new Recipe
        {
            Net = Net.Value,
            Rule = rule,
            Activation = Units.Value,
            Output = Units.Value,
            Loss = "squared-error",
            Initialiser = Initial.Value,
            LearningRate = LearningRate.Value,
            WeightDecay = WeightDecay.Value,
            Batch = Batch.Value,
            Epochs = epochs,
            Seed = setup.Seed,
        };
        Matrix? w = null;
        Measurements found = context.Train(recipe, data, then: (learner, _) => w = ITaught.Of(learner).Network[1].W.Value);
        int[] shown = context.Rng.Fork("shown").Permutation(w!.Rows)[..Fields.Value];
        foreach (int unit in shown.Order())
        {
            double[] field = [.. Enumerable.Range(0, w.Columns).Select(pixel => Math.Round(w[unit, pixel], 5))];
            found.Add(Field, field).Add(Structure, SpatialAutocorrelation.MoransI(field, Side, Side));
        }

        return found;
    }
}
