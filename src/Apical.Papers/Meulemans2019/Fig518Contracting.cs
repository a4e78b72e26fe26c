using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.18: a smaller output layer, which no Q can invert.</summary>
internal sealed class Fig518Contracting() : ApproximateInverses("figure 5.18", contracting: true)
{
    // "Comparable" is read off a logarithmic axis.
    private const double Comparable = 3;

    public override string Id => "meulemans2019/fig5.18";

    public override string Title => "A contracting network needs the difference form";

    public override Duration Takes => new(0.1, 0.4);

    protected override IReadOnlyList<TargetMethod> Methods { get; } = [.. Contracting, .. TargetMethod.Baselines(0.05)];

    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe()];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            curves.Lower(Rdtp, Rtp, "RTP-AI suffers from reconstruction errors"),
            curves.Lower(Rdtp, OriginalRtp, "original-RTP suffers from reconstruction errors"),
            curves.Lower(OriginalRdtp, Rtp, "difference forms are needed"),
            Claim.Between("final test loss of RDTP-AI over that of original-RDTP", "comparable, unlike in layers of equal size",
                curves.Ratio(Rdtp, OriginalRdtp), 1 / Comparable, Comparable),
            Claim.AtMost("angle of RDTP-AI's targets to e_TP, mean over epochs", "perfectly aligned", curves.MeanOf(Rdtp, TargetSeries.AngleToSignal), 10, "°"),
            Claim.AtLeast("angle of RTP-AI's targets to e_TP, mean over epochs", "not aligned", curves.MeanOf(Rtp, TargetSeries.AngleToSignal), 60, "°"),
            Claim.AtLeast("angle of original-RTP's targets to e_TP, mean over epochs", "not aligned",
                curves.MeanOf(OriginalRtp, TargetSeries.AngleToSignal), 60, "°"),
        ],
        [
            new("Test loss and alignment",
                $"a: mean squared error on the test set. b: cosine of the angle between ĥ_1 − h_1 and e_TP. {LearningCurves.Averaging}")
            {
                Charts = [curves.Chart("test loss", StudentTeacher.TestLoss, "L2 loss"), TargetSeries.Alignment(curves)],
            },
        ])
    {
        Notes =
        [
            "\"Comparable\" is read as within a factor of three on a logarithmic axis, \"perfectly aligned\" as within 10°, \"not aligned\" as beyond 60°.",
        ],
    };
}
