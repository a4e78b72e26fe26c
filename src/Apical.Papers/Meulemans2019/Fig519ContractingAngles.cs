using Apical.Probes;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.19: where targets point in the contracting network.</summary>
internal sealed class Fig519ContractingAngles() : ApproximateInverses("figure 5.18", contracting: true)
{
    public override string Id => "meulemans2019/fig5.19";

    public override string Title => "A contracting network: difference targets are Gauss–Newton targets all the same";

    public override Duration Takes => new(0.1, 0.4);

    protected override IReadOnlyList<TargetMethod> Methods => Contracting;

    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe()];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            Claim.AtMost("angle of RDTP-AI's targets to e_GN, mean over epochs", "perfectly aligned",
                curves.MeanOf(Rdtp, TargetSeries.AngleToGaussNewton), 10, "°"),
            Claim.AtLeast("angle of original-RDTP's targets to e_GN, mean over epochs", "less aligned than RDTP-AI",
                curves.MeanOf(OriginalRdtp, TargetSeries.AngleToGaussNewton), curves.MeanOf(Rdtp, TargetSeries.AngleToGaussNewton), "°"),
            Claim.AtMost("angle of RDTP-AI's targets to e_BP, mean over epochs", "a descent direction",
                curves.MeanOf(Rdtp, TargetSeries.AngleToBackprop), 90, "°"),
            Claim.AtMost("angle of original-RDTP's targets to e_BP, mean over epochs", "a descent direction",
                curves.MeanOf(OriginalRdtp, TargetSeries.AngleToBackprop), 90, "°"),
        ],
        [TargetSeries.Angles(curves)])
    {
        Notes = ["\"Perfectly aligned\" is read as within 10°."],
    };
}
