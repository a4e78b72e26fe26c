using Apical.Networks;
using Apical.Numerics.Algebra;
using Apical.Numerics.Matrices;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Theorem 4.3: targets through exact inverses are those of block-diagonal Gauss–Newton, to first order in η̂.</summary>
internal sealed class Theorem43GaussNewton : Experiment
{
    private const string Equal = "TP-EI", Deep = "TP-EI, five layers", Broken = "control: inverses of other weights";

    private static readonly Setting<int> s_draws = new("networks of each kind", 300, 60, "our choice");

    public override string Id => "meulemans2019/theorem4.3";

    public override string Title => "Targets through exact inverses approach Gauss–Newton targets as the square of the step";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings => [s_draws, TargetSlope.Steps, TargetSlope.Networks];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_draws.At(setup.Scale))
           from kind in new[] { (Equal, "5-4-4-4", false), (Deep, "5-4-4-4-4-4", false), (Broken, "5-4-4-4", true) }
           select new Job(kind.Item1, run, context => TargetSlope.Of(context.Rng, kind.Item2, "tp-ei", Activation.Tanh, kind.Item3 ? Disturb : null)),
    ];

    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            Claim.AtLeast("TP-EI, 5-4-4-4: networks whose targets approach those of Gauss–Newton with slope 2.0 ± 0.1 in every layer", "difference O(η̂²)",
                TargetSlope.Second(results, Equal), 95, " %"),
            Claim.AtLeast("TP-EI, 5-4-4-4-4-4: the same", "difference O(η̂²)", TargetSlope.Second(results, Deep), 95, " %"),
            Claim.AtMost("control, inverses a tenth off: the same", "the premise is needed", TargetSlope.Second(results, Broken), 5, " %"),
        ],
        [TargetSlope.Picture(results, [Equal, Deep, Broken])])
    {
        Notes =
        [
            "Up to one network in twenty may miss the band where a unit is so near saturation, or its curvature so near 0, "
                + "that another term than the second rules over these steps.",
        ],
    };

    // Another matrix in place of W⁻¹, the premise that the theorem needs.
    private static void Disturb(LearningRule rule)
    {
        foreach (Feedback inverse in rule.Feedback)
        {
            inverse.Value.AddScaled(0.1, LinearAlgebra.Identity(inverse.Value.Rows));
        }
    }
}
