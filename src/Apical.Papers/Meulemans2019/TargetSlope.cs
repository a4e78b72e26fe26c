using Apical.Analysis;
using Apical.Data;
using Apical.Networks;

namespace Apical.Papers.Meulemans2019;

/// <summary>
/// How fast targets approach those of Gauss–Newton as η̂ → 0: the slope of log ‖ĥ_i − ĥ_i^GN‖ against log η̂, 2 where they agree to first order.
/// </summary>
internal static class TargetSlope
{
    /// <summary>Series: the slope of each hidden layer, the worst first; and the differences of layer 1 at <see cref="Steps"/>.</summary>
    public static readonly Track Slope = new("slope"), Differences = new("differences");

    /// <summary>The range that the check asks of a slope of 2.</summary>
    public const double Low = 1.9, High = 2.1;

    private const double Scatter = 0.1;

    /// <summary>η̂ of the fits.</summary>
    public static Fixed<double[]> Steps { get; } = new("η̂", [1e-2, 3e-3, 1e-3, 3e-4, 1e-4], "our choice");

    /// <summary>The networks of both theorems.</summary>
    public static Told Networks { get; } =
        new("networks",
            FormattableString.Invariant(
                $"tanh hidden layers, biases; orthogonal weights times a normal number of 1 ± {Scatter} per layer; one sample, x and t normal; float64"),
            "our choice: the theorems need a smooth, invertible activation");

    /// <summary>The slope of one random network.</summary>
    /// <param name="rng">The draw's.</param>
    /// <param name="widths">Units per layer.</param>
    /// <param name="rule">The rule, without its step: <c>tp-ei</c>.</param>
    /// <param name="output">Activation of the output.</param>
    /// <param name="prepare">What is done to the rule before it is asked; null for nothing.</param>
    public static Measurements Of(Rng rng, string widths, string rule, Activation output, Action<LearningRule>? prepare = null)
    {
        var network = Network.Dense(widths, rng, Activation.Tanh, Loss.SquaredError, output, Initialiser.Orthogonal, precision: Precision.Double);
        Matrix scale = new(network.L, 1, Precision.Double), x = new(network[1].FanIn, 1, Precision.Double),
            t = new(network[network.L].FanOut, 1, Precision.Double);
        scale.FillNormal(rng.Fork("scale"), 1, Scatter);
        for (int i = 1; i <= network.L; i++)
        {
            network[i].W.Value.Scale(scale[i - 1, 0]);
        }

        x.FillNormal(rng.Fork("x"));
        t.FillNormal(rng.Fork("t"), 0, 0.5);
        var batch = new Batch(x, t);
        Pass pass = network.Forward(x);
        double[] steps = Steps.Value;
        double[][] differences = [.. steps.Select(Difference)];
        var found = new Measurements().Add(Differences, differences.Select(at => at[0]));
        return found.Add(Slope, Enumerable.Range(0, network.L - 1)
            .Select(i => LineFit.OfLogarithms(steps, [.. differences.Select(at => Math.Max(at[i], 1e-300))]).Slope)
                .OrderByDescending(slope => Math.Abs(slope - 2)));

        double[] Difference(double step)
        {
            LearningRule made = RuleCatalog.Make(FormattableString.Invariant($"{rule}:step={step}"), network, new Rng(0));
            prepare?.Invoke(made);
            IReadOnlyList<Matrix?> targets = ((ITargetRule)made).Targets(pass, batch),
                reference = new GaussNewton(network, new() { Damping = 0, Step = step }).Targets(pass, batch);
            return [.. Enumerable.Range(1, network.L - 1).Select(i => targets[i]!.Minus(reference[i]!).Norm())];
        }
    }

    /// <summary>The share of draws, in percent, whose slopes are 2 in every layer.</summary>
    public static double Second(Results results, string group) =>
        results.Of(group) is { Count: > 0 } all ? 100.0 * all.Count(found => found[Slope][0] is >= Low and <= High) / all.Count : double.NaN;

    /// <summary>The differences of layer 1 against η̂, median over draws, and a line of slope 2.</summary>
    public static Picture Picture(Results results, IEnumerable<string> groups) =>
        new("Distance of the targets from those of Gauss–Newton", "First hidden layer, median over draws; dashed: a slope of 2.")
        {
            Charts =
        [
            new("", new("η̂") { Logarithmic = true }, new("‖ĥ − ĥ_GN‖") { Logarithmic = true },
            [
                .. groups.Select(group => new Series(group, Mark.LineAndPoints, Steps.Value,
                    [.. Steps.Value.Select((_, i) => Math.Max(1e-18, InverseCurves.Median(results.Of(group).Select(found => found[Differences][i]))))])),
                new("slope 2", Mark.Line, Steps.Value, [.. Steps.Value.Select(step => step * step)]) { Dashed = true },
            ]),
        ],
            Columns = 1,
        };
}
