using System.Globalization;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.3: direct feedback alignment with feedback drawn in four ways.</summary>
internal sealed class Fig33Feedback : Experiment
{
    public static readonly Fixed<double> StandardUniformRate = new("learning rate, U(0, 1)", 0.003, Rates.Released);
    public static readonly Fixed<double> GaussianRate = new("learning rate, N(a, a)", 0.013, Rates.Released);
    public static readonly Fixed<double> StandardGaussianRate = new("learning rate, N(0, 1)", 0.001, Rates.Released);

    public static readonly Setting<int> Epochs = new("epochs", 20, 14, "chapter 3");

    private static double StandardDeviation => 1 / Math.Sqrt(ParityTask.Hidden.Value);
    private static string Gaussian => string.Create(CultureInfo.InvariantCulture, $"dfa:init=normal:{StandardDeviation},{StandardDeviation}");
    private static Method[] Methods =>
    [
        new("standard uniform", "dfa:init=standard-uniform", "sgd", StandardUniformRate) { Published = 0.630 },
        new("uniform", "dfa", "sgd", Rates.DfaSgd) { Published = 0.685 },
        new("standard gaussian", "dfa:init=standard-normal", "sgd", StandardGaussianRate) { Published = 0.691 },
        new("gaussian", Gaussian, "sgd", GaussianRate) { Published = 0.692 },
    ];

    public override string Id => "demirbilek2021/fig3.3";

    public override string Title => "DFA on the parity of three digits with random feedback of four kinds";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.5, 8);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, Epochs, .. Methods.Select(method => method.Rate)];

    public override IReadOnlyList<Job> Jobs(Setup setup) => [.. ParityTask.Jobs(setup, Methods, 3, Epochs.At(setup.Scale))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Accuracy(Method method) => ParityTask.Accuracy(setup, results, method.Group).Mean;
        string[] groups = [.. Methods.Select(method => method.Group)];
        return new(
        [
            setup.OrderAtQuick(Claim.AtLeast("DFA learns with any of the four (the worst)", "can learn with any random matrices", Methods.Min(Accuracy),
                setup.Scale == Scale.Paper ? 0.6 : 0.54)),
            ParityTask.Above("U(0, 1) is the worst: the worst of the others against it", "the rest achieved similar performances", Methods[1..].Min(Accuracy),
                Accuracy(Methods[0])),
            .. Methods.SelectMany(method => ParityTask.AsPublished(setup, results, method.Group, method.Group, method.Published!.Value)),
        ],
        [
            new Picture("Random feedback",
                "Final test accuracy of DFA for the parity of three digits. Standard uniform: U(0, 1); uniform: U(−a, a); standard gaussian: N(0, 1); "
                    + "gaussian: N(a, a), a = 1/√512.")
            {
                Charts = [ParityTask.Bars("", setup, results, groups, ("DFA", groups)), ParityTask.Courses("", results, groups.Select(g => (g, g)))],
            },
        ]);
    }
}
