using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.14: the randomised target methods with learned inverses, layers of equal size.</summary>
internal sealed class Fig514Randomised() : ApproximateInverses("figure 5.14")
{
    // "Comparable" is read off a logarithmic axis.
    private const double Comparable = 3;

    public override string Id => "meulemans2019/fig5.14";

    public override string Title => "Learned inverses, one random layer at a time: which form of target learns best";

    public override Duration Takes => new(0.1, 0.3);

    protected override IReadOnlyList<TargetMethod> Methods { get; } = [.. Randomised, .. TargetMethod.Baselines(0.01)];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            curves.Lower(Rdtp, Rtp, "RDTP-AI performs best of the target methods"),
            curves.Lower(Rtp, OriginalRtp, "RTP-AI outperforms original-RTP"),
            curves.Lower(Rtp, OriginalRdtp, "RTP-AI outperforms original-RDTP"),
            curves.Lower(OriginalRdtp, OriginalRtp, "original-RDTP much better than original-RTP"),
            Claim.Between("final test loss of original-RTP over that of BP-fixed", "comparable", curves.Ratio(OriginalRtp, "BP-fixed"),
                1 / Comparable, Comparable),
            curves.Lower("BP", Rdtp, "BP clearly outperforms all others"),
        ],
        [curves.Losses("Training progress of the randomised methods")])
    {
        Notes = ["\"Comparable\" is read as within a factor of three on a logarithmic axis."],
    };
}
