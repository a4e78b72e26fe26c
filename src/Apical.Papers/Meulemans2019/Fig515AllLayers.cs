namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.15: as figure 5.14, all layers learning in every step; the randomised forms are run beside them for comparison.</summary>
internal sealed class Fig515AllLayers : StudentTeacherExperiment
{
    private const string Tp = ApproximateInverseMethods.Tp, Dtp = ApproximateInverseMethods.Dtp, Original = ApproximateInverseMethods.OriginalTp,
        OriginalDifference = ApproximateInverseMethods.OriginalDtp;

    /// <inheritdoc/>
    public override string Id => "meulemans2019/fig5.15";

    /// <inheritdoc/>
    public override string Title => "Learned inverses, all layers at a time: somewhat ahead of the randomised forms";

    /// <inheritdoc/>
    public override Duration Takes => new(0.2, 0.5);

    /// <inheritdoc/>
    protected override string Source => ApproximateInverseMethods.Source;

    /// <inheritdoc/>
    protected override Setting<int> Runs { get; } = new("runs", 15, 5, "5.2.2");

    /// <inheritdoc/>
    protected override Setting<int> Epochs { get; } = new("epochs", 60, 60, "figure 5.15");

    /// <inheritdoc/>
    protected override IReadOnlyList<TargetMethod> Methods { get; } =
        [.. ApproximateInverseMethods.AllLayers, .. TargetMethod.Baselines(0.01), .. ApproximateInverseMethods.Randomised];

    /// <inheritdoc/>
    protected override StudentTeacher At(int epochs) => ApproximateInverseMethods.Equal(epochs);

    /// <inheritdoc/>
    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        (string All, string Randomised)[] forms =
            [.. ApproximateInverseMethods.AllLayers.Zip(ApproximateInverseMethods.Randomised, (a, b) => (a.Name, b.Name))];
        return new(
            [
                curves.Lower(Dtp, Tp, "DTP-AI performs best of the target methods"),
                curves.Lower(Dtp, OriginalDifference, "DTP-AI performs best of the target methods"),
                curves.Lower(OriginalDifference, Tp, "TP-AI performs slightly worse than original-DTP"),
                curves.Lower(OriginalDifference, Original, "much better"),
                curves.Lower("BP", Dtp, "BP clearly outperforms all others"),
                .. forms.Select(form => curves.Lower(form.All, form.Randomised, "the randomised form is slightly worse")),
            ],
            [curves.Losses("Training progress, all layers at a time")]);
    }
}
