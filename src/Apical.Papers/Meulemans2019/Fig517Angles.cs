using Apical.Probes;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.17: where targets point, against Gauss–Newton and backprop.</summary>
internal sealed class Fig517Angles() : ApproximateInverses("figure 5.14")
{
    public override string Id => "meulemans2019/fig5.17";

    public override string Title => "Learned inverses: angles of targets to the Gauss–Newton and to the backprop signal";

    public override Duration Takes => new(0.1, 0.4);

    protected override IReadOnlyList<TargetMethod> Methods => Randomised;

    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe()];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        double gn(string method) => curves.MeanOf(method, TargetSeries.AngleToGaussNewton);
        double bp(string method) => curves.MeanOf(method, TargetSeries.AngleToBackprop);
        return new(
            [
                Claim.AtMost("angle of RDTP-AI's targets to e_GN, mean over epochs", "much better aligned than original-RDTP", gn(Rdtp),
                    gn(OriginalRdtp), "°"),
                Claim.AtMost("angle of RTP-AI's targets to e_GN, mean over epochs", "approximately aligned", gn(Rtp), 45, "°"),
                Claim.AtLeast("angle of original-RDTP's targets to e_GN, mean over epochs", "not completely aligned: it cannot learn the inverse",
                    gn(OriginalRdtp), 10, "°"),
                Claim.AtMost("angle of original-RDTP's targets to e_BP, mean over epochs", "a descent direction", bp(OriginalRdtp), 90, "°"),
                Claim.AtMost("angle of RDTP-AI's targets to e_BP, mean over epochs", "a descent direction", bp(Rdtp), 90, "°"),
                Claim.AtLeast("angle of original-RTP's targets to e_BP, mean over epochs", "more than 90° on average: not a descent direction",
                    bp(OriginalRtp), 90, "°"),
            ],
            [TargetSeries.Angles(curves)])
        {
            Notes = ["\"Approximately aligned\" is read as within 45°, \"not completely\" as beyond 10°."],
        };
    }
}
