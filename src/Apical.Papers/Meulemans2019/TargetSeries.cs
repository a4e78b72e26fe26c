using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>What the probe <c>targets</c> measures at the first hidden layer, and its charts.</summary>
internal static class TargetSeries
{
    public static readonly Track Error = Track.Of(TargetsProbe.ApproximationError, 1), Signal = Track.Of(TargetsProbe.TargetSignalNorm, 1),
        AngleToSignal = Track.Of(TargetsProbe.AngleOfTargetToSignal, 1), AngleToGaussNewton = Track.Of(TargetsProbe.AngleOfTargetToGaussNewton, 1),
        AngleToBackprop = Track.Of(TargetsProbe.AngleOfTargetToBackprop, 1);

    /// <summary>Figures 5.8 and 5.16.</summary>
    public static Picture Errors(LearningCurves curves) =>
        new("Approximation errors",
            "a: ‖e_approx‖ of the hidden layer. b: cosine of the angle between ĥ_1 − h_1 and e_TP. "
                + $"{LearningCurves.Averaging} Cosines are those of mean angles.")
        {
            Charts = [curves.Chart("approximation error", Error, "‖e_approx‖"), Alignment(curves)],
        };

    /// <summary>Figures 5.17 and 5.19.</summary>
    public static Picture Angles(LearningCurves curves) =>
        new("Angles to Gauss–Newton and to backprop",
            "Cosine of the mean angle between ĥ_1 − h_1 and a signal. a: the Gauss–Newton signal e_GN. b: the backprop signal e_BP. "
                + "Mean over runs of the cosine, one standard deviation to either side.")
        {
            Charts =
            [
                curves.Cosines("to Gauss–Newton", AngleToGaussNewton, "cos ∠(ĥ − h, e_GN)"),
                curves.Cosines("to backprop", AngleToBackprop, "cos ∠(ĥ − h, e_BP)"),
            ],
        };

    /// <summary>The angle to e_TP alone.</summary>
    public static Chart Alignment(LearningCurves curves) => curves.Cosines("alignment with e_TP", AngleToSignal, "cos ∠(ĥ − h, e_TP)");
}
