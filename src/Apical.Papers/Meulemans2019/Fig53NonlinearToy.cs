using Apical.Numerics.Matrices;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.3: after its first step target propagation is as slow as gradient descent.</summary>
internal sealed class Fig53NonlinearToy : NonlinearToy
{
    private const double Near = 0.01, Predicted = Slope * Slope * ToyNetwork.Input * ToyNetwork.Input;

    public override string Id => "meulemans2019/fig5.3";

    public override string Title => "Nonlinear toy: target propagation begins as Gauss–Newton and goes on as gradient descent";

    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            Claim.AtMost("Gauss–Newton: distance from the optimum after two steps, over the start", "two steps", Left(results, Gn, 2), 1e-9),
            Claim.AtMost("target propagation: angle of its first step to that of Gauss–Newton", "the same direction", FirstAngle(results), 1e-3, "°"),
            Claim.Between("target propagation: length of its first step over that of Gauss–Newton", "magnitudes roughly equal", FirstRatio(results), 0.8, 1.25),
            Claim.AtLeast("target propagation: steps until a hundredth of the distance is left", "many small steps after the first",
                Steps(results, Tp, Near), 50),
            Claim.Between(
                "target propagation: its second step over that of Gauss–Newton from there, the weight that moves least", "about 0.1² h_0², by (5.21), (5.22)",
                SecondRatio(results), 0.99 * Predicted, 1.01 * Predicted,
                published: Predicted),
            Claim.AtLeast("backprop: steps until a hundredth of the distance is left", "slow convergence too", Steps(results, Bp, Near), 50),
        ],
        [new("Ways to the optimum",
            "Contours of the loss; a point and an arrow for each step.") { Charts = [Way(results, Gn), Way(results, Tp), Way(results, Bp)], Columns = 3 }]);

    private static double FirstAngle(Results results) =>
        results.Of(Tp) is [var tp, ..] && results.Of(Gn) is [var gn, ..] ? Probes.Angle.Degrees(Step(tp, 0), Step(gn, 0)) : double.NaN;

    private static double FirstRatio(Results results) =>
        results.Of(Tp) is [var tp, ..] && results.Of(Gn) is [var gn, ..] ? Step(tp, 0).Norm() / Step(gn, 0).Norm() : double.NaN;

    // One Gauss–Newton step from where target propagation stands after its first; each weight moves D² h_0² of it.
    private static double SecondRatio(Results results)
    {
        if (results.Of(Tp) is not [var tp, ..])
        {
            return double.NaN;
        }

        Matrix step = Step(tp, 1),
            full = Step(Toy.GaussNewton([tp[ToyNetwork.W11][1], tp[ToyNetwork.W12][1]], 1, _ => Matrix.Of([[ToyNetwork.Input]], Precision.Double)), 0);
        return Math.Min(step[0, 0] / full[0, 0], step[1, 0] / full[1, 0]);
    }
}
