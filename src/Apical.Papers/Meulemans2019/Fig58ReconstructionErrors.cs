using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.8: what the rounding of exact inverses does to targets.</summary>
internal sealed class Fig58ReconstructionErrors : StudentTeacherExperiment
{
    internal static readonly Track InverseError = Track.Of(InversesProbe.InverseError, 2);

    public override string Id => "meulemans2019/fig5.8";

    public override string Title => "Exact inverses: approximation errors stay at rounding level and matter late";

    public override Duration Takes => new(0.2, 0.7);

    protected override string Source => "5.1.3; released code";

    protected override Setting<int> Runs { get; } = new("runs", 10, 4, "5.1.3");

    protected override Setting<int> Epochs { get; } = new("epochs", 60, 60, "figure 5.7");

    protected override IReadOnlyList<TargetMethod> Methods { get; } =
        [.. ExactInverseMethods.All, ExactInverseMethods.All[0] with { Name = ExactInverseMethods.InDouble }];

    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe(), new InversesProbe()];

    protected override StudentTeacher At(int epochs) => ExactInverseMethods.Task(epochs);

    protected override StudentTeacher For(TargetMethod method, int epochs) =>
        method.Name == ExactInverseMethods.InDouble ? At(epochs) with { Precision = Precision.Double } : At(epochs);

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        string tp = ExactInverseMethods.Tp, rtp = ExactInverseMethods.Rtp, rmtp = ExactInverseMethods.Rmtp;
        double roundings = Math.Pow(2, 29);             // between the two formats
        return new(
            [
                Stays(tp),
                Stays(rtp),
                Claim.Between(
                    "approximation error of TP-EI in single over that in double precision, last epoch", "caused by the limited accuracy of the inverse",
                    curves.At(tp, TargetSeries.Error, ^1) / curves.At(ExactInverseMethods.InDouble, TargetSeries.Error, ^1), roundings / 100, roundings * 100),
                Claim.AtMost($"‖W⁻¹W − I‖ of TP-EI after {2000 * Epochs.At(setup.Scale)} steps, over that after 20 000", "the inverse stays with the weights",
                    curves.At(tp, InverseError, ^1) / curves.At(tp, InverseError, 10), 10),
                Claim.AtMost("the same in double precision", "the inverse stays with the weights",
                    curves.At(ExactInverseMethods.InDouble, InverseError, ^1) / curves.At(ExactInverseMethods.InDouble, InverseError, 10), 10),
                Claim.AtMost("useful signal ‖e_TP‖ of TP-EI at the end over the start", "decays as the optimum comes near",
                    curves.At(tp, TargetSeries.Signal, ^1) / curves.At(tp, TargetSeries.Signal, 0), 0.1),
                Claim.AtLeast("angle of TP-EI's targets to e_TP: end less start", "no longer aligned after 40 000 minibatches",
                    curves.At(tp, TargetSeries.AngleToSignal, ^1) - curves.At(tp, TargetSeries.AngleToSignal, 1), 0, "°"),
                Claim.AtMost("angle of RMTP-EI's targets to e_TP at the end", "stays 0", curves.At(rmtp, TargetSeries.AngleToSignal, ^1), 5, "°"),
            ],
            [TargetSeries.Errors(curves)])
        {
            Notes =
            [
                "The curve in double precision is ours: if rounding alone makes the error, it must be smaller by the ratio of the roundings, 2²⁹.",
                "The thesis plots every minibatch, averaged over eight; here errors are measured on 200 test samples after each epoch.",
                $"‖W⁻¹W − I‖ of the output layer (Frobenius), geometric mean over runs, at the end: TP-EI {Claim.Show(curves.At(tp, InverseError, ^1))}, "
                    + $"RTP-EI {Claim.Show(curves.At(rtp, InverseError, ^1))}, "
                    + $"in double precision {Claim.Show(curves.At(ExactInverseMethods.InDouble, InverseError, ^1))}.",
            ],
        };

        Claim Stays(string method) => Claim.Between(
            $"‖e_approx‖ of {method}: last epoch over the tenth", "stays stable around 1e-4 to 1e-3 (\"10e-4\") through training",
            curves.At(method, TargetSeries.Error, ^1) / curves.At(method, TargetSeries.Error, 10), 0.1, 10);
    }
}
