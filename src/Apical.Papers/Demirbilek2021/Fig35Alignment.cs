using System.Globalization;

namespace Apical.Papers.Demirbilek2021;

/// <summary>Figure 3.5: how feedback and gradients of direct feedback alignment align with SGD and with RMSProp.</summary>
internal sealed class Fig35Alignment : Experiment
{
    public static readonly Setting<int> Epochs = new("epochs", 50, 20, "figure 3.5");
    public static readonly Setting<int> Early = new("early: after epoch", 3, 2, "our choice: where the thesis' curves are apart at the beginning");

    private static readonly Method s_sgd = new("SGD", "dfa", "sgd", Rates.DfaSgdLong), s_rmsProp = new("RMSProp", "dfa", Rates.RmsProp, Rates.DfaRmsProp);

    public override string Id => "demirbilek2021/fig3.5";

    public override string Title => "Alignment of feedback and of gradients in DFA: SGD against RMSProp";

    public override Rules.Citation Paper => Demirbilek2021Paper.Citation;

    public override IReadOnlyList<Need> Needs => [Need.Mnist];

    public override Duration Takes => new(0.7, 10);

    public override IReadOnlyList<ISetting> Settings => [.. ParityTask.Common, Epochs, Early, Rates.DfaSgdLong, Rates.DfaRmsProp, Rates.Forms];

    public override IReadOnlyList<Job> Jobs(Setup setup) => [.. ParityTask.Jobs(setup, [s_sgd, s_rmsProp], 3, Epochs.At(setup.Scale), [new AlignmentProbe()])];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double At(string group, Track track, Index epoch) => results.Curve(group, track)[epoch].Mean;
        int early = Early.At(setup.Scale);
        return new(
        [
            ParityTask.Above($"early (epoch {early}) B aligns more with RMSProp", "aligns faster at the beginning",
                At("RMSProp", AlignmentProbe.Feedback, early), At("SGD", AlignmentProbe.Feedback, early)),
            ParityTask.Above("in the end B aligns more with SGD", "0.544 against 0.376", At("SGD", AlignmentProbe.Feedback, ^1),
                At("RMSProp", AlignmentProbe.Feedback, ^1)),
            ParityTask.Above("in the end gradients align more with SGD", "0.580 against 0.256", At("SGD", AlignmentProbe.ByInput, ^1),
                At("RMSProp", AlignmentProbe.ByInput, ^1)),
            ParityTask.Better(setup, results, "RMSProp", "SGD", "0.813 against 0.732, with less alignment"),
            .. ParityTask.AsPublished(setup, results, "SGD", "SGD", 0.7319),
            .. ParityTask.AsPublished(setup, results, "RMSProp", "RMSProp", 0.8127),
        ],
        [
            new Picture("Alignment",
                "Parity of three digits. a: cosine of B and W₂ᵀ. b: cosine of DFA's and BP's gradients of W₁, input by input, averaged. "
                    + "c: the same, unit by unit.")
            {
                Charts =
                [
                    ParityTask.Course("random matrix", "cos(B, W₂ᵀ)", AlignmentProbe.Feedback, results, ("SGD", "SGD"), ("RMSProp", "RMSProp")),
                    ParityTask.Course("gradient of W₁, by input", "mean cosine", AlignmentProbe.ByInput, results, ("SGD", "SGD"), ("RMSProp", "RMSProp")),
                    ParityTask.Course("gradient of W₁, by unit", "mean cosine", AlignmentProbe.ByUnit, results, ("SGD", "SGD"), ("RMSProp", "RMSProp")),
                ],
                Columns = 1,
            },
        ])
        {
            Notes =
            [
                "The thesis takes the cosine of gradients along one side of W₁ and averages along the other, and does not say which. Unit by unit it would be "
                    + "±1, since with one output DFA's and BP's gradients of a unit's weights are the same vector times its entry of B or of W₂, and its mean "
                    + "would tell only for how many units the two have the same sign: "
                    + string.Create(CultureInfo.InvariantCulture, $"{At("SGD", AlignmentProbe.ByUnit, ^1):0.000} with SGD and ")
                    + string.Create(CultureInfo.InvariantCulture, $"{At("RMSProp", AlignmentProbe.ByUnit, ^1):0.000} with RMSProp in the end. ")
                    + "Input by input units count by their share in the gradient, and at the paper's scale that gives the published course.",
                "Cosines are taken on 1000 test samples with the weights as they are; the released code takes the last minibatch and, for W₁, "
                    + "weights W₂ that were updated already.",
            ],
        };
    }
}
