using Apical.Probes;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.19: where targets point in the contracting network.</summary>
internal sealed class Fig519ContractingAngles : StudentTeacherExperiment
{
    private const string Rdtp = ApproximateInverseMethods.Rdtp, OriginalDifference = ApproximateInverseMethods.OriginalRdtp;

    /// <inheritdoc/>
    public override string Id => "meulemans2019/fig5.19";

    /// <inheritdoc/>
    public override string Title => "A contracting network: difference targets are Gauss–Newton targets all the same";

    /// <inheritdoc/>
    public override Duration Takes => new(0.1, 0.4);

    /// <inheritdoc/>
    protected override string Source => "5.2.2 for 6-6-4, where the released code has 3 outputs; released code";

    /// <inheritdoc/>
    protected override Setting<int> Runs { get; } = new("runs", 15, 5, "5.2.2");

    /// <inheritdoc/>
    protected override Setting<int> Epochs { get; } = new("epochs", 60, 60, "figure 5.18");

    /// <inheritdoc/>
    protected override IReadOnlyList<TargetMethod> Methods => ApproximateInverseMethods.Contracting;

    /// <inheritdoc/>
    protected override IReadOnlyList<IProbe> Probes { get; } = [new TargetsProbe()];

    /// <inheritdoc/>
    protected override StudentTeacher At(int epochs) => ApproximateInverseMethods.Smaller(epochs);

    /// <inheritdoc/>
    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            Claim.AtMost("angle of RDTP-AI's targets to e_GN, mean over epochs", "perfectly aligned",
                curves.MeanOf(Rdtp, TargetSeries.AngleToGaussNewton), 10, "°"),
            Claim.AtLeast("angle of original-RDTP's targets to e_GN, mean over epochs", "less aligned than RDTP-AI",
                curves.MeanOf(OriginalDifference, TargetSeries.AngleToGaussNewton), curves.MeanOf(Rdtp, TargetSeries.AngleToGaussNewton), "°"),
            Claim.AtMost("angle of RDTP-AI's targets to e_BP, mean over epochs", "a descent direction",
                curves.MeanOf(Rdtp, TargetSeries.AngleToBackprop), 90, "°"),
            Claim.AtMost("angle of original-RDTP's targets to e_BP, mean over epochs", "a descent direction",
                curves.MeanOf(OriginalDifference, TargetSeries.AngleToBackprop), 90, "°"),
        ],
        [TargetSeries.Angles(curves)])
    {
        Notes = ["\"Perfectly aligned\" is read as within 10°."],
    };
}
