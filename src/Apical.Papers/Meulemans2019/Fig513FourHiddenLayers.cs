using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.13: four hidden layers, all layers at a time or one at random.</summary>
internal sealed class Fig513FourHiddenLayers : StudentTeacherExperiment
{
    private const string Tp = ApproximateInverses.Tp, Rtp = ApproximateInverses.Rtp;

    public override string Id => "meulemans2019/fig5.13";

    public override string Title => "Four hidden layers: learning one random layer at a time is steadier";

    public override Duration Takes => new(0.3, 2);

    protected override string Source => "5.2.2; released code";

    protected override Setting<int> Runs { get; } = new("runs", 10, 2, "our choice: the thesis has one, and asks for more");

    protected override Setting<int> Epochs { get; } = new("epochs", 600, 120, "released code");

    protected override IReadOnlyList<TargetMethod> Methods { get; } =
    [
        new(Tp, $"tp-ai:{TargetMethod.Step}", 1e-4, 0.005),
        new(Rtp, $"rtp-ai:{TargetMethod.Step}", 1e-4, 0.005),
        .. TargetMethod.Baselines(5e-6),
    ];

    protected override StudentTeacher At(int epochs) => new("6-6-6-6-6-6", 32, 120, epochs, 1e-5) { DecayOfBackprop = epochs };

    protected override Outcome Conclude(Setup setup, Results results, LearningCurves curves) => new(
        [
            Claim.AtMost("unsteadiness of RTP-AI over that of TP-AI: mean change of log loss from epoch to epoch", "a more stable training process",
                Unsteadiness(results, Rtp) / Unsteadiness(results, Tp), 1),
            curves.Lower(Rtp, Tp, "RTP-AI outperforms TP-AI at the end"),
            curves.Lower("BP", Rtp, "BP clearly outperforms"),
            curves.Lower("BP", Tp, "BP clearly outperforms"),
            curves.Lower(Rtp, "BP-fixed", "still better than fixed BP"),
            curves.Lower(Tp, "BP-fixed", "still better than fixed BP"),
        ],
        [curves.Losses("Training progress with four hidden layers")])
    {
        Notes = ["The thesis shows one run and says that its differences should be checked on more."],
    };

    /// <summary>Mean of |log loss(t + 1) − log loss(t)| over the second half, where no run falls steeply any more.</summary>
    private static double Unsteadiness(Results results, string method) =>
        results.Of(method).Select(found => found[StudentTeacher.TestLoss].Skip(found[StudentTeacher.TestLoss].Count / 2).ToArray() is var loss
            ? loss.Zip(loss.Skip(1), (a, b) => Math.Abs(Math.Log(b / a))).Average() : double.NaN).DefaultIfEmpty(double.NaN).Average();
}
