using Apical.Data;
using Apical.Training;

namespace Apical.Papers.Lillicrap2016;

/// <summary>Note 5: test errors on MNIST of feedback alignment and backprop, plain and with what usually helps.</summary>
internal sealed class Note5Mnist : Experiment
{
    private const string Wide = "784-1500-1500-1500-10";

    private static readonly Need s_backImage = new("mnist-back-image", "back-image-stand-in");

    private static readonly MnistRow s_one = new("FA, one hidden layer", "784-1000-10", "fa:scale=8", 0.02, 2.1) { Initialiser = "glorot", AtMost = 2.1 };
    private static readonly MnistRow s_bp = new("BP, three hidden layers", Wide, "bp", 0.1, 1.62) { Cost = 12 };
    private static readonly MnistRow s_fa =
        new("FA, three hidden layers", Wide, "fa:scale=5", 0.01, 1.32) { Initialiser = "glorot", Epochs = MnistRow.EpochsOf(40), Cost = 12, AtMost = 1.5 };
    private static readonly MnistRow s_dropout =
        s_one with { Name = "FA, one hidden layer, dropout", Dropout = 0.2, Published = 1.2, AtMost = null, Epochs = MnistRow.EpochsOf(50), Cost = 2 };
    private static readonly MnistRow s_leaky =
        s_dropout with { Name = "FA, one hidden layer, dropout, leaky", Rule = "fa:scale=4", Rate = 0.03, Activation = "leaky-relu:0.05", Published = 1.1 };
    private static readonly MnistRow s_local =
        new("FA, local fields", "784-6@6x6-1500-1500-10", "fa:scale=1.7", 0.03, 0.8) { Activation = "leaky-relu:0.05", Cost = 16 };
    private static readonly MnistRow s_elastic =
        s_local with { Name = "FA, local fields, elastic distortion", Augment = "elastic", Published = 0.5, Cost = 20 };
    private static readonly MnistRow s_deepFa = new("FA, ten hidden layers", Deep, "fa:scale=1.7", 0.03, 1.45) { Initialiser = "glorot", Cost = 18 };
    private static readonly MnistRow s_deepBp = new("BP, ten hidden layers", Deep, "bp", 0.01, 1.65) { Initialiser = "glorot", Cost = 18 };
    private static readonly MnistRow s_backBp = s_bp with { Name = "BP, digits on images", Data = s_backImage, Published = 21.5 };
    private static readonly MnistRow s_backFa = s_fa with { Name = "FA, digits on images", Data = s_backImage, Published = 20.66, AtMost = null };
    private static readonly MnistRow[] s_rows = [s_one, s_bp, s_fa, s_dropout, s_leaky, s_local, s_elastic, s_deepFa, s_deepBp, s_backBp, s_backFa];

    private static readonly Setting<int?> s_samples = MnistRow.SamplesOf("training images", "note 5");

    private static string Deep => $"784-{string.Join('-', Enumerable.Repeat("1000", 10))}-10";

    public override string Id => "lillicrap2016/note5";

    public override string Title => "Test errors on MNIST: depth, dropout, local fields, distortion";

    public override Citation Paper => Lillicrap2016Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist, s_backImage];

    public override Duration Takes => new(1.5, 150);

    public override IReadOnlyList<ISetting> Settings =>
        [MnistRow.Runs, s_samples, MnistRow.Common, MnistRow.Schedule, .. s_rows.SelectMany(row => row.Settings)];

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        ILookup<DataRecipe, Lazy<DataSplits>> data = s_rows.Select(row => row.Recipe(setup, s_samples)).DistinctBy(recipe => recipe.Data)
            .ToLookup(recipe => recipe.Data, recipe => new Lazy<DataSplits>(recipe.LoadData));
        return
        [
            .. from run in Enumerable.Range(1, MnistRow.Runs.At(setup.Scale))
               from row in s_rows
               let recipe = row.Recipe(setup, s_samples)
               select new Job(row.Name, run, context => context.Train(recipe, data[recipe.Data].Single().Value)) { Cost = row.Cost * recipe.Epochs },
        ];
    }

    public override Outcome Conclude(Setup setup, Results results)
    {
        Spread Error(MnistRow row) => TestErrors.Last(results, row.Name);
        Claim Helps(string what, MnistRow with, MnistRow without, string paper) =>
            Claim.AtLeast($"{what}: error without less error with", paper, Error(without).Mean - Error(with).Mean, 0, " points",
                without.Published - with.Published);
        Claim[] published =
            [.. s_rows.Select(row =>
                Claim.AtMost($"{row.Name} ({row.Net}): test error", $"{row.Published} %", Error(row).Mean, row.Bound, " %", row.Published, Error(row).Sd))];
        Claim[] orders =
        [
            Claim.AtMost("three hidden layers: error of FA less that of BP", "1.32 and 1.62 %: FA does about as well", Error(s_fa).Mean - Error(s_bp).Mean,
                setup.Scale == Scale.Paper ? 0.2 : 1.5, " points", 1.32 - 1.62),
            Helps("dropout helps FA", s_dropout, s_one, "2.1 to 1.2 %"),
            Helps("local fields help FA", s_local, s_fa, "1.32 to 0.8 %"),
            Claim.AtMost("ten hidden layers learn by FA: test error, where chance is 90", "1.45 %: useful signals reach the deepest layers",
                Error(s_deepFa).Mean, 45, " %", 1.45),
        ];
        return new(
            setup.Scale == Scale.Paper ? [.. published, .. orders] : [.. orders.Select(setup.OrderAtQuick)],
            [
                new Picture("Test error", "Last epoch, mean and standard deviation over runs, beside the published number.")
                {
                    Charts =
                    [
                        new(
                            "", new("") { Categories = [.. s_rows.Select(row => row.Name)] }, new("test error (%)"),
                            [Series.Of("ours", Places, [.. s_rows.Select(Error)], Mark.Bar),
                                new("published", Mark.Bar, [.. Places], [.. s_rows.Select(row => row.Published)])]),
                    ],
                    Columns = 1,
                },
                TestErrors.Courses(results, s_rows.Select(row => row.Name)),
            ])
        {
            Notes =
            [
                "The note does not say how wide the feedback is drawn (\"by trial and error\"), how long was trained, or which of the earlier changes the "
                    + "network with local fields keeps; the parameters say what we chose.",
                .. setup.Scale == Scale.Quick
                    ? ["At the quick scale, with a tenth of the images, only orders are judged; the published errors are for all of MNIST."]
                    : Array.Empty<string>(),
            ],
        };
    }

    private static IEnumerable<double> Places => Enumerable.Range(0, s_rows.Length).Select(i => (double)i);
}
