using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.9: how near Q comes to the pseudo-inverse of W.</summary>
internal sealed class Fig59InverseWeights : Experiment
{
    public override string Id => "meulemans2019/fig5.9";

    public override string Title => "Feedback weights find the pseudo-inverse just where theorems 4.6 and 4.7 say";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => InverseLearning.Settings;

    public override IReadOnlyList<Job> Jobs(Setup setup) => InverseLearning.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Left(string group) => InverseCurves.Left(results, group, InverseLearning.MatrixError);
        double Last(string group, Track track) => InverseCurves.Median(results.Of(group).Select(found => found.Last(track)));
        const string Regularised = "c: white, λ = 0.2", FullRank = "a: coloured, full rank";
        int there = results.Of(FullRank)
            .Count(found => found.Last(InverseLearning.MatrixError) <= InverseCurves.Reached * found[InverseLearning.MatrixError][0]);
        return new(
            [
                Claim.AtMost("equal layers, white: ‖Q − W⁻¹‖ at the end over the start", "converges", Left("a: white"), InverseCurves.Reached),
                Claim.AtMost("equal layers, coloured of full rank", "converges", Left(FullRank), InverseCurves.Reached),
                Claim.AtLeast("equal layers, coloured of low rank", "does not converge: many Q have no error", Left("a: coloured, low rank"),
                    InverseCurves.Reached),
                Claim.AtLeast("contracting, coloured", "does not converge", Left("b: coloured"), InverseCurves.Reached),
                Claim.AtMost("contracting, white, batch 16", "converges", Left("b: white, batch 16"), InverseCurves.Reached),
                Claim.AtLeast("contracting, white: batch 1 over batch 16 at the end", "not completely with batch 1: the estimate is too noisy",
                    Last("b: white, batch 1", InverseLearning.MatrixError) / Last("b: white, batch 16", InverseLearning.MatrixError), 1),
                Claim.AtLeast("expanding, white, λ = 0", "does not converge", Left("c: white, λ = 0"), InverseCurves.Reached),
                Claim.AtMost("expanding, white, λ = 0.2, over λ = 0 at the end", "approaches more closely",
                    Last(Regularised, InverseLearning.MatrixError) / Last("c: white, λ = 0", InverseLearning.MatrixError), 1),
                Claim.AtMost("expanding, white, λ = 0.2: distance to Wᵀ(W Wᵀ + λI)⁻¹ over that to W⁺", "converges to that limit instead",
                    Last(Regularised, InverseLearning.LimitError) / Last(Regularised, InverseLearning.MatrixError), 1),
                Claim.AtLeast("expanding, λ = 0.2: coloured over white at the end", "coloured does not converge",
                    Last("c: coloured, λ = 0.2", InverseLearning.MatrixError) / Last(Regularised, InverseLearning.MatrixError), 1),
            ],
            [
                new("Distance of the feedback weights from the pseudo-inverse", "Greatest entry of |Q − W⁺|, mean over 25 iterations, median over runs.")
                {
                    Charts = InverseLearning.Charts(results, "‖Q − W⁺‖∞", InverseLearning.MatrixError),
                    Columns = 3,
                },
            ])
        {
            Notes =
            [
                "Coloured noise of full rank converges too (meulemans2019/theorem4.6), but at the pace of the least eigenvalue of W C Cᵀ Wᵀ, "
                    + $"which for normal C is small in most draws: 2500 iterations suffice in {there} of {results.Of(FullRank).Count} "
                    + "runs. The thesis shows one draw.",
                "White noise is the library's rule, coloured noise the same step with C; the thesis's λ and rates are the library's, "
                    + "as algorithm A.8 has no factor 2.",
                "\"Converges\" is read as to a tenth of the distance at the start. ‖·‖∞ is the greatest entry, as the released code computes it.",
            ],
        };
    }
}
