using Apical.Numerics.Algebra;
using Apical.Probes;

namespace Apical.Tests.Probes;

/// <summary>
/// Linear 2-2-2, W_1 = I, W_2 = [[2, 0], [1, 1]], x = h_1 = (1, 2), h_2 = (2, 3), t = (1, 0), e = (1, 3), η̂ = ½: ĥ_2 = (1.5, 1.5). Two equal samples, so that
/// means are those of one.
/// </summary>
public sealed class TargetsProbeTests
{
    /// <summary>
    /// Q = I: ĥ_1 = (1.5, 1.5), so ĥ_1 − h_1 = (½, −½). g(h_2) − h_1 = (1, 1). e_TP = −½ (1, 3). e_approx = (½, −½) + (½, 3/2) = (1, 1).
    /// Gauss–Newton: −W_2⁻¹e = −(½, 5/2). Backprop: −W_2ᵀe = −(5, 3).
    /// </summary>
    [Fact]
    public void Numbers_of_a_wrong_inverse()
    {
        Dictionary<string, double> found = Measure("tp-ai", Matrix.Of([[1, 0], [0, 1]], Precision.Double));

        Assert.Equal(Math.Sqrt(2), found["reconstructionError"], 1e-9);
        Assert.Equal(Math.Sqrt(2.5), found["targetSignalNorm"], 1e-9);
        Assert.Equal(Math.Sqrt(2), found["approximationError"], 1e-9);
        Assert.Equal(Degrees(-2, 2, 2.5), found["angleOfApproximationError"], 1e-9);
        Assert.Equal(Degrees(0.5, 0.5, 2.5), found["angleOfTargetToSignal"], 1e-9);
        Assert.Equal(Degrees(1, 0.5, 6.5), found["angleOfTargetToGaussNewton"], 1e-9);
        Assert.Equal(Degrees(-1, 0.5, 34), found["angleOfTargetToBackprop"], 1e-9);
        Assert.Equal(7, found.Count);
    }

    /// <summary>The difference takes the reconstruction error off: ĥ_1 − h_1 = Q(ĥ_2 − h_2) = −½ (1, 3) is e_TP itself, and g is as wrong as before.</summary>
    [Fact]
    public void Numbers_of_a_wrong_inverse_in_the_difference_form()
    {
        Dictionary<string, double> found = Measure("dtp-ai", Matrix.Of([[1, 0], [0, 1]], Precision.Double));

        Assert.Equal(Math.Sqrt(2), found["reconstructionError"], 1e-9);
        Assert.Equal(0, found["approximationError"], 1e-9);
        Assert.Equal(0, found["angleOfTargetToSignal"], 1e-5);
        Assert.Equal(Degrees((1 * 0.5) + (3 * 2.5), 10, 6.5), found["angleOfTargetToGaussNewton"], 1e-9);
        Assert.Equal(Degrees((1 * 5) + (3 * 3), 10, 34), found["angleOfTargetToBackprop"], 1e-9);
    }

    /// <summary>With the inverse the target is that of Gauss–Newton, −½ (½, 5/2) away.</summary>
    [Fact]
    public void Numbers_of_the_right_inverse()
    {
        Dictionary<string, double> found = Measure("tp-ai", null);

        Assert.Equal(0, found["reconstructionError"], 1e-9);
        Assert.Equal(Math.Sqrt(6.5) / 2, found["targetSignalNorm"], 1e-9);
        Assert.Equal(0, found["approximationError"], 1e-9);
        Assert.Equal(0, found["angleOfTargetToGaussNewton"], 1e-5);
    }

    [Fact]
    public void Rules_without_targets_have_none_of_it()
    {
        Network network = Linear();
        var results = new List<Measurement>();
        new TargetsProbe().Measure(new Probing(new Teaching(new Backpropagation(network), Samples())), results);
        Assert.Empty(results);
    }

    private static Dictionary<string, double> Measure(string rule, Matrix? q)
    {
        LearningRule made = RuleCatalog.Make(rule + ":step=0.5", Linear(), new Rng(1));
        if (q is not null)
        {
            made.Feedback[0].Value.CopyFrom(q);
        }

        var results = new List<Measurement>();
        new TargetsProbe().Measure(new Probing(new Teaching(made, Samples())), results);
        Assert.All(results, found => Assert.Equal(1, found.Layer));
        return results.ToDictionary(found => found.Metric, found => found.Value);
    }

    private static Network Linear()
    {
        var network = Network.Dense("2-2-2", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(LinearAlgebra.Identity(2));
        network[2].W.Value.CopyFrom(Matrix.Of([[2, 0], [1, 1]], Precision.Double));
        return network;
    }

    private static Batch Samples() => new(Matrix.Of([[1, 1], [2, 2]], Precision.Double), Matrix.Of([[1, 1], [0, 0]], Precision.Double));

    private static double Degrees(double product, double square1, double square2) => double.RadiansToDegrees(Math.Acos(product / Math.Sqrt(square1 * square2)));
}
