namespace Apical.Papers.Meulemans2019;

/// <summary>Figure 5.12: updates with the factorised pseudo-inverse of the Jacobian and with the real one.</summary>
internal sealed class Fig512PseudoInverse : Experiment
{
    internal static readonly Track Distance = new("distance"), Relative = new("relative");

    private static readonly Fixed<int> s_draws = new("repetitions", 1000, "figure 5.12");
    private static readonly Told s_matrices = new("W, D, e", Factorisation.Drawn, "figure 5.12; threshold of D: released code");
    private static readonly (string Name, int[] Widths)[] s_shapes = [("5-5-5", [5, 5, 5]), ("7-5-5", [7, 5, 5]), ("5-5-3", [5, 5, 3])];

    public override string Id => "meulemans2019/fig5.12";

    public override string Title => "When the pseudo-inverse of the Jacobian is the product of the layers' own";

    public override Citation Paper => Meulemans2019Paper.Citation;

    public override Duration Takes => new(0.05, 0.05);

    public override IReadOnlyList<ISetting> Settings =>
        [s_draws, s_matrices, new Told("n_1-n_2-n_3", string.Join("; ", s_shapes.Select(shape => shape.Name)), "figure 5.12")];

    public override IReadOnlyList<Job> Jobs(Setup setup) =>
        [.. s_shapes.Select(shape => new Job(shape.Name, 1, context => Draw(context, shape.Widths, s_draws.Value)))];

    public override Outcome Conclude(Setup setup, Results results)
    {
        double Greatest(string group) => results.All(group, Relative).DefaultIfEmpty(double.NaN).Max();
        double Middle(string group) => InverseCurves.Median(results.All(group, Relative));
        return new(
            [
                Claim.AtMost("5-5-5: greatest ‖J^f e − J⁺ e‖ over ‖J⁺ e‖", "approximately zero, rounding", Greatest("5-5-5"), 1e-6),
                Claim.AtMost("7-5-5: the same", "approximately zero, as lemma 4.8 permits it", Greatest("7-5-5"), 1e-6),
                Claim.AtLeast("5-5-3: median of the same", "not zero, in many cases significantly large", Middle("5-5-3"), 0.1),
            ],
            [
                new("Distance of the factorised update from the real one", "Histogram over repetitions of ‖J^f e − J⁺ e‖, mean over eight e.")
                {
                    Charts = [.. s_shapes.Select(shape => Chart(shape.Name, results.All(shape.Name, Distance)))],
                    Columns = 3,
                },
            ])
        {
            Notes =
            [
                "The thesis computes in single precision; here rounding is 1e-15 and \"zero\" is read as 1e-6 of the update.",
                "\"Significantly large\" is read as a tenth of the update itself.",
            ],
        };

        static Chart Chart(string name, IReadOnlyList<double> distances)
        {
            // Without the largest hundredth, which would squeeze the rest into one bin.
            double[] sorted = [.. distances.Order()];
            double high = sorted.Length == 0 ? 1 : Math.Max(sorted[(int)(0.99 * (sorted.Length - 1))], 1e-300);
            return new(name, new("‖J^f e − J⁺ e‖"), new("repetitions"), [Series.Histogram("repetitions", sorted, 0, high, 60)]);
        }
    }

    private static Measurements Draw(JobContext context, int[] widths, int draws)
    {
        var found = new Measurements();
        for (int i = 0; i < draws; i++)
        {
            (double distance, double norm) = Factorisation.Compare(context.Rng.Fork("draw", i), widths);
            found.Add(Distance, distance).Add(Relative, distance / norm);
        }

        return found;
    }
}
