using Apical.Data;
using Apical.Papers.Meulemans2019;
using Apical.Training;

namespace Apical.Papers.Beyond;

/// <summary>
/// The locally connected network of Bartunov et al. 2018 on CIFAR-10, beside whose fully connected one table 3.1 of meulemans2019 stands, and the same with
/// shared weights, for a fiftieth of their epochs.
/// </summary>
internal sealed class BartunovNets : Experiment
{
    /// <summary>How much higher than without shared weights an error with them may be, in points.</summary>
    internal const double Near = 2;

    private const string Local = "3x32x32-local64@5x5/2+same-local128@5x5/2+same-local256@3x3+same-1024-10",
        SmallLocal = "3x32x32-local8@5x5/2+same-local16@5x5/2+same-local32@3x3+same-128-10",
        Shared = "3x32x32-conv64@5x5/2+same-conv128@5x5/2+same-conv256@3x3+same-1024-10",
        SmallShared = "3x32x32-conv8@5x5/2+same-conv16@5x5/2+same-conv32@3x3+same-128-10";


    private static readonly Setting<int> s_epochs = new("epochs of the weights", 10, 4, "our choice; published are the lowest test errors within 500 epochs");
    private static readonly Setting<int?> s_samples = new("training images", null, 800, "Bartunov et al. 2018; quick: tested on 500");
    private static readonly Setting<int> s_batch = new("batch", 100, 16, "our choice");
    private static readonly Setting<string> s_local = new("network", Local, SmallLocal, "Bartunov et al. 2018; zero padding");
    private static readonly Setting<string> s_shared = new("network with shared weights", Shared, SmallShared, "Bartunov et al. 2018");
    private static readonly Told s_units = new("units", "tanh, softmax", "Bartunov et al. 2018");

    private static readonly Table31Row s_dtp =
        Bartunov2018.Row("DTP", "dtp:sigma=0.094869:step=0.208141", 39.47, 3.6e-5, 0.99, 1e-8).InTurn(3.89e-4, 0.999, 1e-8) with { Cost = 2 };
    private static readonly Table31Row s_sdtp =
        Bartunov2018.Row("SDTP", "dtp-original:init=glorot:sigma=0.023804:step=1", 45.66, 1.09e-4, 0.99, 1e-4).InTurn(1.1e-5, 0.99, 1e-8) with { Cost = 2 };
    private static readonly Table31Row s_ao = s_sdtp with
    {
        Name = "AO-SDTP",
        Rule = "ao-sdtp:aux=512:init=glorot:sigma=0.023804:step=1",
        Published = 40.21,
        Source = Bartunov2018.Auxiliary,
    };
    private static readonly Table31Row s_fa =
        Bartunov2018.Row("FA", "fa:init=glorot", 37.44, 2.2e-5, 0.999, 1e-8) with { Source = Bartunov2018.Fixed };
    private static readonly Table31Row s_dfa =
        Bartunov2018.Row("DFA", "dfa:init=glorot", 44.41, 4e-5, 0.999, 1e-8) with { Source = Bartunov2018.Fixed };
    private static readonly Table31Row s_bp = Bartunov2018.Row("BP", "bp", 32.41, 4.4e-5, 0.999, 1e-6);
    private static readonly Table31Row s_conv = Bartunov2018.Row("BP, shared weights", "bp", 31.87, 1.33e-4, 0.99, 1e-4) with { Cost = 0.6 };
    private static readonly Table31Row s_shallow = s_bp with { Name = "output layer only", Rule = "shallow", Published = double.NaN, Rate = 1e-4, Cost = 0.4 };
    private static readonly Table31Row[] s_table = [s_dtp, s_sdtp, s_ao, s_fa, s_dfa, s_bp, s_conv];
    private static readonly Table31Row[] s_rows = [.. s_table, s_shallow];

    public override string Id => "beyond/bartunov";

    public override string Title => "Locally connected and convolutional networks on CIFAR-10 beside Bartunov et al. 2018";

    public override Citation Paper => BeyondPapers.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Cifar10];

    public override Duration Takes => new(0.4, 1200);

    public override IReadOnlyList<ISetting> Settings =>
    [
        s_epochs, s_samples, s_local, s_shared, s_units, s_batch, Bartunov2018.Augment, Bartunov2018.Learning, Bartunov2018.Schedule, Bartunov2018.Faster,
        .. s_rows.SelectMany(row => row.Settings),
    ];

    /// <summary>The rows, control included.</summary>
    internal static IReadOnlyList<Table31Row> Rows => s_rows;

    public override IReadOnlyList<Job> Jobs(Setup setup)
    {
        var data = new Lazy<DataSplits>(() => RecipeOf(setup, s_bp).LoadData());
        return [.. from row in s_rows select new Job(row.Name, 1, context => context.Train(RecipeOf(setup, row), data.Value)) { Cost = row.Cost }];
    }

    /// <summary>What a row trains.</summary>
    internal static Recipe RecipeOf(Setup setup, Table31Row row) => Bartunov2018.RecipeOf(
        row, setup,
        Bartunov2018.Common(setup.Scale, s_epochs.At(setup.Scale), s_batch.At(setup.Scale), s_samples.At(setup.Scale)) with
        {
            Net = (row.Name == s_conv.Name ? s_shared : s_local).At(setup.Scale),
        });

    public override Outcome Conclude(Setup setup, Results results) => new(
        setup.Scale == Scale.Paper
            ?
            [
                .. s_table.Where(row => row != s_bp && row != s_conv).Select(row => Table31Errors.Below(results, s_bp, row)),
                Table31Errors.Below(results, s_dtp, s_sdtp),
                Table31Errors.Below(results, s_ao, s_sdtp),
                Table31Errors.Below(results, s_fa, s_dfa),
                Claim.AtMost("error of BP with shared weights less that without", FormattableString.Invariant($"{s_conv.Published} and {s_bp.Published} %"),
                    TestErrors.Last(results, s_conv.Name).Mean - TestErrors.Last(results, s_bp.Name).Mean, Near, " points"),
                .. s_table.Where(row => row != s_conv).Select(row => Table31Errors.Learns(results, row, s_shallow)),
            ]
            : [.. s_table.Select(row => Table31Errors.Begins(results, row))],
        Table31Errors.Pictures(results, s_rows))
    {
        Notes =
        [
            .. Bartunov2018.Notes,
            "After so few epochs errors are above the published ones, and are shown beside them; judged is what differs by five points and more there.",
        ],
    };
}
