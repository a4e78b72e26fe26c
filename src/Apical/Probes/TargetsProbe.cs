using Apical.Rules;
using Apical.Runs;

namespace Apical.Probes;

/// <summary>
/// How good the targets ĥ_i of a target rule are: how far g_i∘f_{i+1} is from reconstructing h_i, and how the target's way from h_i divides into the
/// useful signal e_TP and the rest. Nothing for rules without targets.
/// </summary>
/// <remarks>
/// <code>
///   reconstructionError    ‖g_i(h_{i+1}) − h_i‖ / √batch
///   e_TP = −η̂ J_{g_i} ⋯ J_{g_{L−1}} e_L,   e_approx = ĥ_i − h_i − e_TP        meulemans2019, (5.39), (5.41)
///   targetSignalNorm ‖e_TP‖ / √batch, approximationError ‖e_approx‖ / √batch, angleOfApproximationError between the two
///   angleOfTargetToSignal: ĥ_i − h_i and e_TP
///   angleOfTargetToGaussNewton: ĥ_i − h_i and −η̂ J_i⁺ e_L;  angleOfTargetToBackprop: ĥ_i − h_i and −∂Loss/∂h_i
/// </code>
/// Angles are averaged over samples, in degrees.
/// </remarks>
public sealed class TargetsProbe : IProbe
{
    private const int MostOutputs = 100;                // a Gauss–Newton step takes one way back for each

    /// <summary>How far g_i∘f_{i+1} is from giving back h_i.</summary>
    public static Metric ReconstructionError { get; } = new("reconstructionError", "Reconstruction error");

    /// <summary>Size of the useful signal e_TP.</summary>
    public static Metric TargetSignalNorm { get; } = new("targetSignalNorm", "Target signal norm");

    /// <summary>Size of e_approx, the rest of the target's way.</summary>
    public static Metric ApproximationError { get; } = new("approximationError", "Approximation error");

    /// <summary>Angle between e_approx and e_TP.</summary>
    public static Metric AngleOfApproximationError { get; } = new("angleOfApproximationError", "Angle of approximation error", Unit.Degrees);

    /// <summary>Angle between the target's way and e_TP.</summary>
    public static Metric AngleOfTargetToSignal { get; } = new("angleOfTargetToSignal", "Angle of target to signal", Unit.Degrees);

    /// <summary>Angle between the target's way and that of a Gauss–Newton step.</summary>
    public static Metric AngleOfTargetToGaussNewton { get; } = new("angleOfTargetToGaussNewton", "Angle of target to Gauss–Newton", Unit.Degrees);

    /// <summary>Angle between the target's way and that down the gradient.</summary>
    public static Metric AngleOfTargetToBackprop { get; } = new("angleOfTargetToBackprop", "Angle of target to backprop", Unit.Degrees);

    /// <inheritdoc/>
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        ReconstructionError, TargetSignalNorm, ApproximationError, AngleOfApproximationError,
        AngleOfTargetToSignal, AngleOfTargetToGaussNewton, AngleOfTargetToBackprop,
    ];

    /// <inheritdoc/>
    public void Measure(Probing at, List<Measurement> results)
    {
        if (at.Taught is not { Teacher: ITargetRule rule } taught)
        {
            return;
        }

        IReadOnlyList<Matrix?> targets = rule.Targets(taught.Pass, taught.Batch, taught.Moment);
        double root = Math.Sqrt(taught.Pass.Batch);
        bool reference = taught.Network[taught.Network.L].FanOut <= MostOutputs && taught.Network.Layers.All(layer => !layer.NormalisesInput);
        IReadOnlyList<Matrix?>? gaussNewton = !reference ? null
            : new GaussNewton(taught.Network, new() { Damping = 0, Step = 1 }).Targets(taught.Pass, taught.Batch);

        // −e_L, and what of it arrives through the Jacobians of g
        Matrix? signal = taught.Network.Loss.Residual(taught.Pass, taught.Batch.T).Scaled(-rule.OutputStep);
        for (int i = taught.Network.L - 1; i >= 1; i--)
        {
            Matrix h = taught.Pass.H[i];
            signal = signal is not null && rule.Backward is { } g && g.Has(i) ? g.Jacobian(taught.Pass, i, signal) : null;
            if (rule.Backward is { } back && back.Has(i))
            {
                Matrix output = taught.Network.Loss.Output is not null && i + 1 == taught.Network.L ? taught.Pass.A[i + 1] : taught.Pass.H[i + 1];
                results.Add(new(ReconstructionError, i, back.Of(taught.Pass, i, output).Minus(h).Norm() / root));
            }

            if (targets[i] is not { } target)
            {
                continue;
            }

            Matrix way = target.Minus(h);
            if (signal is not null)
            {
                Matrix rest = way.Minus(signal);
                results.Add(new(TargetSignalNorm, i, signal.Norm() / root));
                results.Add(new(ApproximationError, i, rest.Norm() / root));
                Add(results, AngleOfApproximationError, i, rest, signal);
                Add(results, AngleOfTargetToSignal, i, way, signal);
            }

            if (gaussNewton is not null)
            {
                Add(results, AngleOfTargetToGaussNewton, i, way, gaussNewton[i]!.Minus(h));
            }

            if (taught.Network[i + 1].Normalisation is null or { Form.KeepsStatistics: true })
            {
                Matrix down = taught.Pass.ToH(taught.Network[i + 1].W.Value.T, taught.Backprop[i + 1], i).ToMatrix().Negated();
                Add(results, AngleOfTargetToBackprop, i, way, down);
            }
        }
    }

    private static void Add(List<Measurement> results, Metric metric, int i, Matrix x, Matrix y)
    {
        if (Angle.MeanDegreesPerSample(x, y) is var degrees && double.IsFinite(degrees))
        {
            results.Add(new(metric, i, degrees));
        }
    }
}
