using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.4: divided by the slope, target propagation goes on as Gauss–Newton does.</summary>
internal sealed class Fig54ModifiedToy : NonlinearToy
{
    public override string Id => "meulemans2019/fig5.4";

    public override string Title => "Nonlinear toy: modified target propagation arrives in two steps, as Gauss–Newton does";

    public override Outcome Conclude(Setup setup, Results results)
    {
        double square = ToyNetwork.Input * ToyNetwork.Input;
        return new(
            [
                Claim.AtMost("modified target propagation: distance from the optimum after two steps, over the start", "only two steps to the minimum",
                    Left(results, Mtp, 2), 0.05),
                Claim.AtMost("target propagation: the same, for comparison over modified", "slow", Left(results, Mtp, 2) / Left(results, Tp, 2), 0.1),
                Claim.Between("modified: what a further step leaves of the distance",
                    "mathematics: |1 − η̂ h_0²|, as its step is η̂ h_0² times that of Gauss–Newton (5.20), (5.34)",
                    Left(results, Mtp, 4) / Left(results, Mtp, 3), Math.Abs(1 - square) - 1e-6, Math.Abs(1 - square) + 1e-6),
            ],
            [new("Ways to the optimum",
                "Contours of the loss; a point and an arrow for each step.") { Charts = [Way(results, Gn), Way(results, Mtp), Way(results, Tp)], Columns = 3 }])
        {
            Notes =
            [
                $"\"Two steps to the minimum\" is read as a twentieth of the distance: h_0² is {Claim.Show(square)} and not 1, so that each step misses by "
                    + $"{Claim.Show(100 * Math.Abs(1 - square))} %.",
            ],
        };
    }
}
