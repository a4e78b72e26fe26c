namespace Apical.Papers.Meulemans2019;

/// <summary>Lemma 4.8: which shapes permit to factorise the pseudo-inverse of the Jacobian.</summary>
internal sealed class Lemma48Factorisation : Experiment
{
    internal static readonly Track Relative = new("relative");

    // Where the factors are random, an exact factorisation is off by rounding alone, and another by the size of the update.
    private const double Rounding = 1e-6;

    private static readonly Setting<int> s_draws = new("draws of each shape", 1000, 100, "our choice");
    private static readonly Told s_matrices = new("W, D", "as figure 5.12", "figure 5.12");
    private static readonly Shape[] s_shapes =
    [
        new("6-6", [6, 6], true), new("9-6", [9, 6], true), new("6-6-6-6", [6, 6, 6, 6], true), new("9-5-5-5", [9, 5, 5, 5], true),
        new("6-6-4", [6, 6, 4], false), new("8-6-4", [8, 6, 4], false), new("4-6-6", [4, 6, 6], false), new("6-4-6", [6, 4, 6], false),
        new("9-5-5-5, W_2 of rank 3", [9, 5, 5, 5], false) { Lame = (2, 3) },
        new("9-5-5-5, W_3 of rank 3", [9, 5, 5, 5], false) { Lame = (3, 3) },
        new("9-5-5-5, W_L of rank 3", [9, 5, 5, 5], true) { Lame = (4, 3) },
        new("4-6, all slopes 1", [4, 6], false) { Linear = true },
    ];

    public override string Id => "meulemans2019/lemma4.8";

    public override string Title => "The pseudo-inverse of the Jacobian factorises just where lemma 4.8 permits";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.1);

    public override IReadOnlyList<ISetting> Settings =>
        [s_draws, s_matrices,
            new Told("n_1-…-n_L", string.Join("; ", s_shapes.Select(shape => $"{shape.Name} ({(shape.Permitted ? "permitted" : "not")})")),
                "our choice, on both sides of the lemma")];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. s_shapes.Select(shape => new Job(shape.Name, 1, context => Draw(context, shape, s_draws.At(setup.Scale))))];

    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            .. s_shapes.Select(shape => results.All(shape.Name, Relative) is { Count: > 0 } found && found.Count(value => value > Rounding) is var apart
                ? new Claim(
                    $"{shape.Name}: draws in which J^f e differs from J⁺ e",
                    shape.Permitted ? "if: none" : "only if: all, as the lemma says that it does not factorise",
                    $"{apart} of {found.Count}, median {Claim.Show(InverseCurves.Median(found))} of the update", shape.Permitted ? "none" : "all",
                    apart == (shape.Permitted ? 0 : found.Count))
                : new Claim($"{shape.Name}: draws in which J^f e differs from J⁺ e", "", "nothing", "", false)),
        ],
        [
            new("Distance from the pseudo-inverse", "Median over draws of ‖J^f e − J⁺ e‖ / ‖J⁺ e‖.")
            {
                Charts =
                [
                    new("", new("") { Categories = [.. s_shapes.Select(shape => shape.Name)] }, new("relative distance") { Logarithmic = true },
                        [new("median", Mark.Point, [.. s_shapes.Select((_, i) => (double)i)],
                            [.. s_shapes.Select(shape => Math.Max(1e-17, InverseCurves.Median(results.All(shape.Name, Relative))))])]),
                ],
                Columns = 1,
            },
        ])
    {
        Notes =
        [
            "The lemma is about all Jacobians J_1 … J_{L−1}; here J_1 is judged, the longest product. "
                + "A shape counts as apart when the update differs by more than a millionth.",
            "As printed the lemma asks for W_3 … W_{L−1} of full rank and leaves out W_L. It needs W_L too: (D_L W_L)⁺ is in general W_L⁺D_L⁻¹ only where W_L "
                + "has full row rank, and the proof takes full rank for granted (appendix B.6).",
            "\"Only if\" is true of weights and slopes in general position, which the proof has in mind, not of any: with all slopes equal, "
                + "J_1 = W_2 of a layer that expands is its own factor. That is the lemma's \"any differentiable, invertible function\" with the identity.",
        ],
    };

    private static Measurements Draw(JobContext context, Shape shape, int draws)
    {
        var found = new Measurements();
        for (int i = 0; i < draws; i++)
        {
            (double distance, double norm) = Factorisation.Compare(context.Rng.Fork("draw", i), shape.Widths, shape.Lame, shape.Linear);
            found.Add(Relative, distance / norm);
        }

        return found;
    }

    private sealed record Shape(string Name, int[] Widths, bool Permitted)
    {
        public (int K, int Rank)? Lame { get; init; }

        public bool Linear { get; init; }
    }
}
