using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Theorem 4.9: with pseudo-inverses and the difference form, targets are those of Gauss–Newton on the shapes of lemma 4.8, and not on others.
/// </summary>
internal sealed class Theorem49Difference : Experiment
{
    private static readonly Setting<int> s_draws = new("networks of each shape", 300, 60, "our choice");
    private static readonly (string Widths, bool Permitted)[] s_shapes =
        [("5-6-6-6", true), ("5-8-5-5", true), ("5-9-4-4-4", true), ("5-6-4", true), ("5-6-6-4", false), ("5-8-6-4", false), ("5-4-6-6", false)];

    public override string Id => "meulemans2019/theorem4.9";

    public override string Title => "Difference targets are Gauss–Newton targets on the permitted shapes only";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings =>
        [s_draws, TargetSlope.Steps, TargetSlope.Networks,
            new Told("n_0-n_1-…-n_L", string.Join("; ", s_shapes.Select(shape => $"{shape.Widths} ({(shape.Permitted ? "permitted" : "not")})")),
                "our choice, on both sides of lemma 4.8")];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_draws.At(setup.Scale))
           from shape in s_shapes
           select new Job(shape.Widths, run, context => TargetSlope.Of(context.Rng, shape.Widths, "dtp-ai", Activation.Tanh)),
    ];

    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            .. s_shapes.Select(shape => shape.Permitted
                ? Claim.AtLeast($"DTP-AI, {shape.Widths}, permitted: networks with slope 2.0 ± 0.1 in every layer", "difference O(η̂²)",
                    TargetSlope.Second(results, shape.Widths), 95, " %")
                : Claim.AtMost($"DTP-AI, {shape.Widths}, not permitted: the same", "only if: differs to first order",
                    TargetSlope.Second(results, shape.Widths), 5, " %")),
        ],
        [TargetSlope.Picture(results, s_shapes.Select(shape => shape.Widths))])
    {
        Notes = ["Q is the pseudo-inverse itself, where training to optimality with λ → 0 ends (theorem 4.7, meulemans2019/theorem4.7)."],
    };
}
