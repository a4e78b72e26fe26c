using Apical.Learning;
using Apical.Numerics.Algebra;
using Apical.Optimizers;
using Apical.Probes;

namespace Apical.Tests.Probes;

/// <summary>W_1 = I, W_2 = [[3, 0], [4, 5]], whose singular values are √45 and √5.</summary>
public sealed class InversesProbeTests
{
    [Fact]
    public void Singular_values_of_every_layer()
    {
        List<Measurement> results = Measure(new Backpropagation(Linear()));

        Assert.Equal(
            [("largestSingularValue", 1, 1.0), ("smallestSingularValue", 1, 1.0), ("largestSingularValue", 2, Math.Round(Math.Sqrt(45), 9)),
                ("smallestSingularValue", 2, Math.Round(Math.Sqrt(5), 9))],
            results.Select(found => (found.Metric, found.Layer!.Value, Math.Round(found.Value, 9))));
    }

    /// <summary>The inverse of W_2 is [[1/3, 0], [−4/15, 1/5]]; with zeros in its place W⁻¹W − I is −I, of norm √2.</summary>
    [Fact]
    public void The_error_of_the_inverse_that_is_kept()
    {
        LearningRule rule = RuleCatalog.Make("tp-ei", Linear(), new Rng(1));
        Assert.Equal(0, Assert.Single(Measure(rule), found => found.Metric == "inverseError").Value, 1e-12);

        rule.Feedback[0].Value.Fill(0);

        Measurement error = Assert.Single(Measure(rule), found => found.Metric == "inverseError");
        Assert.Equal((2, Math.Round(Math.Sqrt(2), 9)), (error.Layer!.Value, Math.Round(error.Value, 9)));
    }

    /// <summary>
    /// x = h_1 = (1, 1), h_2 = (3, 9), t = (0, 9), η̂ = 1: δ_2 = (3, 0). W⁻¹δ = (1, −0.8), so d = −η · 0.2 and with η = 1 |1 + d| is 0.8. Before the first
    /// step there is none.
    /// </summary>
    [Fact]
    public void The_denominator_of_the_last_step()
    {
        LearningRule rule = RuleCatalog.Make("tp-ei:step=1", Linear(), new Rng(1));
        Assert.DoesNotContain(Measure(rule), found => found.Metric == "shermanMorrisonDenominator");

        new NetworkLearner(rule, new Sgd(1)).Learn(new Batch(Matrix.Of([[1], [1]], Precision.Double), Matrix.Of([[0], [9]], Precision.Double)));

        Measurement denominator = Assert.Single(Measure(rule), found => found.Metric == "shermanMorrisonDenominator");
        Assert.Equal((2, 0.8), (denominator.Layer!.Value, Math.Round(denominator.Value, 9)));
    }

    private static Network Linear()
    {
        var network = Network.Dense("2-2-2", new Rng(0), Activation.Identity, Loss.SquaredError, bias: false, precision: Precision.Double);
        network[1].W.Value.CopyFrom(LinearAlgebra.Identity(2));
        network[2].W.Value.CopyFrom(Matrix.Of([[3, 0], [4, 5]], Precision.Double));
        return network;
    }

    private static List<Measurement> Measure(LearningRule rule)
    {
        var results = new List<Measurement>();
        new InversesProbe().Measure(new Probing(new Teaching(rule,
            new Batch(Matrix.Of([[1], [1]], Precision.Double), Matrix.Of([[0], [9]], Precision.Double)))), results);
        return results;
    }
}
