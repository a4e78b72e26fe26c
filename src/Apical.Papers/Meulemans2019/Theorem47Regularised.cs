using Apical.Analysis;
using Apical.Networks;
using Apical.Rules;
using Apical.Runs;

namespace Apical.Papers.Meulemans2019;

/// <summary>Theorem 4.7: with a penalty Q goes to Wᵀ(W Wᵀ + λ/σ² I)⁻¹, and with λ → 0 to W⁺.</summary>
internal sealed class Theorem47Regularised : Experiment
{
    // What 3000 noisy steps leave: a few hundredths.
    private const double Reached = 0.03;

    private static readonly Setting<int> s_runs = new("runs", 10, 3, "our choice");
    private static readonly Fixed<double[]> s_lambdas = new("λ", [0.8, 0.4, 0.2, 0.1], "our choice");
    private static readonly (string Name, int N1, int N2)[] s_shapes = [("equal layers", 4, 4), ("contracting", 5, 3), ("expanding", 3, 5)];

    public override string Id => "meulemans2019/theorem4.7";

    public override string Title => "With a penalty Q ends at the damped pseudo-inverse, which tends to the pseudo-inverse";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.1, 0.4);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_lambdas, .. InverseLimit.Settings];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_runs.At(setup.Scale))
           from shape in s_shapes
           from lambda in s_lambdas.Value
           select new Job(Group(shape.Name, lambda), run, context => new InverseLimit(shape.N1, shape.N2, lambda).Run(context, Initialiser.Glorot)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double[] lambdas = s_lambdas.Value;
        double Mean(string shape, double lambda, Track track) => results.Last(Group(shape, lambda), track).Mean;
        double Slope(string shape, Track track) => lambdas.Select(lambda => Mean(shape, lambda, track)).ToArray() is var found && found.All(double.IsFinite)
            ? LineFit.OfLogarithms(lambdas, found).Slope
            : double.NaN;
        return new(
            [
                .. s_shapes.Select(shape => Claim.AtMost(
                    $"{shape.Name}: greatest ‖Q − Wᵀ(W Wᵀ + λ/σ² I)⁻¹‖ over the norm, of {lambdas.Length} λ", "Q → Wᵀ(W Wᵀ + λ/σ² I)⁻¹",
                    lambdas.Select(lambda => Mean(shape.Name, lambda, InverseLimit.ToLimit)).Aggregate(Math.Max), Reached)),
                .. s_shapes.Select(shape => Claim.Between(
                    $"{shape.Name}: slope of log ‖Q − W⁺‖ against log λ",
                    "mathematics: the limit is λ/σ² (W Wᵀ)⁻¹ away from W⁺ to first order: 1 for λ → 0, less for these λ",
                    Slope(shape.Name, InverseLimit.ToInverse), Slope(shape.Name, InverseLimit.Gap) - 0.1, Slope(shape.Name, InverseLimit.Gap) + 0.1)),
            ],
            [
                new("Distance from the pseudo-inverse", "‖Q − W⁺‖ over the norm of the limit against λ, mean over runs; dashed: the limit itself.")
                {
                    Charts =
                    [
                        new("", new("λ") { Logarithmic = true }, new("relative distance") { Logarithmic = true },
                        [
                            .. s_shapes.Select(shape => new Series(shape.Name, Mark.LineAndPoints, lambdas,
                                [.. lambdas.Select(lambda => Mean(shape.Name, lambda, InverseLimit.ToInverse))])),
                            .. s_shapes.Select(shape => new Series($"{shape.Name}, limit", Mark.Line, lambdas,
                                [.. lambdas.Select(lambda => Mean(shape.Name, lambda, InverseLimit.Gap))]) { Dashed = true }),
                        ]),
                    ],
                    Columns = 1,
                },
            ])
        {
            Notes = [$"\"Reached\" is within {Reached} of the limit, what the noise of so many steps may leave."],
        };
    }

    private static string Group(string shape, double lambda) => FormattableString.Invariant($"{shape}, λ = {lambda}");
}
