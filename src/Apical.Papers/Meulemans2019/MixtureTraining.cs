namespace Apical.Papers.Meulemans2019;

/// <summary>The student–teacher task for chapter 6: methods with the same feedback weights, at the best of a few rates each.</summary>
internal static class MixtureTraining
{
    public const string Single = "single phase", Two = "two phases", Dtp = "DTP", Output = "output layer only";

    public static readonly Setting<int> Runs = new("runs", 10, 3, "our choice"), Epochs = new("epochs", 60, 10, "5.2.2: 60");
    private static readonly Fixed<IReadOnlyList<double>> s_rates = new("rates tried", [0.001, 0.003, 0.01, 0.03, 0.1], "our choice"),
        s_outputRates = new("rates tried for the output layer only", [0.001, 0.003, 0.01, 0.03], "our choice");
    private static readonly Fixed<double> s_feedback = new("rate of Q that learns from noise", 0.05, "5.2.2: DTP-AI"),
        s_ownFeedback = new("rate of Q that learns from activities", 5e-4, "our choice: activities are larger than the noise");
    private static readonly Told s_step = new("η̂ and rates of layers", $"η̂ as in 5.1.3; single phase and two phases: μ = 0.1, δ_i over q^(L+1−i)",
        "our choice");

    /// <summary>The cases: shape, and whether Q is W⁻¹ + ε N(0, 1/n) or learns.</summary>
    public static readonly IReadOnlyList<(string Widths, bool Learned)> Cases = [("6-6-6", false), ("6-6-4", true)];

    public static IReadOnlyList<ISetting> Settings => [Runs, Epochs, .. StudentTeacher.Common, s_rates, s_outputRates, s_feedback, s_ownFeedback, s_step];

    public static string Name((string Widths, bool Learned) at) => $"{at.Widths}, {(at.Learned ? "Q learns" : $"ε = {MixtureAngles.Claimed}")}";

    /// <summary>Trainings of some methods.</summary>
    public static IEnumerable<Job> Jobs(Setup setup, params IReadOnlyList<string> methods) =>
        from run in Enumerable.Range(1, Runs.At(setup.Scale))
        from at in Cases
        from method in methods
        from rate in Rates(method)
        select new Job(Group(at, method, rate), run, context => ApproximateInverses.Task(Epochs.At(setup.Scale), at.Widths).Train(context, Of(at,
            method, rate)))
        {
            Cost = 20,
        };

    /// <summary>The rate at which a method ends with the least geometric mean of the test loss, and that; infinite where runs failed.</summary>
    public static (double Rate, double Loss) Best(Results results, (string Widths, bool Learned) at, string method) => Rates(method)
        .Select(rate => (rate, Loss: results.Failed(Group(at, method, rate)) > 0 ? double.PositiveInfinity
            : Math.Exp(Spread.Of(results.Of(Group(at, method, rate)).Select(found => Math.Log(found.Last(StudentTeacher.TestLoss)))).Mean)))
        .OrderBy(pair => double.IsNaN(pair.Loss) ? double.PositiveInfinity : pair.Loss).First();

    /// <summary>Courses of the test loss at the best rates.</summary>
    public static Picture Picture(Results results, IReadOnlyList<string> methods, params IReadOnlyList<Chart> more) =>
        new("Learning", "Test loss after each epoch at the best of the rates tried, mean over runs and one standard deviation.")
        {
            Charts =
            [
                .. Cases.Select(at => new Chart(Name(at), new("epoch"), new("L2 loss") { Logarithmic = true },
                    [.. methods.Select(method => Course(results, method, Group(at, method, Best(results, at, method).Rate)))])),
                .. more,
            ],
            Columns = 2,
        };

    /// <summary>The mean course of the test loss.</summary>
    public static Series Course(Results results, string method, string group)
    {
        IReadOnlyList<Spread> curve = results.Curve(group, StudentTeacher.TestLoss);
        return new(method, Mark.Line, [.. Enumerable.Range(0, curve.Count).Select(epoch => (double)epoch)], [.. curve.Select(at => at.Mean)]);
    }

    private static IReadOnlyList<double> Rates(string method) => method == Output ? s_outputRates.Value : s_rates.Value;

    private static string Group((string Widths, bool Learned) at, string method, double rate) => $"{Name(at)}: {method}, rate {Claim.Show(rate)}";

    private static TargetMethod Of((string Widths, bool Learned) at, string method, double rate)
    {
        if (method == Output)
        {
            return new(method, "bp", rate) { OutputOnly = true };
        }

        const double Step = 2 * TargetMethod.Eta, Mu = 0.1;
        var dynamical = new DynamicalOptions { Mu = Mu, Step = Step, LayerRates = true, TwoPhases = method == Two };
        return new(method, method, rate, !at.Learned ? 0 : method == Dtp ? s_feedback.Value : s_ownFeedback.Value)
        {
            Own = (network, rng) =>
            {
                InverseMapping g = !at.Learned ? new DisturbedInverse(network, rng, MixtureAngles.Claimed)
                    : method == Dtp ? new LearnedInverse(network, rng) : new EquilibriumInverse(network, rng);
                return method == Dtp ? new TargetPropagation(g, rng, new() { Difference = true, Step = Step }) : new DynamicalTargetPropagation(g, dynamical);
            },
        };
    }
}
