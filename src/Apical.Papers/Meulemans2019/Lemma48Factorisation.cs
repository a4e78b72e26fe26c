using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Lemma 4.8: which shapes permit to factorise the pseudo-inverse of the Jacobian.</summary>
internal sealed class Lemma48Factorisation : Experiment
{
    private const string Relative = "relative";

    // Where the factors are random, an exact factorisation is off by rounding alone, and another by the size of the update.
    private const double Rounding = 1e-6;

    private static readonly Setting<int> s_draws = new("draws of each shape", 1000, 100, "our choice");
    private static readonly Setting<string> s_matrices = new("W, D", "as figure 5.12", "figure 5.12");
    private static readonly (string Name, int[] Widths, int? Rank, bool Permitted)[] s_shapes =
    [
        ("6-6", [6, 6], null, true), ("9-6", [9, 6], null, true), ("6-6-6-6", [6, 6, 6, 6], null, true), ("9-5-5-5", [9, 5, 5, 5], null, true),
        ("6-6-4", [6, 6, 4], null, false), ("8-6-4", [8, 6, 4], null, false), ("4-6-6", [4, 6, 6], null, false), ("6-4-6", [6, 4, 6], null, false),
        ("9-5-5-5, W_2 of rank 3", [9, 5, 5, 5], 3, false),
    ];

    /// <inheritdoc/>
    public override string Id => "meulemans2019/lemma4.8";

    /// <inheritdoc/>
    public override string Title => "The pseudo-inverse of the Jacobian factorises just where lemma 4.8 permits";

    /// <inheritdoc/>
    public override Citation Paper => Meulemans2019Paper.Citation;

    /// <inheritdoc/>
    public override Duration Takes => new(0.05, 0.1);

    /// <inheritdoc/>
    public override IReadOnlyList<ISetting> Settings =>
        [s_draws, s_matrices, new Setting<string>("n_1-…-n_L", string.Join("; ", s_shapes.Select(shape => $"{shape.Name} ({(shape.Permitted ? "permitted" : "not")})")), "our choice, on both sides of the lemma")];

    /// <inheritdoc/>
    public override IReadOnlyList<Job> Jobs(Setup setup) => [.. s_shapes.Select(shape => new Job(shape.Name, 1, context => Draw(context, shape.Widths, shape.Rank, s_draws.At(setup.Scale))))];

    /// <inheritdoc/>
    public override Outcome Conclude(Setup setup, Results results) => new(
        [
            .. s_shapes.Select(shape => results.All(shape.Name, Relative) is { Count: > 0 } found && found.Count(value => value > Rounding) is var apart
                ? new Claim(
                    $"{shape.Name}: draws in which J^f e differs from J⁺ e", shape.Permitted ? "if: none" : "only if: the lemma says that it does not factorise",
                    $"{apart} of {found.Count}, median {Claim.Show(InverseCurves.Median(found))} of the update", shape.Permitted ? "none" : "all", apart == (shape.Permitted ? 0 : found.Count))
                : new Claim($"{shape.Name}: draws in which J^f e differs from J⁺ e", "", "nothing", "", false)),
        ],
        [
            new("Distance from the pseudo-inverse", "Median over draws of ‖J^f e − J⁺ e‖ / ‖J⁺ e‖.")
            {
                Charts = [new("", new("") { Categories = [.. s_shapes.Select(shape => shape.Name)] }, new("relative distance") { Logarithmic = true }, [new("median", Mark.Point, [.. s_shapes.Select((_, i) => (double)i)], [.. s_shapes.Select(shape => Math.Max(1e-17, InverseCurves.Median(results.All(shape.Name, Relative))))])])],
                Columns = 1,
            },
        ])
    {
        Notes = ["The lemma is about all Jacobians J_1 … J_{L−1}; here J_1 is judged, the longest product. A shape counts as apart when the update differs by more than a millionth."],
    };

    /// <summary>Relative distances of one shape.</summary>
    internal static Measurements Draw(JobContext context, int[] widths, int? rank, int draws)
    {
        var found = new Measurements();
        for (int i = 0; i < draws; i++)
        {
            (double distance, double norm) = Factorisation.Compare(context.Rng.Fork("draw", i), widths, rank);
            found.Add(Relative, distance / norm);
        }

        return found;
    }
}
