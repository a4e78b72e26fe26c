namespace Apical.Papers.Meulemans2019;

/// <summary>The methods of figures 5.7 and 5.8.</summary>
internal static class ExactInverseMethods
{
    public const string Tp = "TP-EI", Rtp = "RTP-EI", Rmtp = "RMTP-EI", InDouble = "TP-EI, double precision";

    public static IReadOnlyList<TargetMethod> All { get; } =
    [
        new(Tp, $"tp-ei:{TargetMethod.Step}", 0.01),
        new(Rtp, $"rtp-ei:{TargetMethod.Step}", 0.01),
        new(Rmtp, $"rmtp-ei:{TargetMethod.Step}", 0.0005),
    ];

    /// <summary>2000 steps of one sample an epoch, in single precision as the thesis's code.</summary>
    public static StudentTeacher Task(int epochs) => new("6-6-6", 1, 2000, epochs, 1e-10) { Precision = Numerics.Matrices.Precision.Single };
}
