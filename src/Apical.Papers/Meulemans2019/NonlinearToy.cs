using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>Figures 5.3 and 5.4: the ways of Gauss–Newton, target propagation, backprop, and modified target propagation on a toy with a leaky ReLU.</summary>
internal abstract class NonlinearToy : Experiment
{
    public const string Gn = "Gauss–Newton", Tp = "target propagation", Bp = "backprop", Mtp = "modified target propagation";

    /// <summary>Of the leaky ReLU, for negative inputs.</summary>
    protected const double Slope = 0.1;

    private static readonly Fixed<double[]> s_start = new("W_1 at the start", [-1.8, -0.7], "released code");
    private static readonly Fixed<double> s_step = new("η̂ of target propagation", 1, "figure 5.3");
    private static readonly Fixed<double> s_rate = new("η of backprop", 0.5, "figure 5.3");
    private static readonly Fixed<int> s_steps = new("steps", 500, "released code");
    private static readonly Fixed<double> s_slope = new("negative slope", Slope, "5.1.1");

    public sealed override Citation Paper => Meulemans2019Paper.Citation;

    public sealed override Duration Takes => new(0.02, 0.02);

    public sealed override IReadOnlyList<ISetting> Settings => [ToyNetwork.Weights, s_start, s_step, s_rate, s_steps, s_slope];

    /// <summary>The network.</summary>
    protected static ToyNetwork Toy => new(Activation.LeakyRelu(s_slope.Value));

    public sealed override IReadOnlyList<Job> Jobs(Setup setup)
    {
        Matrix x = Matrix.Of([[ToyNetwork.Input]], Precision.Double);
        TargetPropagation Rule(Network network, bool modified) =>
            new(new PseudoInverse(network), new Rng(0), new() { Step = s_step.Value, InverseSlope = modified });
        return
        [
            new(Gn, 1, _ => Toy.GaussNewton(s_start.Value, s_steps.Value, _ => x)),
            new(Tp, 1, _ => Toy.Train(s_start.Value, network => Rule(network, false), 1, s_steps.Value, _ => x)),
            new(Bp, 1, _ => Toy.Train(s_start.Value, network => new Backpropagation(network), s_rate.Value, s_steps.Value, _ => x)),
            new(Mtp, 1, _ => Toy.Train(s_start.Value, network => Rule(network, true), 1, s_steps.Value, _ => x)),
        ];
    }

    /// <summary>Distance from the optimum after a step, over that at the start.</summary>
    protected static double Left(Results results, string method, int step) =>
        results.Of(method) is [var found, ..] ? ToyNetwork.Distances(found)[step] : double.NaN;

    /// <summary>Steps until a part of the distance is left; one more than there are when it is never reached.</summary>
    protected static double Steps(Results results, string method, double part) =>
        results.Of(method) is [var found, ..] ? ToyNetwork.Distances(found).TakeWhile(distance => distance > part).Count() : double.NaN;

    /// <summary>The panel of a method.</summary>
    protected static Chart Way(Results results, string method) =>
        ToyNetwork.Chart(method, results.Of(method).FirstOrDefault(), (a, b) => Toy.Loss(a, b, ToyNetwork.Input), [0.001, 0.01, 0.1, 0.2, 0.5, 1, 1.5, 2]);

    /// <summary>A step of a method, W_1 after less W_1 before, <c>[2, 1]</c>.</summary>
    protected static Matrix Step(Measurements found, int i) =>
        Matrix.Of([[found[ToyNetwork.W11][i + 1] - found[ToyNetwork.W11][i]], [found[ToyNetwork.W12][i + 1] - found[ToyNetwork.W12][i]]], Precision.Double);
}
