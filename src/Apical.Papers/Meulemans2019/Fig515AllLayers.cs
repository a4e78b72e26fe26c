namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.15: as figure 5.14, all layers learning in every step; the randomised forms are run beside them for comparison.</summary>
internal sealed class Fig515AllLayers() : ApproximateInverses("figure 5.15")
{
    public override string Id => "meulemans2019/fig5.15";

    public override string Title => "Learned inverses, all layers at a time: somewhat ahead of the randomised forms";

    public override Duration Takes => new(0.2, 0.5);

    protected override IReadOnlyList<TargetMethod> Methods { get; } = [.. AllLayers, .. TargetMethod.Baselines(0.01), .. Randomised];

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves)
    {
        (string All, string Randomised)[] forms = [.. AllLayers.Zip(Randomised, (a, b) => (a.Name, b.Name))];
        return new(
            [
                curves.Lower(Dtp, Tp, "DTP-AI performs best of the target methods"),
                curves.Lower(Dtp, OriginalDtp, "DTP-AI performs best of the target methods"),
                curves.Lower(OriginalDtp, Tp, "TP-AI performs slightly worse than original-DTP"),
                curves.Lower(OriginalDtp, OriginalTp, "much better"),
                curves.Lower("BP", Dtp, "BP clearly outperforms all others"),
                .. forms.Select(form => curves.Lower(form.All, form.Randomised, "the randomised form is slightly worse")),
            ],
            [curves.Losses("Training progress, all layers at a time")]);
    }
}
