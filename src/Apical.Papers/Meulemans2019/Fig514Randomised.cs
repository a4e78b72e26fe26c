using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.14: the randomised target methods with learned inverses, layers of equal size.</summary>
internal sealed class Fig514Randomised : StudentTeacherExperiment
{
    private const string Rtp = ApproximateInverseMethods.Rtp, Rdtp = ApproximateInverseMethods.Rdtp, Original = ApproximateInverseMethods.OriginalRtp,
        OriginalDifference = ApproximateInverseMethods.OriginalRdtp;

    // "Comparable" is read off a logarithmic axis.
    private const double Comparable = 3;

    /// <inheritdoc/>
    public override string Id => "meulemans2019/fig5.14";

    /// <inheritdoc/>
    public override string Title => "Learned inverses, one random layer at a time: which form of target learns best";

    /// <inheritdoc/>
    public override Duration Takes => new(0.1, 0.3);

    /// <inheritdoc/>
    protected override string Source => ApproximateInverseMethods.Source;

    /// <inheritdoc/>
    protected override Setting<int> Runs { get; } = new("runs", 15, 5, "5.2.2");

    /// <inheritdoc/>
    protected override Setting<int> Epochs { get; } = new("epochs", 60, 60, "figure 5.14");

    /// <inheritdoc/>
    protected override IReadOnlyList<TargetMethod> Methods { get; } = [.. ApproximateInverseMethods.Randomised, .. TargetMethod.Baselines(0.01)];

    /// <inheritdoc/>
    protected override StudentTeacher At(int epochs) => ApproximateInverseMethods.Equal(epochs);

    /// <inheritdoc/>
    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            curves.Lower(Rdtp, Rtp, "RDTP-AI performs best of the target methods"),
            curves.Lower(Rtp, Original, "RTP-AI outperforms original-RTP"),
            curves.Lower(Rtp, OriginalDifference, "RTP-AI outperforms original-RDTP"),
            curves.Lower(OriginalDifference, Original, "original-RDTP much better than original-RTP"),
            Claim.Between("final test loss of original-RTP over that of BP-fixed", "comparable", curves.Ratio(Original, "BP-fixed"),
                1 / Comparable, Comparable),
            curves.Lower("BP", Rdtp, "BP clearly outperforms all others"),
        ],
        [curves.Losses("Training progress of the randomised methods")])
    {
        Notes = ["\"Comparable\" is read as within a factor of three on a logarithmic axis."],
    };
}
