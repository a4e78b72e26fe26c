using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>Theorem 4.6: where the inverse loss without penalty takes Q.</summary>
internal sealed class Theorem46Limits : Experiment
{
    private const string Square = "equal layers, white", SquareColoured = "equal layers, coloured", Contracting = "contracting, white",
        ContractingColoured = "contracting, coloured", Expanding = "expanding, white";

    // What 3000 noisy steps leave: a few hundredths.
    private const double Reached = 0.03, Least = 0.5, Greatest = 1.5;

    private static readonly Setting<int> s_runs = new("runs", 10, 3, "our choice");
    private static readonly Told s_colour =
        new("coloured noise", FormattableString.Invariant($"entries of h_1 with standard deviations from {Least} to {Greatest} of white noise"), "our choice");

    public override string Id => "meulemans2019/theorem4.6";

    public override string Title => "The inverse loss takes Q to the inverse of W, or from white noise to its pseudo-inverse";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.1, 0.2);

    public override IReadOnlyList<ISetting> Settings => [s_runs, s_colour, .. InverseLimit.Settings];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
    [
        .. from run in Enumerable.Range(1, s_runs.At(setup.Scale))
           from kind in new[] { (Square, 4, 4, false), (SquareColoured, 4, 4, true), (Contracting, 5, 3, false), (ContractingColoured, 5, 3, true),
               (Expanding, 3, 5, false) }
           select new Job(kind.Item1, run,
               context => new InverseLimit(kind.Item2, kind.Item3, 0).Run(context, Initialiser.Glorot, kind.Item4 ? Colour(kind.Item2) : null)),
    ];

    public override Outcome Conclude(Setup setup, Results results)
    {
        string[] kinds = [Square, SquareColoured, Contracting, ContractingColoured, Expanding];
        Claim Ends(string kind, string paper) => Claim.AtMost($"{kind}: ‖Q − W⁺‖ / ‖W⁺‖ at the end", paper, Mean(kind), Reached);
        Claim Misses(string kind, string paper) => Claim.AtLeast($"{kind}: the same", paper, Mean(kind), Reached);
        double Mean(string kind) => results.Last(kind, InverseLimit.ToInverse).Mean;
        return new(
            [
                Ends(Square, "Q → W⁻¹"),
                Ends(SquareColoured, "Q → W⁻¹ for any Γ of full rank"),
                Ends(Contracting, "Q → W⁺, as the noise is white"),
                Misses(ContractingColoured, "not W⁺ but ΓWᵀ(WΓWᵀ)⁻¹"),
                Misses(Expanding, "not W⁺: Q stays as it was where nothing arrives"),
            ],
            [
                new("Distance from the pseudo-inverse", "‖Q − W⁺‖ / ‖W⁺‖ at the end, mean and standard deviation over runs.")
                {
                    Charts =
                    [
                        new("", new("") { Categories = kinds }, new("relative distance") { Logarithmic = true },
                            [Series.Of("at the end", Enumerable.Range(0, kinds.Length).Select(i => (double)i),
                                [.. kinds.Select(kind => results.Last(kind, InverseLimit.ToInverse))], Mark.Point)]),
                    ],
                    Columns = 1,
                },
            ])
        {
            Notes = [$"\"Reached\" is within {Reached} of the pseudo-inverse, what the noise of so many steps may leave."],
        };
    }

    private static Matrix Colour(int n)
    {
        var c = new Matrix(n, n, Precision.Double);
        for (int i = 0; i < n; i++)
        {
            c[i, i] = Least + ((Greatest - Least) * i / (n - 1));
        }

        return c;
    }
}
