using Apical.Networks;
using Apical.Probes;

namespace Apical.Papers.Meulemans2019;

/// <summary>How good must inverses be? The signals of one phase and of two, with feedback of a known error, against what exact inverses would bring.</summary>
internal static class MixtureAngles
{
    /// <summary>The networks: name, depth, hidden layers.</summary>
    public static readonly IReadOnlyList<(string Name, int Depth, Activation Hidden)> Kinds =
        [("linear, L = 2", 2, MixtureNet.Linear), ("linear, L = 4", 4, MixtureNet.Linear), ("leaky ReLU, L = 4", 4, MixtureNet.Leaky)];

    /// <summary>The error that claims are about.</summary>
    public const double Claimed = 0.1;

    /// <summary>Mean angle of layer 1's update vector to the signal of exact inverses, in degrees; and the size of what is wrong over that of the
    /// signal.</summary>
    public static readonly Track Single = new("angle, single phase"), Two = new("angle, two phases"), PhaseError = new("size of e_phase over the signal"),
        SingleError = new("size of what is wrong over the signal, single phase");

    public static readonly Setting<int> Nets = new("networks of each kind", 200, 50, "our choice");
    public static readonly Fixed<double> Mu = new("μ", 0.1, "our choice, between 0 and 0.5 (6.1)"), Eta = new("η̂ where it does not vary", 0.1, "our choice");
    private static readonly double[] s_errors = [0, 1e-4, 1e-3, 1e-2, Claimed, 0.5];
    private static readonly Told s_error = new("ε of the feedback weights",
        $"Q = W⁻¹ + ε N(0, 1/n), ε = {string.Join(", ", s_errors.Select(Claim.Show))}", "our choice");

    public static IReadOnlyList<ISetting> Settings => [MixtureNet.Drawn, Nets, Mu, Eta, s_error];

    public static string Name(string kind, double epsilon) => $"{kind}, ε = {Claim.Show(epsilon)}";

    public static IEnumerable<Job> Jobs(Setup setup) =>
        from kind in Kinds
        from epsilon in s_errors
        select new Job(Name(kind.Name, epsilon), 1, context => Measure(context, kind.Depth, kind.Hidden, epsilon, Nets.At(setup.Scale)));

    /// <summary>Angles as a picture of both forms.</summary>
    public static Chart Chart(Results results, Track track, string title) => new(title, new("ε") { Logarithmic = true },
        new("angle of layer 1 (°)") { Min = 0, Max = 100, Reference = 90 },
        [.. Kinds.Select(kind => new Series(kind.Name, Mark.LineAndPoints, s_errors[1..], [.. s_errors[1..].Select(e => At(results, kind.Name, e, track))]))]);

    /// <summary>Mean over networks.</summary>
    public static double At(Results results, string kind, double epsilon, Track track) =>
        results.All(Name(kind, epsilon), track) is { Count: > 0 } all ? all.Average() : double.NaN;

    /// <summary>All angles of a form in a line, for notes.</summary>
    public static string InWords(Results results, Track track) => string.Join("; ", Kinds.Select(kind =>
        $"{kind.Name}: {string.Join(", ", s_errors.Select(e => Claim.Show(At(results, kind.Name, e, track))))}"))
        + $" (ε = {string.Join(", ", s_errors.Select(Claim.Show))})";

    /// <summary>Both forms on random networks.</summary>
    internal static Measurements Measure(JobContext context, int depth, Activation hidden, double epsilon, int nets)
    {
        var found = new Measurements();
        double q = Mu.Value / (1 - Mu.Value), eta = Eta.Value;
        for (int n = 0; n < nets; n++)
        {
            context.Report((double)n / nets);
            var net = new MixtureNet(context.Rng.Fork("net", n), depth, hidden, epsilon);
            DynamicalTargetPropagation rule = net.Rule(Mu.Value, eta);
            IReadOnlyList<Matrix> free = net.Rest(rule, false), learning = net.Rest(rule, true);
            Matrix exact = net.Carried(net.Forward)[1]!, single = net.Lacks(learning)[1]!, two = free[1].Minus(learning[1]);
            Matrix signal = net.CarriedByFeedback(learning)[1]!.Scaled(eta * Math.Pow(q, depth));
            found.Add(Single, Angle.Degrees(single, exact)).Add(Two, Angle.Degrees(two, exact))
                .Add(SingleError, single.Minus(signal).Norm() / signal.Norm()).Add(PhaseError, two.Minus(signal).Norm() / signal.Norm());
        }

        return found;
    }
}
