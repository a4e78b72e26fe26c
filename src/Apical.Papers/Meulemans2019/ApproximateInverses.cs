namespace Apical.Papers.Meulemans2019;

/// <summary>Figures 5.14 to 5.19: target methods with learned inverses.</summary>
/// <param name="figure">Which figure its duration is read off.</param>
/// <param name="contracting">Whether the output layer is smaller than the others.</param>
internal abstract class ApproximateInverses(string figure, bool contracting = false) : StudentTeacherExperiment
{
    /// <summary>Names as the thesis writes them; the randomised forms have an R before TP or DTP.</summary>
    public const string Tp = "TP-AI", Dtp = "DTP-AI", OriginalTp = "original-TP", OriginalDtp = "original-DTP";

    /// <summary>Names of the randomised forms.</summary>
    public const string Rtp = "RTP-AI", Rdtp = "RDTP-AI", OriginalRtp = "original-RTP", OriginalRdtp = "original-RDTP";

    /// <summary>Figures 5.14, 5.16 and 5.17: the randomised forms, layers of equal size.</summary>
    protected static IReadOnlyList<TargetMethod> Randomised { get; } =
    [
        new(Rtp, $"rtp-ai:{TargetMethod.Step}", 0.09, 0.08),
        new(Rdtp, $"rdtp-ai:{TargetMethod.Step}", 0.1, 0.05),
        new(OriginalRtp, $"rtp-original:{TargetMethod.Step}", 0.01, 0.01),
        new(OriginalRdtp, $"rdtp-original:{TargetMethod.Step}", 0.1, 0.01),
    ];

    /// <summary>Figure 5.15: all layers learn in every step.</summary>
    protected static IReadOnlyList<TargetMethod> AllLayers { get; } =
    [
        new(Tp, $"tp-ai:{TargetMethod.Step}", 0.09, 0.08),
        new(Dtp, $"dtp-ai:{TargetMethod.Step}", 0.1, 0.05),
        new(OriginalTp, $"tp-original:{TargetMethod.Step}", 0.01, 0.01),
        new(OriginalDtp, $"dtp-original:{TargetMethod.Step}", 0.1, 0.01),
    ];

    /// <summary>Figures 5.18 and 5.19: the randomised forms, a smaller output layer.</summary>
    protected static IReadOnlyList<TargetMethod> Contracting { get; } =
    [
        new(Rtp, $"rtp-ai:{TargetMethod.Step}", 0.09, 0.01),
        new(Rdtp, $"rdtp-ai:{TargetMethod.Step}", 0.1, 0.05),
        new(OriginalRtp, $"rtp-original:{TargetMethod.Step}", 0.005, 0.01),
        new(OriginalRdtp, $"rdtp-original:{TargetMethod.Step}", 0.1, 0.05),
    ];

    protected sealed override string Source { get; } =
        contracting ? "5.2.2 for 6-6-4, where the released code has 3 outputs; released code" : "5.2.2; released code";

    protected sealed override Setting<int> Runs { get; } = new("runs", 15, 5, "5.2.2");

    protected sealed override Setting<int> Epochs { get; } = new("epochs", 60, 60, figure);

    protected sealed override StudentTeacher At(int epochs) => Task(epochs, contracting ? "6-6-4" : "6-6-6");

    /// <summary>60 minibatches of 32 an epoch.</summary>
    public static StudentTeacher Task(int epochs, string widths = "6-6-6") => new(widths, 32, 60, epochs, 1e-7);
}
