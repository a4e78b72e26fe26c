namespace Apical.Papers.Meulemans2019;

/// <summary>
/// Training with exact inverses and a small η̂: the single phase, its layers at rates that undo the decay, and target propagation, at one rate (6.19).
/// </summary>
internal static class ExactCurves
{
    public const string Single = "single phase, exact inverses", Tp = "TP, exact inverses";

    private const string Widths = "6-6-6";

    private static readonly Fixed<double> s_rate = new("rate of both with exact inverses", 0.03, "our choice"),
        s_eta = new("η̂ of both with exact inverses", 0.01, "our choice"), s_mu = new("μ with exact inverses", 0.2, "our choice");

    public static IReadOnlyList<ISetting> Settings => [s_rate, s_eta, s_mu];

    /// <summary>Both, on the same tasks.</summary>
    public static IEnumerable<Job> Jobs(Setup setup) =>
        from run in Enumerable.Range(1, MixtureTraining.Runs.At(setup.Scale))
        from name in new[] { Single, Tp }
        select new Job(name, run, context => ApproximateInverses.Task(MixtureTraining.Epochs.At(setup.Scale), Widths).Train(context, Of(name))) { Cost = 20 };

    /// <summary>The greatest distance of their mean curves of the test loss, over the standard deviation of the runs.</summary>
    public static double Distance(Results results) => results.Curve(Single, StudentTeacher.TestLoss).Zip(results.Curve(Tp, StudentTeacher.TestLoss))
        .Skip(1).Select(at => Math.Abs(at.First.Mean - at.Second.Mean) / at.Second.Sd).DefaultIfEmpty(double.NaN).Max();

    /// <summary>How much of its first test loss target propagation has left.</summary>
    public static double Left(Results results) =>
        results.Curve(Tp, StudentTeacher.TestLoss) is { Count: > 0 } curve ? curve[^1].Mean / curve[0].Mean : double.NaN;

    /// <summary>Both curves.</summary>
    public static Chart Chart(Results results) => new($"{Widths}, exact inverses", new("epoch"), new("L2 loss") { Logarithmic = true },
        [MixtureTraining.Course(results, Single, Single), MixtureTraining.Course(results, Tp, Tp) with { Dashed = true }]);

    private static TargetMethod Of(string name) => new(name, name, s_rate.Value)
    {
        Own = (network, rng) =>
        {
            var exact = new DisturbedInverse(network, rng, 0);
            double step = 2 * s_eta.Value;
            return name == Single ? new DynamicalTargetPropagation(exact, new() { Mu = s_mu.Value, Step = step, LayerRates = true })
                : new TargetPropagation(exact, rng, new() { Step = step });
        },
    };
}
