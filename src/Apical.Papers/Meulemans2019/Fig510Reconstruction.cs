using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.10: how well g_i inverts f_{i+1} while Q learns.</summary>
internal sealed class Fig510Reconstruction : Experiment
{
    public override string Id => "meulemans2019/fig5.10";

    public override string Title => "Reconstruction errors vanish where an inverse exists, and stay in contracting layers";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => InverseLearning.Settings;

    public override IReadOnlyList<Job> Jobs(Setup setup) => InverseLearning.Jobs(setup);

    public override Outcome Conclude(Setup setup, Results results)
    {
        Claim Vanishes(string group) =>
            Claim.AtMost($"{group}: reconstruction error at the end over the start", "converges to zero",
                InverseCurves.Left(results, group, InverseLearning.Reconstruction), InverseCurves.Reached);
        Claim Stays(string group, string why) =>
            Claim.AtLeast($"{group}: reconstruction error at the end over the start", why, InverseCurves.Left(results, group, InverseLearning.Reconstruction),
                InverseCurves.Reached);
        double Last(string group) => InverseCurves.Median(results.Of(group).Select(found => found.Last(InverseLearning.Reconstruction)));
        return new(
            [
                Vanishes("a: white"), Vanishes("a: coloured, full rank"), Vanishes("a: coloured, low rank"),
                .. InverseLearning.All.Where(condition => condition.Panel == "b")
                    .Select(condition => Stays(condition.Group, "does not converge to zero: there is no inverse")),
                Vanishes("c: white, λ = 0"),
                Claim.AtLeast("c: white: reconstruction error with λ = 0.2 over λ = 0 at the end", "not completely minimised, because of the penalty",
                    Last("c: white, λ = 0.2") / Last("c: white, λ = 0"), 1),
            ],
            [
                new("Reconstruction error", "‖g(f(h_1)) − h_1‖, mean over 25 iterations, median over runs.")
                {
                    Charts = InverseLearning.Charts(results, "‖g(f(h)) − h‖", InverseLearning.Reconstruction),
                    Columns = 3,
                },
            ])
        {
            Notes = ["\"Converges to zero\" is read as falling to a tenth of the start within the iterations of the figure."],
        };
    }
}
