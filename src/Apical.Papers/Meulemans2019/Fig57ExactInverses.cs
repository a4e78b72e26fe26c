namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.7: student–teacher regression by target propagation with exact inverses.</summary>
internal sealed class Fig57ExactInverses : StudentTeacherExperiment
{
    // "Similar" and "only slightly better" are read off a logarithmic axis of many decades.
    private const double Similar = 10;
    private const int Early = 5;

    public override string Id => "meulemans2019/fig5.7";

    public override string Title => "Exact inverses: target propagation learns about as fast as backprop, not faster";

    public override Duration Takes => new(0.2, 0.7);

    protected override string Source => "5.1.3; released code";

    protected override Setting<int> Runs { get; } = new("runs", 10, 4, "5.1.3");

    protected override Setting<int> Epochs { get; } = new("epochs", 60, 60, "figure 5.7");

    protected override IReadOnlyList<TargetMethod> Methods { get; } = [.. ExactInverseMethods.All, .. TargetMethod.Baselines(0.001)];

    protected override StudentTeacher At(int epochs) => ExactInverseMethods.Task(epochs);

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        string tp = ExactInverseMethods.Tp, rtp = ExactInverseMethods.Rtp, rmtp = ExactInverseMethods.Rmtp;
        (int all, int unstable) = curves.Unstable(rtp);
        return new(
            [
                Claim.Between("final test loss of TP-EI over that of BP", "similar", curves.Ratio(tp, "BP"), 1 / Similar, Similar),
                curves.Lower(tp, "BP-fixed", "useful signals reach the hidden layer"),
                curves.Lower(rtp, "BP-fixed", "useful signals reach the hidden layer"),
                curves.Lower(tp, rtp, "RTP-EI is stuck from around epoch 30"),
                curves.Lower(rmtp, "BP-fixed", "slightly better"),
                setup.OrderAtQuick(Claim.AtLeast("final test loss of RMTP-EI over that of RTP-EI", "much worse", curves.Ratio(rmtp, rtp), 1)),
                Claim.AtLeast($"test loss of TP-EI over that of BP after {Early} epochs", "does not converge faster",
                    curves.At(tp, StudentTeacher.TestLoss, Early) / curves.At("BP", StudentTeacher.TestLoss, Early), 1),
                new("runs of RTP-EI that stay stable", "all 10, where TP-EI or RMTP-EI became unstable in 3",
                    $"{all - unstable} of {all + results.Failed(rtp)}", "all", all > 0 && unstable + results.Failed(rtp) == 0),
            ],
            [curves.Losses("Training progress with exact inverses")])
        {
            Notes =
            [
                "In the released code both runs named TP have the randomised form switched on; here TP-EI is not randomised, as the text says.",
                "\"Similar\" is read as within a factor of ten on an axis of many decades; where runs end far below 1e-6, that is less than their spread.",
                $"BP ends above a loss of 0.1, at a plateau or another minimum, in {Stuck("BP")}, TP-EI in {Stuck(tp)} and RTP-EI in {Stuck(rtp)} runs. "
                    + "The thesis's means over runs are ruled by the worst.",
            ],
        };

        string Stuck(string method) => $"{results.Of(method).Count(found => found.Last(StudentTeacher.TestLoss) > 0.1)} of {results.Of(method).Count}";
    }
}
