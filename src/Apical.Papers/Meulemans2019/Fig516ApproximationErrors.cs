using Apical.Probes;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.16: approximation errors of the randomised methods.</summary>
internal sealed class Fig516ApproximationErrors() : ApproximateInverses("figure 5.14")
{
    public override string Id => "meulemans2019/fig5.16";

    public override string Title => "Learned inverses: difference targets cancel reconstruction errors";

    public override Duration Takes => new(0.1, 0.4);

    protected override IReadOnlyList<TargetMethod> Methods => Randomised;

    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe()];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        double peak = Enumerable.Range(0, Epochs.At(setup.Scale)).Max(epoch => curves.At(Rtp, TargetSeries.Error, epoch));
        return new(
            [
                Claim.AtLeast("mean ‖e_approx‖ of original-RTP over that of original-RDTP", "high for original-RTP, very small for difference forms",
                    curves.MeanOf(OriginalRtp, TargetSeries.Error) / curves.MeanOf(OriginalRdtp, TargetSeries.Error), 10),
                Claim.AtLeast("mean ‖e_approx‖ of RTP-AI over that of RDTP-AI", "difference forms cancel reconstruction errors",
                    curves.MeanOf(Rtp, TargetSeries.Error) / curves.MeanOf(Rdtp, TargetSeries.Error), 10),
                Claim.AtMost("‖e_approx‖ of RTP-AI before learning, when Q is the inverse, over its peak", "starts very small, rises while weights move fast",
                    curves.At(Rtp, TargetSeries.Error, 0) / peak, 0.01),
                Claim.AtMost("‖e_approx‖ of RTP-AI at the end over its peak", "falls again when weights slow down",
                    curves.At(Rtp, TargetSeries.Error, ^1) / peak, 0.1),
                Claim.AtMost("angle of RDTP-AI's targets to e_TP, mean over epochs", "completely aligned",
                    curves.MeanOf(Rdtp, TargetSeries.AngleToSignal), 10, "°"),
                Claim.AtMost("angle of original-RDTP's targets to e_TP, mean over epochs", "completely aligned",
                    curves.MeanOf(OriginalRdtp, TargetSeries.AngleToSignal), 10, "°"),
                Claim.AtLeast("angle of original-RTP's targets to e_TP, mean over epochs", "almost completely dealigned",
                    curves.MeanOf(OriginalRtp, TargetSeries.AngleToSignal), 60, "°"),
            ],
            [TargetSeries.Errors(curves)])
        {
            Notes = ["\"Completely aligned\" is read as within 10°, \"almost completely dealigned\" as beyond 60°, \"very small\" as a tenth."],
        };
    }
}
